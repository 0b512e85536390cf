#pragma once

#include "domain/bytes.h"
#include "netting/large_vector.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace paradox::netting {

/// Gives each distinct name a number, in the order of first sight. The names themselves stay the caller's.
/// Hashing is SipHash-1-3 under a key made from the whole input, so that chosen names cannot pile up in one place; the
/// numbers do not depend on it.
class NameTable {
public:
    struct HashKey {
        std::uint64_t k0 = 0;
        std::uint64_t k1 = 0;
    };
    [[nodiscard]] static HashKey keyFrom(const Hash &hash);

    explicit NameTable(const HashKey &key);

    [[nodiscard]] std::uint32_t intern(std::string_view name);
    [[nodiscard]] std::size_t size() const { return m_names.size(); }
    [[nodiscard]] std::string_view operator[](std::uint32_t id) const { return m_names[id]; }

    /// The numbers for which the condition holds, so that their names come sorted by their bytes.
    template <class Condition>
    [[nodiscard]] std::vector<std::uint32_t> sortedWhere(const Condition &holds) const
    {
        std::vector<std::uint32_t> ids;
        for (std::uint32_t id = 0; id < m_names.size(); ++id) {
            if (holds(id))
                ids.push_back(id);
        }
        sortByName(ids);
        return ids;
    }

private:
    struct Slot {
        std::uint32_t tag = 0; ///< upper half of the hash
        std::uint32_t id = 0;  ///< number + 1; 0 is free
    };

    void grow();
    void sortByName(std::vector<std::uint32_t> &ids) const;

    HashKey m_key;
    LargeVector<std::string_view> m_names;
    LargeVector<Slot> m_slots; ///< a power of two, at most half full
};

[[nodiscard]] std::uint64_t sipHash13(const NameTable::HashKey &key, std::string_view text);

} // namespace paradox::netting

#pragma once

#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace paradox::storage {

/// By what an intent is looked for: first eight bytes of long keys, and the nonce of its session.
struct IntentKeys {
    std::int64_t id = 0;
    std::int64_t owner = 0;
    std::int64_t item = 0;
    std::int64_t session = 0; ///< its number
    std::int64_t nonce = 0;   ///< nonceKey()
};

/// The keys of intents one behind the other, found by id and by nonce. Open addressing over positions: taking one in
/// allocates nothing of its own, and letting all go costs the same however many they are.
class KeyRun {
public:
    explicit KeyRun(Seq first) : m_first(first) {}

    void append(const IntentKeys &keys); ///< the intent behind the last; its nonce is new
    void truncate(std::size_t size);

    [[nodiscard]] Seq first() const { return m_first; }
    [[nodiscard]] Seq end() const { return Seq{m_first.value + m_entries.size()}; } ///< behind the last
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }
    [[nodiscard]] const std::vector<IntentKeys> &entries() const { return m_entries; }

    void addById(std::int64_t head, std::vector<Seq> &out) const;
    [[nodiscard]] std::optional<Seq> byNonce(std::int64_t session, std::int64_t nonce) const;

private:
    using Slots = std::vector<std::uint32_t>; ///< position + 1, 0 for nothing; a power of two of them

    void enter(std::uint32_t position);
    void rebuild(std::size_t slots);

    Seq m_first;
    std::vector<IntentKeys> m_entries;
    Slots m_ids;
    Slots m_nonces;
};

} // namespace paradox::storage

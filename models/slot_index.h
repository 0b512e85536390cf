#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace paradox::models {

/// Where a value of a shelf stands; it stays there until it is removed, then the place is given to another.
using SlotNumber = std::uint32_t;

/// Slots by the hash of what stands in them: four bytes an entry at a load of at most three quarters. The ids
/// themselves stay in the values; the caller compares.
class SlotIndex {
public:
    static constexpr SlotNumber none = 0xFFFF'FFFF;

    /// The first slot of this hash that `isIt` takes.
    template <class IsIt>
    [[nodiscard]] SlotNumber find(std::size_t hash, IsIt &&isIt) const
    {
        if (m_table.empty())
            return none;
        for (std::size_t at = hash & mask(); m_table[at] != none; at = (at + 1) & mask()) {
            if (isIt(m_table[at]))
                return m_table[at];
        }
        return none;
    }

    /// `hashOf` says the hash of a slot that is in already.
    template <class HashOf>
    void insert(SlotNumber slot, std::size_t hash, HashOf &&hashOf)
    {
        if ((m_size + 1) * 4 > m_table.size() * 3)
            grow(hashOf);
        put(slot, hash);
        ++m_size;
    }

    template <class HashOf>
    void erase(SlotNumber slot, std::size_t hash, HashOf &&hashOf)
    {
        std::size_t hole = hash & mask();
        while (m_table[hole] != slot)
            hole = (hole + 1) & mask();
        // Those behind move up unless that would put them before their own place.
        for (std::size_t at = (hole + 1) & mask(); m_table[at] != none; at = (at + 1) & mask()) {
            const std::size_t home = hashOf(m_table[at]) & mask();
            if (((at - home) & mask()) < ((at - hole) & mask()))
                continue;
            m_table[hole] = m_table[at];
            hole = at;
        }
        m_table[hole] = none;
        --m_size;
    }

    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    [[nodiscard]] std::size_t mask() const { return m_table.size() - 1; }

    void put(SlotNumber slot, std::size_t hash)
    {
        std::size_t at = hash & mask();
        while (m_table[at] != none)
            at = (at + 1) & mask();
        m_table[at] = slot;
    }

    template <class HashOf>
    void grow(HashOf &&hashOf)
    {
        const std::vector<SlotNumber> old = std::move(m_table);
        m_table.assign(old.empty() ? 16 : old.size() * 2, none);
        for (const SlotNumber slot : old) {
            if (slot != none)
                put(slot, hashOf(slot));
        }
    }

    std::vector<SlotNumber> m_table; ///< a power of two long, or empty
    std::size_t m_size = 0;
};

} // namespace paradox::models

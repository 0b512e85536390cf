#pragma once

#include "admission/half.h"
#include "admission/spread_map.h"
#include "domain/assert.h"

#include <array>
#include <optional>

namespace paradox::admission {

/// The halves in the book, by seq; each stays where it is until it is erased. Seqs come one behind the other, so
/// neighbours share a block, and the map of blocks is small.
class HalfTable {
public:
    [[nodiscard]] Half *find(Seq seq)
    {
        Block *const block = m_blocks.find(numberOf(seq));
        std::optional<Half> *const place = block ? &placeOf(*block, seq) : nullptr;
        return place && *place ? &**place : nullptr;
    }
    /// The seq must be new.
    Half &add(Seq seq)
    {
        Block &block = m_blocks[numberOf(seq)];
        std::optional<Half> &place = placeOf(block, seq);
        PARADOX_ASSERT(!place);
        ++block.used;
        ++m_size;
        return place.emplace();
    }
    void erase(Seq seq)
    {
        Block *const block = m_blocks.find(numberOf(seq));
        PARADOX_ASSERT(block != nullptr);
        PARADOX_ASSERT(placeOf(*block, seq).has_value());
        placeOf(*block, seq).reset();
        --m_size;
        if (--block->used == 0)
            m_blocks.erase(numberOf(seq));
    }
    void clear()
    {
        m_blocks.clear();
        m_size = 0;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    void forEach(const auto &visit)
    {
        m_blocks.forEach([&](std::uint64_t, Block &block) {
            for (std::optional<Half> &half : block.halves) {
                if (half)
                    visit(*half);
            }
        });
    }

private:
    static constexpr std::uint64_t blockSize = 8; ///< few: the last of a block keeps the room of all
    struct Block {
        std::array<std::optional<Half>, blockSize> halves;
        unsigned used = 0;
    };
    [[nodiscard]] static std::uint64_t numberOf(Seq seq) { return seq.value / blockSize; }
    [[nodiscard]] static std::optional<Half> &placeOf(Block &block, Seq seq)
    {
        return block.halves[seq.value % blockSize];
    }

    SpreadMap<std::uint64_t, Block> m_blocks;
    std::size_t m_size = 0;
};

} // namespace paradox::admission

#pragma once

#include "chain/chain.h"

#include <array>

namespace paradox::chain {

/// How far the chain is known to be, so that no answer of a node that lags is taken for news: behind one URL there may
/// be many nodes. What is final is confirmed and processed as well, so a shallower look is bound by a deeper one; the
/// newest slots alone may go back, because the processed ones are given up on the way like any other fork.
class Horizon {
public:
    void saw(Commitment commitment, Slot slot) { raise(m_slots, commitment, slot); }
    void saw(Commitment commitment, BlockHeight height) { raise(m_heights, commitment, height); }
    /// An answer from before this slot is an old one.
    [[nodiscard]] Slot slotAt(Commitment commitment) const { return m_slots[index(commitment)]; }
    [[nodiscard]] BlockHeight heightAt(Commitment commitment) const { return m_heights[index(commitment)]; }

private:
    static std::size_t index(Commitment commitment) { return static_cast<std::size_t>(commitment); }
    template <class Number>
    static void raise(std::array<Number, 3> &known, Commitment commitment, Number number)
    {
        if (commitment == Commitment::Processed)
            return;
        for (std::size_t i = 0; i <= index(commitment); ++i)
            known[i] = std::max(known[i], number);
    }

    std::array<Slot, 3> m_slots;
    std::array<BlockHeight, 3> m_heights;
};

} // namespace paradox::chain

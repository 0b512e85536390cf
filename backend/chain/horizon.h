#pragma once

#include "chain/chain.h"
#include "domain/clock.h"

#include <array>

namespace paradox::chain {

/// How far the chain is known to be, so that no answer of a node that lags is taken for news: behind one URL there may
/// be many nodes. What is final is confirmed and processed as well, so a shallower look is bound by a deeper one; the
/// newest slots alone may go back, because the processed ones are given up on the way like any other fork.
///
/// Nor is an answer believed that is further ahead than nodes of one cluster are of each other and than the time since
/// the last news allows: else one absurd slot would make every honest node look late. When most answers of a while
/// contradict what is known, this was wrong and is forgotten. To know less makes nothing look dead: an attempt's end is
/// judged by the height and the slots of the very answers, and what is known here can only refuse them.
class Horizon {
public:
    enum class Word { News, Behind, FarAhead };
    static constexpr std::uint64_t leapMax = 10'000; ///< slots or blocks at one moment: about an hour
    static constexpr std::int64_t msPerSlotMin = 10; ///< no chain is faster
    static constexpr std::int64_t doubtMs = 30'000;
    static constexpr unsigned contradictionsMin = 8; ///< fewer are chance

    /// With the finalized slot that is known from an earlier life; how long ago that was is not known.
    Horizon(const Clock &clock, Slot finalizedBefore);

    /// What the place of an answer is worth. News moves what is known.
    [[nodiscard]] Word hear(Commitment commitment, Slot slot);
    [[nodiscard]] Word hear(Commitment commitment, BlockHeight height);
    /// A node says itself that it has not come as far as what is known.
    void hearBehind() { count(Word::Behind); }
    /// A slot in an answer that was news, and not beyond it.
    void saw(Commitment commitment, Slot slot) { raise(m_slots, commitment, slot.value); }
    /// Whether a height that is still to come lies beyond all that could be told now.
    [[nodiscard]] bool isFarAhead(BlockHeight height) const { return isFar(m_heights, height.value); }
    /// An answer from before this slot is an old one.
    [[nodiscard]] Slot slotAt(Commitment commitment) const { return {m_slots.numbers[index(commitment)]}; }

private:
    struct Known {
        std::array<std::uint64_t, 3> numbers{}; ///< by commitment, the shallowest first and furthest; 0: nothing
        UnixMillis wall;                        ///< of the last news; a machine that sleeps stops the other clock
        std::int64_t monotonicMs = 0;
    };

    static std::size_t index(Commitment commitment) { return static_cast<std::size_t>(commitment); }
    void raise(Known &known, Commitment commitment, std::uint64_t number) const;
    [[nodiscard]] bool isFar(const Known &known, std::uint64_t number) const;
    [[nodiscard]] Word place(const Known &known, Commitment commitment, std::uint64_t number) const;
    void count(Word word);

    const Clock &m_clock;
    Known m_slots{};
    Known m_heights{};
    bool m_isHeard = false; ///< of the slots: in this life
    unsigned m_news = 0;
    unsigned m_contradictions = 0;
    std::int64_t m_countedFromMs = 0;
};

} // namespace paradox::chain

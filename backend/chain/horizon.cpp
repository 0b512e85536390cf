#include "chain/horizon.h"

#include <algorithm>

namespace paradox::chain {

Horizon::Horizon(const Clock &clock, Slot finalizedBefore) : m_clock(clock)
{
    raise(m_slots, Commitment::Finalized, finalizedBefore.value);
}

void Horizon::raise(Known &known, Commitment commitment, std::uint64_t number) const
{
    if (commitment == Commitment::Processed)
        return;
    for (std::size_t i = 0; i <= index(commitment); ++i)
        known.numbers[i] = std::max(known.numbers[i], number);
    known.wall = m_clock.wall();
    known.monotonicMs = m_clock.monotonicMs();
}

bool Horizon::isFar(const Known &known, std::uint64_t number) const
{
    const std::uint64_t furthest = known.numbers.front();
    if (furthest == 0 || number <= furthest)
        return false;
    const std::int64_t passedMs =
        std::max({std::int64_t{0}, m_clock.monotonicMs() - known.monotonicMs, m_clock.wall().value - known.wall.value});
    return number - furthest > leapMax + static_cast<std::uint64_t>(passedMs / msPerSlotMin);
}

Horizon::Word Horizon::place(const Known &known, Commitment commitment, std::uint64_t number) const
{
    if (number < known.numbers[index(commitment)])
        return Word::Behind;
    return isFar(known, number) ? Word::FarAhead : Word::News;
}

Horizon::Word Horizon::hear(Commitment commitment, Slot slot)
{
    Word word = place(m_slots, commitment, slot.value);
    if (word == Word::FarAhead && !m_isHeard)
        word = Word::News; // the chain went on while this process was not there
    if (word == Word::News) {
        m_isHeard = m_isHeard || commitment != Commitment::Processed;
        raise(m_slots, commitment, slot.value);
    }
    count(word);
    return word;
}

Horizon::Word Horizon::hear(Commitment commitment, BlockHeight height)
{
    const Word word = place(m_heights, commitment, height.value);
    if (word == Word::News)
        raise(m_heights, commitment, height.value);
    count(word);
    return word;
}

void Horizon::count(Word word)
{
    ++(word == Word::News ? m_news : m_contradictions);
    if (m_clock.monotonicMs() - m_countedFromMs < doubtMs)
        return;
    const bool isContradicted = m_contradictions > m_news;
    if (isContradicted && m_contradictions < contradictionsMin)
        return; // who asks seldom waits for more of them
    if (isContradicted) {
        m_slots = {};
        m_heights = {};
        m_isHeard = false;
    }
    m_news = m_contradictions = 0;
    m_countedFromMs = m_clock.monotonicMs();
}

} // namespace paradox::chain

#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>

namespace paradox {

/// A counter with a meaning: slots, heights and sequences never mix.
template <class Tag, class Value = std::uint64_t>
struct Strong {
    Value value{};

    auto operator<=>(const Strong &) const = default;
    Strong &operator++()
    {
        ++value;
        return *this;
    }
};

using Slot = Strong<struct SlotTag>;
using BlockHeight = Strong<struct BlockHeightTag>; ///< a blockhash dies by height, not by slot and not by seconds
using Seq = Strong<struct SeqTag>;                 ///< admission order of intents; the feed has its own, FeedSeq
using FeedSeq = Strong<struct FeedSeqTag>;         ///< gap-free number of a live event on one node
using BatchSeq = Strong<struct BatchSeqTag>;       ///< number of a batch on one node, from 1
using GameId = Strong<struct GameIdTag>;           ///< a venue
using UnixSeconds = Strong<struct UnixSecondsTag, std::int64_t>;
using UnixMillis = Strong<struct UnixMillisTag, std::int64_t>;

[[nodiscard]] constexpr UnixSeconds toSeconds(UnixMillis time)
{
    return {time.value / 1000 - (time.value % 1000 < 0 ? 1 : 0)};
}

/// What is too far away for milliseconds is as far away as they reach: signed bytes may say any time.
[[nodiscard]] constexpr UnixMillis toMillis(UnixSeconds time)
{
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1000;
    return {(time.value > most ? most : time.value < -most ? -most : time.value) * 1000};
}

} // namespace paradox

template <class Tag, class Value>
struct std::hash<paradox::Strong<Tag, Value>> {
    std::size_t operator()(const paradox::Strong<Tag, Value> &strong) const noexcept
    {
        return std::hash<Value>{}(strong.value);
    }
};

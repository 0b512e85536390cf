#pragma once

#include "netting/interned.h"

namespace paradox::netting {

// 2^24 trades of 64 bits cannot overflow 128 bits, so only what is left at the end decides whether a batch fits the
// protocol's i64, whatever the order of the sums.
__extension__ using Wide = __int128;

/// Items and wallets of a large batch lie far apart, so what a later trade touches is fetched this many trades ahead:
/// enough to cover a walk to memory, few enough to stay in the cache.
inline constexpr std::size_t fetchedAhead = 24;

template <class T>
void fetch(const LargeVector<T> &values, std::uint32_t index)
{
    __builtin_prefetch(values.data() + index, 1);
}

template <class Item, class Wallet>
void fetchTrade(const InternedTrade &trade, const LargeVector<Item> &items, const LargeVector<Wallet> &wallets)
{
    fetch(items, trade.item);
    fetch(wallets, trade.from);
    fetch(wallets, trade.to);
}

/// Where accepted trades lead.
struct Replay {
    LargeVector<std::uint32_t> owners; ///< by item
    LargeVector<std::int64_t> deltas;  ///< by wallet, modulo 2^64: one that fits the protocol's 64 bits is exact
    Wide gross = 0;
    Wide fees = 0;
};

/// Executes the accepted trades from the opening state, in their order, and nothing else: what a netting found by
/// undoing and running again must be the same. Each seller must own what he sells (asserted).
[[nodiscard]] Replay replay(const InternedBatch &batch, std::span<const std::uint32_t> accepted);

} // namespace paradox::netting

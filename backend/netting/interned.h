#pragma once

#include "netting/engine.h"
#include "netting/large_vector.h"

namespace paradox::netting {

/// No such owner: the item is unknown.
inline constexpr std::uint32_t noWallet = 0xFFFF'FFFF;

/// A trade with its names replaced by small numbers, given out once at ingest.
struct InternedTrade {
    std::uint64_t amount = 0;
    std::uint32_t item = 0; ///< index into InternedBatch::owners
    std::uint32_t from = 0; ///< index into InternedBatch::available
    std::uint32_t to = 0;
};

/// A batch of numbers. Indices are in range (asserted); spans are borrowed.
struct InternedBatch {
    std::span<const InternedTrade> trades;
    std::span<const std::uint32_t> owners;    ///< by item: wallet, or noWallet for an unknown item
    std::span<const std::uint64_t> available; ///< by wallet
    std::uint32_t treasury = 0;
    std::uint16_t feeBps = 0;
    std::uint32_t evictionsMax = evictionsMaxDefault;
};

struct InternedNetting {
    LargeVector<Verdict> verdicts;
    LargeVector<std::uint32_t> accepted;
    LargeVector<std::uint32_t> owners; ///< by item, after the batch
    LargeVector<std::int64_t> deltas;  ///< by wallet
    std::uint64_t gross = 0;
    std::uint64_t fees = 0;
    std::uint64_t net = 0;
    std::uint32_t evictions = 0; ///< INSOLVENT before the second chance
};

/// The core of net(): the same meaning on numbers. Errors: FeeTooHigh, AmountOverflow, TooManyTrades.
[[nodiscard]] std::expected<InternedNetting, NetError> netInterned(const InternedBatch &batch);

} // namespace paradox::netting

#pragma once

#include "domain/trade.h"

#include <expected>
#include <span>
#include <string_view>
#include <vector>

namespace paradox::netting {

struct Ownership {
    PublicKey item;
    PublicKey wallet;

    bool operator==(const Ownership &) const = default;
};

struct Balance {
    PublicKey wallet;
    Lamports available; ///< net of what unfinished batches hold; a wallet without a line has nothing

    bool operator==(const Balance &) const = default;
};

inline constexpr std::uint32_t evictionsMaxDefault = 4096;
inline constexpr std::size_t tradesMax = std::size_t{1} << 24;

/// Trades of one venue and one currency, and the world they start from. Spans are borrowed for the call.
///
/// The mode does not change the arithmetic: in HELD the caller leaves the amounts that admission reserved for these
/// very trades inside `available`, so that nobody turns insolvent unless the chain moved.
struct Batch {
    std::span<const Trade> trades;                    ///< in sequence order; sequence numbers strictly increase
    std::span<const Ownership> owners;                ///< at one finalized slot, sorted by item, each item once
    std::span<const Balance> available;               ///< lamports net of holds, sorted by wallet, each wallet once
    PublicKey treasury;                               ///< takes the fees; may trade, and is never called insolvent
    std::uint16_t feeBps = 0;                         ///< of the amount, rounded down; at most 10000
    std::uint32_t evictionsMax = evictionsMaxDefault; ///< more insolvent purchases than this are deferred, not searched
};

enum class NetError {
    TradesOutOfOrder,
    OwnersOutOfOrder,
    BalancesOutOfOrder,
    FeeTooHigh,
    AmountOverflow, ///< a final delta outside i64, or gross or fees outside u64
    TooManyTrades,
};
[[nodiscard]] std::string_view toText(NetError error); ///< words for a person

struct OwnerMove {
    PublicKey item;
    PublicKey from; ///< owner before the batch
    PublicKey to;   ///< owner after it, another wallet

    bool operator==(const OwnerMove &) const = default;
};

struct WalletDelta {
    PublicKey wallet;
    std::int64_t delta = 0; ///< never zero

    bool operator==(const WalletDelta &) const = default;
};

/// What stands. Equal input gives equal values on every platform.
struct Netting {
    std::vector<Verdict> verdicts;       ///< of each trade, in input order
    std::vector<std::uint32_t> accepted; ///< indices into the trades, in execution order
    std::vector<OwnerMove> ownerMoves;   ///< changed items only, sorted by item
    std::vector<WalletDelta> deltas;     ///< non-zero only, sorted by wallet; they sum to zero
    std::uint64_t gross = 0;             ///< sum of the accepted amounts
    std::uint64_t fees = 0;
    std::uint64_t net = 0; ///< what really moves: half the sum of the deltas' magnitudes

    bool operator==(const Netting &) const = default;
};

/// Nets a batch (protocol §4): which trades stand, who owns each moved item, what each wallet gains or loses.
/// Pure and deterministic. O(n log n + evictions * chain), where chain is the longest line of trades of one item.
///
/// The bound: when `evictionsMax` trades are out as INSOLVENT and somebody still cannot pay, the search ends. From then
/// on the trade that would be evicted next (highest sequence, buyer short) is DEFERRED together with every later trade
/// of its item that had been accepted or had met another owner, because their fate hangs on it; repeated until all can
/// pay. No runner-up is tried, so each trade is deferred at most once. What stands is a valid, solvent batch by itself,
/// the second chance of the INSOLVENT ones runs as always, and the deferred wait for the next batch in their order.
[[nodiscard]] std::expected<Netting, NetError> net(const Batch &batch);

/// What netting saved, in hundredths of a percent of gross, rounded down; 0 when nothing was accepted.
[[nodiscard]] std::uint16_t savedBps(std::uint64_t gross, std::uint64_t net);

} // namespace paradox::netting

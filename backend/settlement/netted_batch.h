#pragma once

#include "netting/archive.h"
#include "netting/commitment.h"
#include "settlement/opening_state.h"
#include "settlement/venue.h"
#include "storage/batches.h"

#include <expected>
#include <optional>
#include <span>
#include <vector>

namespace paradox::settlement {

/// One trade with the admission numbers of its halves.
struct PlannedTrade {
    Trade trade;
    Seq sellerSeq;
    Seq buyerSeq;
};

struct NettingInput {
    const Venue &venue;
    storage::Batch batch; ///< state cut
    std::vector<PlannedTrade> trades;
    std::vector<netting::SignedIntent> halves; ///< seller, buyer of each trade in turn
    OpeningState opening;
    vault::Addressing addressing = vault::Addressing::Static; ///< of a batch too large for one transaction
};

/// Everything one writer transaction stores of a netted batch.
struct NettedBatch {
    storage::Batch batch; ///< state netted, or empty when nothing was accepted
    storage::BatchContents contents;
    std::vector<storage::Chunk> chunks;
    netting::Archive archive;
};

enum class PlanError { NetFailed, TooManyLegs };
[[nodiscard]] std::string_view toText(PlanError error);

/// Nets, commits and plans. Pure: equal input gives equal bytes.
[[nodiscard]] std::expected<NettedBatch, PlanError> makeNettedBatch(const NettingInput &input);

/// What a chunk puts on chain, as it is stored: legs, and for phase Open above index 0 the wallets that get a ledger.
struct ChunkPlan {
    vault::Legs legs;
    std::vector<PublicKey> wallets;
    std::uint16_t chunkCount = 0; ///< phase Open: what the batch declares
    Lamports debitTotal;
    Lamports creditTotal;
    Lamports fees;
    std::string reason; ///< phase Abort
    vault::Addressing addressing = vault::Addressing::Static;
    PublicKey table; ///< with a lookup table: which one, zeros until chosen

    bool operator==(const ChunkPlan &) const = default;
};

/// All that a netted batch puts on chain, before it is cut into transactions.
struct SettlementPlan {
    BatchSeq batch;
    ChunkPlan whole;                 ///< every leg, and the totals
    std::vector<PublicKey> openings; ///< wallets that are credited but have no ledger to be credited in
};
/// Nothing when more chunks were needed than a batch may have.
[[nodiscard]] std::optional<std::vector<storage::Chunk>> planChunks(const SettlementPlan &plan,
                                                                    vault::Addressing addressing);
/// The plan that chunks were made from: to plan a batch again of which nothing was sent.
[[nodiscard]] SettlementPlan joinChunks(BatchSeq batch, std::span<const storage::Chunk> chunks);
/// Locks, or the one transaction: what an API counts as chunks.
[[nodiscard]] std::uint32_t countChunks(std::span<const storage::Chunk> chunks);

[[nodiscard]] Bytes encodePlan(const ChunkPlan &plan);
[[nodiscard]] std::optional<ChunkPlan> decodePlan(ByteSpan bytes);

} // namespace paradox::settlement

#pragma once

#include "netting/archive.h"
#include "netting/commitment.h"
#include "settlement/opening_state.h"
#include "settlement/venue.h"
#include "storage/batches.h"

#include <expected>
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

    bool operator==(const ChunkPlan &) const = default;
};
[[nodiscard]] Bytes encodePlan(const ChunkPlan &plan);
[[nodiscard]] std::optional<ChunkPlan> decodePlan(ByteSpan bytes);

} // namespace paradox::settlement

#include "settlement/netted_batch.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

constexpr std::size_t walletsPerOpening = 8; ///< ledgers created by one transaction

void putDelta(vault::Legs &legs, const PublicKey &ledger, std::int64_t delta)
{
    if (delta < 0)
        legs.debits.push_back({ledger, {static_cast<std::uint64_t>(-(delta + 1)) + 1}});
    else if (delta > 0)
        legs.credits.push_back({ledger, {static_cast<std::uint64_t>(delta)}});
}

/// The treasury's fees are booked on the venue by the program; only what it traded itself is a leg.
vault::Legs makeLegs(const NettingInput &input, const netting::Netting &netting)
{
    const auto ledgerOf = [&](const PublicKey &wallet) {
        return input.venue.addresses.ledger(input.venue.game, wallet);
    };
    vault::Legs legs;
    std::int64_t treasuryDelta = -static_cast<std::int64_t>(netting.fees);
    for (const netting::WalletDelta &delta : netting.deltas) {
        if (delta.wallet == input.opening.game.treasury)
            treasuryDelta += delta.delta;
        else
            putDelta(legs, ledgerOf(delta.wallet), delta.delta);
    }
    putDelta(legs, ledgerOf(input.opening.game.treasury), treasuryDelta);
    for (const netting::OwnerMove &move : netting.ownerMoves)
        legs.items.push_back({move.item, ledgerOf(move.from), move.to});
    return legs;
}

Lamports total(const std::vector<vault::CashLeg> &legs)
{
    Lamports sum;
    for (const vault::CashLeg &leg : legs) {
        const std::optional<Lamports> next = checkedAdd(sum, leg.amount);
        PARADOX_ASSERT(next.has_value());
        sum = *next;
    }
    return sum;
}

storage::Chunk makeChunk(BatchSeq batch, storage::ChunkPhase phase, std::size_t index, const ChunkPlan &plan)
{
    return {.batch = batch,
            .phase = phase,
            .index = static_cast<std::uint32_t>(index),
            .operationId = {},
            .plan = encodePlan(plan)};
}

/// Wallets that are credited but have no ledger to be credited in.
std::vector<storage::Chunk> planOpenings(const NettingInput &input, const netting::Netting &netting)
{
    std::vector<PublicKey> wallets;
    for (const netting::WalletDelta &delta : netting.deltas) {
        if (delta.delta > 0 && std::ranges::binary_search(input.opening.walletsWithoutLedger, delta.wallet))
            wallets.push_back(delta.wallet);
    }
    std::vector<storage::Chunk> chunks;
    for (std::size_t at = 0; at < wallets.size(); at += walletsPerOpening) {
        const auto first = wallets.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = static_cast<std::ptrdiff_t>(std::min(walletsPerOpening, wallets.size() - at));
        ChunkPlan plan;
        plan.wallets.assign(first, first + count);
        chunks.push_back(makeChunk(input.batch.seq, storage::ChunkPhase::Open, chunks.size() + 1, plan));
    }
    return chunks;
}

std::optional<std::vector<storage::Chunk>> planChunks(const NettingInput &input, const netting::Netting &netting)
{
    using storage::ChunkPhase;
    const vault::Legs legs = makeLegs(input, netting);
    const BatchSeq batch = input.batch.seq;
    const ChunkPlan whole{
        .legs = legs, .debitTotal = total(legs.debits), .creditTotal = total(legs.credits), .fees = {netting.fees}};
    PARADOX_ASSERT(whole.debitTotal.value == whole.creditTotal.value + whole.fees.value);
    std::vector<storage::Chunk> chunks = planOpenings(input, netting);
    if (vault::fitsOneTransaction(legs, vault::Addressing::Static)) {
        chunks.push_back(makeChunk(batch, ChunkPhase::Whole, 0, whole));
        return chunks;
    }
    const auto parts = vault::splitIntoChunks(legs, vault::Addressing::Static);
    if (!parts)
        return std::nullopt;
    ChunkPlan declared = whole;
    declared.legs = {};
    declared.chunkCount = static_cast<std::uint16_t>(parts->size());
    declared.wallets.clear();
    chunks.push_back(makeChunk(batch, ChunkPhase::Open, 0, declared));
    for (std::size_t i = 0; i < parts->size(); ++i) {
        chunks.push_back(makeChunk(batch, ChunkPhase::Lock, i, {.legs = (*parts)[i]}));
        chunks.push_back(makeChunk(batch, ChunkPhase::Commit, i, {.legs = (*parts)[i]}));
    }
    chunks.push_back(makeChunk(batch, ChunkPhase::Finalize, 0, {}));
    return chunks;
}

storage::BatchContents makeContents(const NettingInput &input, const netting::Netting &netting)
{
    storage::BatchContents contents;
    for (std::size_t i = 0; i < input.trades.size(); ++i) {
        const PlannedTrade &planned = input.trades[i];
        contents.trades.push_back({.trade = planned.trade.seq,
                                   .sellerSeq = planned.sellerSeq,
                                   .buyerSeq = planned.buyerSeq,
                                   .sellerIntent = planned.trade.sellerIntent,
                                   .buyerIntent = planned.trade.buyerIntent,
                                   .item = planned.trade.item,
                                   .from = planned.trade.from,
                                   .to = planned.trade.to,
                                   .amount = planned.trade.amount,
                                   .verdict = netting.verdicts[i],
                                   .place = std::nullopt});
    }
    for (std::size_t place = 0; place < netting.accepted.size(); ++place)
        contents.trades[netting.accepted[place]].place = static_cast<std::uint32_t>(place);
    for (const netting::OwnerMove &move : netting.ownerMoves)
        contents.ownerMoves.push_back({move.item, move.from, move.to});
    for (const netting::WalletDelta &delta : netting.deltas)
        contents.deltas.push_back({delta.wallet, input.venue.mint, delta.delta});
    for (const netting::Ownership &owner : input.opening.owners)
        contents.openingOwners.emplace_back(owner.item, owner.wallet);
    for (const netting::Balance &balance : input.opening.available)
        contents.openingAvailable.emplace_back(balance.wallet, balance.available);
    return contents;
}

netting::ArchiveContent makeArchiveContent(const NettingInput &input)
{
    netting::ArchiveContent content;
    content.context = {.genesis = input.venue.genesis,
                       .program = input.venue.addresses.program(),
                       .engine = input.venue.game,
                       .mint = input.venue.mint,
                       .seq = input.batch.seq,
                       .previous = input.batch.previousHeaderHash,
                       .readSlot = input.opening.slot,
                       .openedAt = toSeconds(input.batch.openedAt),
                       .cutAt = toSeconds(input.batch.cutAt),
                       .mode = input.batch.mode};
    content.treasury = input.opening.game.treasury;
    content.feeBps = input.opening.game.feeBps;
    for (const PlannedTrade &planned : input.trades)
        content.trades.push_back(planned.trade);
    content.intents = input.halves;
    content.owners = input.opening.owners;
    content.available = input.opening.available;
    return content;
}

void putTotals(storage::Batch &batch, const netting::Netting &netting)
{
    batch.trades = static_cast<std::uint32_t>(netting.verdicts.size());
    batch.accepted = static_cast<std::uint32_t>(netting.accepted.size());
    const auto deferred = static_cast<std::uint32_t>(std::ranges::count(netting.verdicts, Verdict::Deferred));
    batch.rejected = batch.trades - batch.accepted - deferred;
    batch.items = static_cast<std::uint32_t>(netting.ownerMoves.size());
    batch.wallets = static_cast<std::uint32_t>(netting.deltas.size());
    batch.gross = {netting.gross};
    batch.fees = {netting.fees};
    batch.net = {netting.net};
    batch.ratioBps = netting::savedBps(netting.gross, netting.net);
}

void putHeader(storage::Batch &batch, const netting::BatchHeader &header)
{
    const netting::HeaderBytes bytes = netting::encodeHeader(header);
    batch.id = netting::batchIdOf(bytes);
    batch.header.assign(bytes.begin(), bytes.end());
    batch.headerHash = netting::headerHashOf(bytes);
    batch.intentsRoot = header.intentsRoot;
    batch.ownersRoot = header.ownersRoot;
    batch.deltasRoot = header.deltasRoot;
}

} // namespace

std::string_view toText(PlanError error)
{
    switch (error) {
    case PlanError::NetFailed:
        return "the netting refused the batch";
    case PlanError::TooManyLegs:
        return "the batch has more legs than one settlement can carry";
    }
    return {};
}

std::expected<NettedBatch, PlanError> makeNettedBatch(const NettingInput &input)
{
    PARADOX_ASSERT(input.batch.state == BatchState::Cut);
    netting::ArchiveContent content = makeArchiveContent(input);
    std::expected<netting::Netting, netting::NetError> netting = netting::net(content.batch());
    if (!netting)
        return std::unexpected(PlanError::NetFailed);
    content.netting = *netting;

    NettedBatch result{.batch = input.batch, .contents = makeContents(input, *netting), .chunks = {}, .archive = {}};
    storage::Batch &batch = result.batch;
    batch.readSlot = input.opening.slot;
    batch.feeBps = input.opening.game.feeBps;
    batch.mint = input.venue.mint;
    putTotals(batch, *netting);
    if (netting->accepted.empty()) {
        batch.state = BatchState::Empty;
        return result;
    }
    std::optional<std::vector<storage::Chunk>> chunks = planChunks(input, *netting);
    if (!chunks)
        return std::unexpected(PlanError::TooManyLegs);
    result.chunks = std::move(*chunks);
    batch.chunkCount = 0;
    for (const storage::Chunk &chunk : result.chunks)
        batch.chunkCount +=
            chunk.phase == storage::ChunkPhase::Lock || chunk.phase == storage::ChunkPhase::Whole ? 1 : 0;
    result.archive = netting::makeArchive(content);
    putHeader(batch,
              netting::makeHeader(content.context, content.batch(), *netting, netting::archiveDigest(result.archive)));
    batch.state = BatchState::Netted;
    return result;
}

} // namespace paradox::settlement

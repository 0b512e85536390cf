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

std::vector<storage::Chunk> planOpenings(const SettlementPlan &plan)
{
    std::vector<storage::Chunk> chunks;
    for (std::size_t at = 0; at < plan.openings.size(); at += walletsPerOpening) {
        const auto first = plan.openings.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = static_cast<std::ptrdiff_t>(std::min(walletsPerOpening, plan.openings.size() - at));
        ChunkPlan opening;
        opening.wallets.assign(first, first + count);
        chunks.push_back(makeChunk(plan.batch, storage::ChunkPhase::Open, chunks.size() + 1, opening));
    }
    return chunks;
}

SettlementPlan makePlan(const NettingInput &input, const netting::Netting &netting)
{
    SettlementPlan plan{.batch = input.batch.seq, .whole = {.legs = makeLegs(input, netting)}, .openings = {}};
    plan.whole.debitTotal = total(plan.whole.legs.debits);
    plan.whole.creditTotal = total(plan.whole.legs.credits);
    plan.whole.fees = {netting.fees};
    PARADOX_ASSERT(plan.whole.debitTotal.value == plan.whole.creditTotal.value + plan.whole.fees.value);
    for (const netting::WalletDelta &delta : netting.deltas) {
        if (delta.delta > 0 && std::ranges::binary_search(input.opening.walletsWithoutLedger, delta.wallet))
            plan.openings.push_back(delta.wallet);
    }
    return plan;
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

std::optional<std::vector<storage::Chunk>> planChunks(const SettlementPlan &plan, vault::Addressing addressing)
{
    using storage::ChunkPhase;
    using vault::Addressing;
    std::vector<storage::Chunk> chunks = planOpenings(plan);
    // What one transaction carries as it is needs no table made for it.
    for (const Addressing each : {Addressing::Static, addressing}) {
        if (!vault::fitsOneTransaction(plan.whole.legs, each))
            continue;
        ChunkPlan whole = plan.whole;
        whole.addressing = each;
        chunks.push_back(makeChunk(plan.batch, ChunkPhase::Whole, 0, whole));
        return chunks;
    }
    const auto parts = vault::splitIntoChunks(plan.whole.legs, addressing);
    if (!parts)
        return std::nullopt;
    ChunkPlan declared = plan.whole;
    declared.legs = {};
    declared.chunkCount = static_cast<std::uint16_t>(parts->size());
    chunks.push_back(makeChunk(plan.batch, ChunkPhase::Open, 0, declared));
    for (std::size_t i = 0; i < parts->size(); ++i) {
        const ChunkPlan part{.legs = (*parts)[i], .addressing = addressing};
        chunks.push_back(makeChunk(plan.batch, ChunkPhase::Lock, i, part));
        chunks.push_back(makeChunk(plan.batch, ChunkPhase::Commit, i, part));
    }
    chunks.push_back(makeChunk(plan.batch, ChunkPhase::Finalize, 0, {}));
    return chunks;
}

SettlementPlan joinChunks(BatchSeq batch, std::span<const storage::Chunk> chunks)
{
    using storage::ChunkPhase;
    SettlementPlan joined{.batch = batch, .whole = {}, .openings = {}};
    vault::Legs legs;
    const auto append = [](auto &to, const auto &from) { to.insert(to.end(), from.begin(), from.end()); };
    for (const storage::Chunk &chunk : chunks) {
        const std::optional<ChunkPlan> plan = decodePlan(chunk.plan);
        PARADOX_ASSERT(plan.has_value());
        if (chunk.phase == ChunkPhase::Whole || (chunk.phase == ChunkPhase::Open && chunk.index == 0))
            joined.whole = *plan;
        if (chunk.phase == ChunkPhase::Open)
            append(joined.openings, plan->wallets);
        if (chunk.phase == ChunkPhase::Whole || chunk.phase == ChunkPhase::Lock) {
            append(legs.debits, plan->legs.debits);
            append(legs.credits, plan->legs.credits);
            append(legs.items, plan->legs.items);
        }
    }
    joined.whole.legs = std::move(legs);
    joined.whole.chunkCount = 0;
    joined.whole.addressing = vault::Addressing::Static;
    joined.whole.table = {};
    return joined;
}

std::uint32_t countChunks(std::span<const storage::Chunk> chunks)
{
    return static_cast<std::uint32_t>(std::ranges::count_if(chunks, [](const storage::Chunk &chunk) {
        return chunk.phase == storage::ChunkPhase::Lock || chunk.phase == storage::ChunkPhase::Whole;
    }));
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
    std::optional<std::vector<storage::Chunk>> chunks = planChunks(makePlan(input, *netting), input.addressing);
    if (!chunks)
        return std::unexpected(PlanError::TooManyLegs);
    result.chunks = std::move(*chunks);
    batch.chunkCount = countChunks(result.chunks);
    result.archive = netting::makeArchive(content);
    putHeader(batch,
              netting::makeHeader(content.context, content.batch(), *netting, netting::archiveDigest(result.archive)));
    batch.state = BatchState::Netted;
    return result;
}

} // namespace paradox::settlement

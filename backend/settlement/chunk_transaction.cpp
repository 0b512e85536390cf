#include "settlement/settler.h"

#include "settlement/relay.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

using storage::ChunkPhase;
using storage::OperationKind;

constexpr std::uint64_t computeUnitsMax = 1'400'000;

OperationKind kindOf(const storage::Chunk &chunk)
{
    switch (chunk.phase) {
    case ChunkPhase::Whole:
        return OperationKind::SettleNetBatch;
    case ChunkPhase::Open:
        return chunk.index == 0 ? OperationKind::OpenNetBatch : OperationKind::Other;
    case ChunkPhase::Lock:
        return OperationKind::LockNetChunk;
    case ChunkPhase::Commit:
        return OperationKind::CommitNetChunk;
    case ChunkPhase::Finalize:
        return OperationKind::FinalizeNetBatch;
    case ChunkPhase::Abort:
        return OperationKind::AbortNetBatch;
    }
    return OperationKind::Other;
}

std::vector<PublicKey> keysOf(const std::vector<vault::ItemLeg> &legs)
{
    std::vector<PublicKey> keys;
    for (const vault::ItemLeg &leg : legs)
        keys.push_back(leg.item);
    return keys;
}

std::vector<PublicKey> ledgersOf(const std::vector<vault::CashLeg> &legs)
{
    std::vector<PublicKey> keys;
    for (const vault::CashLeg &leg : legs)
        keys.push_back(leg.ledger);
    return keys;
}

} // namespace

std::vector<solana::Instruction> Settler::instructionsFor(const Run &run) const
{
    const PublicKey &game = m_venue.game;
    const PublicKey &authority = m_authority.publicKey();
    const BatchId &batch = *m_active->batch.id;
    const auto index = static_cast<std::uint16_t>(run.chunk.index);
    const vault::Legs &legs = run.plan.legs;
    const auto one = [&](const vault::VaultInstruction &instruction) {
        return std::vector{vault::build(m_venue.addresses, instruction)};
    };
    switch (run.chunk.phase) {
    case ChunkPhase::Whole:
        return one(vault::SettleNetBatch{game, authority, batch, run.plan.fees, legs.debits, legs.credits, legs.items});
    case ChunkPhase::Open: {
        if (run.chunk.index == 0) {
            return one(vault::OpenNetBatch{.game = game,
                                           .authority = authority,
                                           .batch = batch,
                                           .chunkCount = run.plan.chunkCount,
                                           .itemCount = m_active->batch.items,
                                           .debitTotal = run.plan.debitTotal,
                                           .creditTotal = run.plan.creditTotal,
                                           .fees = run.plan.fees});
        }
        std::vector<solana::Instruction> openings;
        for (const PublicKey &wallet : run.plan.wallets)
            openings.push_back(vault::build(m_venue.addresses, vault::OpenPlayerLedger{game, wallet, authority}));
        return openings;
    }
    case ChunkPhase::Lock:
        return one(vault::LockNetChunk{game, authority, batch, index, legs.debits, legs.items});
    case ChunkPhase::Commit:
        return one(vault::CommitNetChunk{game, authority, batch, index, legs.credits, keysOf(legs.items)});
    case ChunkPhase::Finalize:
        return one(vault::FinalizeNetBatch{game, authority, batch});
    case ChunkPhase::Abort:
        return one(vault::AbortNetBatch{game, authority, batch, ledgersOf(legs.debits), keysOf(legs.items)});
    }
    return {};
}

std::optional<Bytes> Settler::sign(const Run &run, const std::vector<solana::Instruction> &instructions,
                                   const Hash &blockhash) const
{
    solana::MessageOptions options{.feePayer = m_authority.publicKey(), .recentBlockhash = blockhash};
    const solana::LookupTable *const table = m_tables.find(run.plan.table);
    if (run.plan.addressing == vault::Addressing::LookupTable && table != nullptr) {
        options.version = solana::MessageVersion::V0;
        options.tables = std::span(table, 1);
    }
    const auto message = solana::compileMessage(instructions, options);
    if (!message)
        return std::nullopt;
    solana::Transaction transaction = solana::makeTransaction(*message);
    const solana::Keypair *signer = &m_authority;
    if (!solana::signTransaction(transaction, std::span(&signer, 1)))
        return std::nullopt;
    return solana::serialiseTransaction(transaction);
}

/// Simulated first: the chain says what it costs, and a leg that it would refuse is found before anything is signed
/// for.
std::optional<Launch> Settler::build(Run &run, const chain::LatestBlockhash &blockhash)
{
    std::vector<solana::Instruction> instructions = instructionsFor(run);
    instructions.insert(instructions.begin(), solana::setComputeUnitLimit(computeUnitsMax));
    const std::optional<Bytes> draft = sign(run, instructions, blockhash.blockhash);
    if (!draft) {
        m_alarm = "a chunk does not fit a transaction";
        pause(run);
        return std::nullopt;
    }
    const chain::Result<chain::Simulation> simulated = m_chain.simulate(*draft, {});
    if (!simulated) {
        m_alarm = simulated.error().words;
        pause(run);
        return std::nullopt;
    }
    if (!simulated->error.empty()) {
        refused(run, simulated->error, simulated->logs.empty() ? std::string() : simulated->logs.back());
        return std::nullopt;
    }
    const std::uint64_t units = simulated->unitsConsumed == 0 ? vault::computeUnitsFor(run.plan.legs)
                                                              : simulated->unitsConsumed * 11 / 10 + 500;
    instructions[0] = solana::setComputeUnitLimit(static_cast<std::uint32_t>(std::min(units, computeUnitsMax)));
    const std::vector<PublicKey> writable = {m_venue.game};
    if (const auto price = m_chain.recentUnitPrice(writable); price && *price > 0)
        instructions.insert(instructions.begin() + 1, solana::setComputeUnitPrice(*price));
    std::optional<Bytes> bytes = sign(run, instructions, blockhash.blockhash);
    const auto transaction = bytes ? solana::decodeTransaction(*bytes) : std::unexpected(solana::DecodeError::TooLarge);
    if (!transaction)
        return std::nullopt;

    Launch launch{.operation = {},
                  .bytes = std::move(*bytes),
                  .signature = transaction->signatures.front(),
                  .blockhash = blockhash.blockhash,
                  .lastValidBlockHeight = blockhash.lastValidBlockHeight};
    if (const storage::Operation *known = m_courier.find(run.chunk.operationId)) {
        launch.operation = *known;
    } else {
        launch.operation.id = newOperationId(m_random);
        launch.operation.kind = kindOf(run.chunk);
        launch.operation.batchSeq = m_active->batch.seq;
        launch.operation.chunk = run.chunk.index;
    }
    return launch;
}

} // namespace paradox::settlement

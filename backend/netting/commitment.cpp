#include "netting/commitment.h"

#include "domain/assert.h"
#include "netting/leaves.h"

namespace paradox::netting {

std::vector<Hash> intentLeaves(std::span<const Trade> trades, std::span<const Verdict> verdicts)
{
    PARADOX_ASSERT(trades.size() == verdicts.size());
    std::vector<Hash> leaves;
    leaves.reserve(trades.size());
    for (std::size_t t = 0; t < trades.size(); ++t)
        leaves.push_back(leafHash(encodeLeaf(
            PairVerdict{.seller = trades[t].sellerIntent, .buyer = trades[t].buyerIntent, .verdict = verdicts[t]})));
    return leaves;
}

std::vector<Hash> ownerLeaves(std::span<const OwnerMove> moves)
{
    std::vector<Hash> leaves;
    leaves.reserve(moves.size());
    for (const OwnerMove &move : moves)
        leaves.push_back(leafHash(encodeLeaf(ItemMove{.item = move.item, .oldOwner = move.from, .newOwner = move.to})));
    return leaves;
}

std::vector<Hash> deltaLeaves(std::span<const WalletDelta> deltas, const PublicKey &mint)
{
    std::vector<Hash> leaves;
    leaves.reserve(deltas.size());
    for (const WalletDelta &delta : deltas)
        leaves.push_back(
            leafHash(encodeLeaf(WalletMintDelta{.wallet = delta.wallet, .mint = mint, .delta = delta.delta})));
    return leaves;
}

namespace {

struct Roots {
    Hash intents;
    Hash owners;
    Hash deltas;
};

BatchHeader headerOf(const BatchContext &context, const Batch &batch, const Netting &netting, const Roots &roots)
{
    return {.genesis = context.genesis,
            .program = context.program,
            .engine = context.engine,
            .seq = context.seq,
            .previous = context.previous,
            .readSlot = context.readSlot,
            .openedAt = context.openedAt,
            .cutAt = context.cutAt,
            .algoVersion = algoVersionCurrent,
            .mode = context.mode,
            .feeBps = batch.feeBps,
            .intentCount = static_cast<std::uint32_t>(batch.trades.size()),
            .acceptedCount = static_cast<std::uint32_t>(netting.accepted.size()),
            .itemCount = static_cast<std::uint32_t>(netting.ownerMoves.size()),
            .walletCount = static_cast<std::uint32_t>(netting.deltas.size()),
            .intentsRoot = roots.intents,
            .ownersRoot = roots.owners,
            .deltasRoot = roots.deltas,
            .gross = netting.gross,
            .fees = netting.fees,
            .inputsDigest = {}};
}

} // namespace

Commitment commit(const BatchContext &context, const Batch &batch, const Netting &netting, const Hash &inputsDigest)
{
    MerkleTree intents(intentLeaves(batch.trades, netting.verdicts));
    MerkleTree owners(ownerLeaves(netting.ownerMoves));
    MerkleTree deltas(deltaLeaves(netting.deltas, context.mint));
    BatchHeader header = headerOf(context, batch, netting, {intents.root(), owners.root(), deltas.root()});
    header.inputsDigest = inputsDigest;
    const HeaderBytes bytes = encodeHeader(header);
    return {.header = header,
            .headerBytes = bytes,
            .batchId = batchIdOf(bytes),
            .intents = std::move(intents),
            .owners = std::move(owners),
            .deltas = std::move(deltas)};
}

BatchHeader makeHeader(const BatchContext &context, const Batch &batch, const Netting &netting,
                       const Hash &inputsDigest)
{
    BatchHeader header =
        headerOf(context, batch, netting,
                 {merkleRoot(intentLeaves(batch.trades, netting.verdicts)), merkleRoot(ownerLeaves(netting.ownerMoves)),
                  merkleRoot(deltaLeaves(netting.deltas, context.mint))});
    header.inputsDigest = inputsDigest;
    return header;
}

} // namespace paradox::netting

#include "domain/base58.h"
#include "domain/encoding.h"
#include "netting/receipt.h"
#include "netting/reexecute.h"
#include "programs/client/vault.h"
#include "programs/sdk/discriminator.h"
#include "solana/borsh.h"
#include "tests/fuzz/corpus.h"
#include "tests/netting/sample_batch.h"

#include <nlohmann/json.hpp>

namespace paradox::fuzz {
namespace {

using nlohmann::json;
using namespace netting;

Commitment commitmentOf(const ArchiveContent &content)
{
    return commit(content.context, content.batch(), content.netting, archiveDigest(makeArchive(content)));
}

void addClaim(const Corpus &corpus, const ArchiveContent &content, const Commitment &commitment)
{
    json claim = {{"id", hexEncode(commitment.batchId.span())},
                  {"header", hexEncode(commitment.headerBytes)},
                  {"seq", std::to_string(content.context.seq.value)},
                  {"previousHeaderHash", hexEncode(content.context.previous.span())},
                  {"readSlot", std::to_string(content.context.readSlot.value)},
                  {"mode", "NET"},
                  {"feeBps", content.feeBps},
                  {"gross", std::to_string(content.netting.gross)},
                  {"fees", std::to_string(content.netting.fees)},
                  {"net", std::to_string(content.netting.net)},
                  {"tradeList", json::array()},
                  {"ownerMoves", json::array()},
                  {"deltas", json::array()},
                  {"opening", {{"owners", json::object()}, {"available", json::object()}}}};
    for (std::size_t t = 0; t < content.trades.size(); ++t) {
        const Trade &trade = content.trades[t];
        claim["tradeList"].push_back({{"seq", std::to_string(trade.seq.value)},
                                      {"sellerIntent", hexEncode(trade.sellerIntent.span())},
                                      {"buyerIntent", hexEncode(trade.buyerIntent.span())},
                                      {"item", toBase58(trade.item)},
                                      {"from", toBase58(trade.from)},
                                      {"to", toBase58(trade.to)},
                                      {"amount", std::to_string(trade.amount.value)},
                                      {"verdict", toText(content.netting.verdicts[t])}});
    }
    for (const WalletDelta &delta : content.netting.deltas)
        claim["deltas"].push_back({{"wallet", toBase58(delta.wallet)},
                                   {"mint", toBase58(content.context.mint)},
                                   {"delta", std::to_string(delta.delta)}});
    for (const Ownership &ownership : content.owners)
        claim["opening"]["owners"][toBase58(ownership.item)] = toBase58(ownership.wallet);
    for (const Balance &balance : content.available)
        claim["opening"]["available"][toBase58(balance.wallet)] = std::to_string(balance.available.value);
    corpus.add("batch_claim", "sample", claim.dump());
}

std::string discriminatorOf(const char *space, const char *name)
{
    solana::BorshWriter writer;
    writer.put(program::discriminator(space, name));
    return std::string(asText(writer.bytes()));
}

void addInstruction(const Corpus &corpus, const vault::VaultInstruction &instruction)
{
    const solana::Instruction built = vault::build(vault::Addresses(vault::defaultProgram), instruction);
    std::string input(1, '\0');
    input += static_cast<char>(built.accounts.size());
    for (const solana::AccountMeta &account : built.accounts) {
        input += asText(account.key.span());
        input += static_cast<char>((account.isSigner ? 1 : 0) | (account.isWritable ? 2 : 0));
    }
    corpus.add("vault", std::string(vault::nameOf(instruction)), input + std::string(asText(built.data)));
}

} // namespace

void addArchives(const Corpus &corpus)
{
    const ArchiveContent content = netting::test::sampleContent();
    const Archive archive = makeArchive(content);
    corpus.add("archive", "car", '\x01' + std::string(asText(encodeCar(archive))));
    std::string blocks(1, '\x02');
    for (const Block &block : archive.blocks) {
        blocks += static_cast<char>(block.data.size() >> 8);
        blocks += static_cast<char>(block.data.size() & 0xff);
        blocks += asText(block.data);
    }
    corpus.add("archive", "blocks", blocks);
    corpus.add("archive", "root", '\x03' + std::string(asText(archive.blocks.front().data)));
    corpus.add("archive", "cid", '\x03' + toText(archive.root));
    addClaim(corpus, content, commitmentOf(content));
}

void addReceipts(const Corpus &corpus)
{
    const ArchiveContent content = netting::test::sampleContent();
    const solana::Keypair engineKey = netting::test::walletKey(100);
    const Commitment commitment = commitmentOf(content);
    const std::vector<Admission> group = {{intentIdOf(content.intents[2].preimage), {102}, {1'790'035'340'000}},
                                          {intentIdOf(content.intents[3].preimage), {103}, {1'790'035'340'001}}};
    Receipt receipt;
    receipt.intent = content.intents[3];
    receipt.admission =
        issueReceipts(group, {content.context.genesis, content.context.program, content.context.engine}, engineKey)[1];
    receipt.counterpart = content.trades[1].sellerIntent;
    receipt.verdict = content.netting.verdicts[1];
    receipt.leafIndex = 1;
    receipt.leafPath = commitment.intents.proof(1);
    receipt.headers = {commitment.headerBytes};
    receipt.transactions = {{Signature{{5}}, {4251}, {}}};
    receipt.settledSlot = {4300};
    corpus.add("receipt", "sample", toJsonText(receipt));
}

void addVault(const Corpus &corpus)
{
    const PublicKey game{{1}};
    const PublicKey player{{2}};
    const BatchId batch{{3}};
    addInstruction(corpus, vault::DepositCredits{.game = game, .player = player, .amount = {5}});
    addInstruction(corpus, vault::WithdrawCredits{.game = game, .player = player, .amount = {5}});
    addInstruction(corpus, vault::RegisterItem{.game = game, .owner = player, .item = {}});
    addInstruction(corpus, vault::TransferItem{.game = game, .owner = player, .item = {}, .newOwner = game});
    addInstruction(corpus,
                   vault::CreateListing{
                       .game = game, .seller = player, .item = {}, .listingId = 1, .price = {5}, .expiresAt = {9}});
    addInstruction(corpus, vault::RegisterSessionKey{{.program = vault::defaultProgram,
                                                      .engine = game,
                                                      .owner = player,
                                                      .session = PublicKey{{4}},
                                                      .actions = actionsAll,
                                                      .maxTotal = {10},
                                                      .maxPerIntent = {5},
                                                      .maxIntents = 3,
                                                      .notBefore = {1},
                                                      .expiresAt = {2}}});
    addInstruction(corpus, vault::SettleNetBatch{.game = game,
                                                 .authority = player,
                                                 .batch = batch,
                                                 .fees = {1},
                                                 .debits = {{PublicKey{{5}}, {3}}},
                                                 .credits = {{PublicKey{{6}}, {2}}},
                                                 .items = {{PublicKey{{7}}, PublicKey{{8}}, player}}});
    const std::string program = toBase58(vault::defaultProgram);
    corpus.add("vault", "log",
               "\x02Program " + program + " invoke [1]\nProgram data: AAAAAAAAAAA=\nProgram " + program + " success");
    for (const auto &[name, bytes] : std::initializer_list<std::pair<const char *, std::size_t>>{{"Config", 40},
                                                                                                 {"Game", 208},
                                                                                                 {"PlayerLedger", 368},
                                                                                                 {"Item", 176},
                                                                                                 {"Listing", 168},
                                                                                                 {"Session", 224},
                                                                                                 {"Batch", 432}})
        corpus.add("vault", std::string("account-") + name,
                   '\x01' + discriminatorOf("account", name) + std::string(bytes - 8, '\0'));
    for (const auto &[name, bytes] : std::initializer_list<std::pair<const char *, std::size_t>>{
             {"CreditsDeposited", 80}, {"ItemTransferred", 128}, {"NetChunkLocked", 74}, {"NetBatchSettled", 142}})
        corpus.add("vault", std::string("event-") + name,
                   '\x02' + discriminatorOf("event", name) + std::string(bytes, '\0'));
}

} // namespace paradox::fuzz

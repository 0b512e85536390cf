#include "tests/netting/sample_batch.h"

#include <algorithm>

namespace paradox::netting::test {
namespace {

struct Half {
    IntentType type = IntentType::Trade;
    std::uint8_t owner = 0;
};

struct Deal {
    std::uint8_t item = 0;
    std::uint8_t from = 0;
    std::uint8_t to = 0;
    std::uint64_t amount = 0;
};

PublicKey itemKey(std::uint8_t number)
{
    return PublicKey{{0xee, number}};
}

SignedIntent signedHalf(const BatchContext &context, const Deal &deal, const Half &half, std::uint64_t nonce)
{
    const solana::Keypair key = walletKey(half.owner);
    const Intent intent{.genesis = context.genesis,
                        .program = context.program,
                        .engine = context.engine,
                        .session = key.publicKey(),
                        .owner = key.publicKey(),
                        .type = half.type,
                        .item = itemKey(deal.item),
                        .from = walletKey(deal.from).publicKey(),
                        .to = walletKey(deal.to).publicKey(),
                        .mint = context.mint,
                        .amount = {deal.amount},
                        .nonce = nonce,
                        .createdAt = {1'790'035'000},
                        .expiresAt = {1'790'036'000},
                        .terms = {}};
    SignedIntent result{.preimage = encodeIntent(intent), .signature = {}};
    result.signature = key.sign(result.preimage);
    return result;
}

} // namespace

solana::Keypair walletKey(std::uint8_t number)
{
    std::array<std::uint8_t, 32> seed{};
    seed[31] = static_cast<std::uint8_t>(number + 1);
    return solana::Keypair::fromSeed(seed);
}

ArchiveContent sampleContent()
{
    ArchiveContent content;
    content.context = {.genesis = Hash{{1}},
                       .program = PublicKey{{2}},
                       .engine = PublicKey{{3}},
                       .mint = {},
                       .seq = {7},
                       .previous = Hash{{9}},
                       .readSlot = {4242},
                       .openedAt = {1'790'035'333},
                       .cutAt = {1'790'035'363},
                       .mode = NetMode::Net};
    content.treasury = PublicKey{{0x77}};
    content.feeBps = 25;
    const std::array<Deal, 5> deals = {
        {{1, 0, 1, 1000}, {1, 1, 2, 1500}, {2, 0, 2, 900'000}, {2, 1, 0, 5}, {2, 0, 1, 400}}};
    std::uint64_t nonce = 1;
    for (const Deal &deal : deals) {
        content.intents.push_back(signedHalf(content.context, deal, {IntentType::Trade, deal.from}, nonce));
        content.intents.push_back(signedHalf(content.context, deal, {IntentType::Bid, deal.to}, nonce + 1));
        content.trades.push_back({.seq = {100 + nonce},
                                  .sellerIntent = intentIdOf(content.intents[content.intents.size() - 2].preimage),
                                  .buyerIntent = intentIdOf(content.intents.back().preimage),
                                  .item = itemKey(deal.item),
                                  .from = walletKey(deal.from).publicKey(),
                                  .to = walletKey(deal.to).publicKey(),
                                  .amount = {deal.amount}});
        nonce += 2;
    }
    content.owners = {{itemKey(1), walletKey(0).publicKey()}, {itemKey(2), walletKey(0).publicKey()}};
    content.available = {{walletKey(1).publicKey(), {1000}}, {walletKey(2).publicKey(), {2000}}};
    std::ranges::sort(content.available, {}, &Balance::wallet);
    content.netting = net(content.batch()).value();
    return content;
}

} // namespace paradox::netting::test

#include "trading_world.h"

namespace paradox::test {
namespace {

using programs::wire::toKey;
using ::testing::Contains;

class TradingOrders : public TradingWorld {};

TEST_F(TradingOrders, callsHaveTheBytesOfTheReference)
{
    EXPECT_EQ(hexEncode(sellCall(alice, 100, 150).data), "3534ff2cbf4aabe164000000000000009600000000000000");
    EXPECT_EQ(hexEncode(buyCall(alice, 100, 160).data), "b65700a0c04297826400000000000000a000000000000000");
    EXPECT_EQ(hexEncode(match(alice, bob, 40).data), "1101c95d0733fb862800000000000000");
    EXPECT_EQ(hexEncode(cancel(alice, bob).data), "5f81edf00831df84");
    EXPECT_EQ(hexEncode(parameters(operatorKey, {25, true}).data), "4675cabfcdae5c52190001");
    EXPECT_EQ(hexOf(trading::Initialize::discriminator), "afaf6d1f0d989bed");
    EXPECT_EQ(hexOf(trading::InitializeMarket::discriminator), "2323bdc19b30aacb");
    EXPECT_EQ(hexOf(trading::SettleTrade::discriminator), "fcb062f8497b089d");
    EXPECT_EQ(hexOf(trading::Market::discriminator), "dbbed53700e3c69a");
    EXPECT_EQ(hexOf(trading::Order::discriminator), "86addfb94d561c33");
    EXPECT_EQ(hexOf(trading::TradeRecord::discriminator), "96f8b6a9e5641825");
    EXPECT_EQ(hexOf(trading::MarketInitialized::discriminator), "86a07a573203ff51");
    EXPECT_EQ(hexOf(trading::SellOrderCreated::discriminator), "185bf8d188a3eff0");
    EXPECT_EQ(hexOf(trading::BuyOrderCreated::discriminator), "6e1385e9b94f04aa");
    EXPECT_EQ(hexOf(trading::OrderMatched::discriminator), "d300b2ae3df52dfa");
    EXPECT_EQ(hexOf(trading::OrderCancelled::discriminator), "6c388044a871a8ef");
    EXPECT_EQ(hexOf(trading::MarketParamsUpdated::discriminator), "58a37875a076633c");
}

TEST_F(TradingOrders, addressesAreThoseOfTheReference)
{
    const PublicKey golden = keyOf("US517G5965aydkZ46HS38QLi7UQiSojurfbQfKCELFx");
    const PublicKey first = keyOf("2WAHd3kevLGbebXFEg241rhQVoskrGwDbuhfmpy4nxU4");
    const PublicKey second = keyOf("9bUGy3NMMVDuTdPVBUsx4NyZo4QWrydyJX4XNV4QSDs6");
    EXPECT_EQ(orderKey(golden, 0), first);
    EXPECT_EQ(orderKey(golden, 1), second);
    EXPECT_EQ(tradeKey(second, first), keyOf("9TWApy9ZpWdCyp3XuZ1hNHHqjQ5DRkxHLrq469Labv7F"));
}

TEST_F(TradingOrders, callsNameTheAccountsOfTheReference)
{
    using Metas = std::vector<solana::AccountMeta>;
    const PublicKey system{};
    EXPECT_EQ(sellCall(alice, 1, 1).accounts, (Metas{{marketKey, false, true},
                                                     {nextOrder(alice), false, true},
                                                     {program(), false, false}, // no certificate
                                                     {alice, true, true},
                                                     {system, false, false}}));
    EXPECT_EQ(
        buyCall(bob, 1, 1).accounts,
        (Metas{{marketKey, false, true}, {nextOrder(bob), false, true}, {bob, true, true}, {system, false, false}}));
    EXPECT_EQ(match(bob, alice, 1).accounts, (Metas{{marketKey, false, true},
                                                    {bob, false, true},
                                                    {alice, false, true},
                                                    {tradeKey(bob, alice), false, true},
                                                    {operatorKey, true, true},
                                                    {system, false, false}}));
    EXPECT_EQ(cancel(bob, alice).accounts, (Metas{{marketKey, false, true}, {bob, false, true}, {alice, true, false}}));
}

TEST_F(TradingOrders, accountsHaveTheLayoutOfTheReference)
{
    const PublicKey key = sell(alice, 100, 150);
    const Bytes bytes = data(key);
    ASSERT_EQ(bytes.size(), 114U);
    EXPECT_EQ(data(marketKey).size(), 75U);
    EXPECT_TRUE(std::equal(alice.bytes.begin(), alice.bytes.end(), bytes.begin() + 8));
    EXPECT_EQ(bytes[72], 100);
    EXPECT_EQ(bytes[88], 150);
    EXPECT_EQ(bytes[96], 0); // sell
    EXPECT_EQ(bytes[97], 0); // active
    EXPECT_EQ(order(key).expiresAt, now() + 86'400);
    const trading::Market state = market();
    EXPECT_EQ(state.marketFeeBps, 25);
    EXPECT_TRUE(state.clearingEnabled);
    mustFail(call<trading::InitializeMarket>({}, {{trading::InitializeMarket::authority, mallory}}), 0);
}

TEST_F(TradingOrders, ordersAreAnnounced)
{
    const PublicKey asked = nextOrder(alice);
    EXPECT_THAT(mustRun(sellCall(alice, 100, 150)).logs,
                Contains(lineOf(trading::SellOrderCreated{toKey(alice), toKey(asked), 100, 150, now()})));
    const PublicKey bid = nextOrder(bob);
    EXPECT_THAT(mustRun(buyCall(bob, 100, 160)).logs,
                Contains(lineOf(trading::BuyOrderCreated{toKey(bob), toKey(bid), 100, 160, now()})));
    EXPECT_THAT(mustRun(cancel(bid, bob)).logs,
                Contains(lineOf(trading::OrderCancelled{toKey(bid), toKey(bob), now()})));
}

TEST_F(TradingOrders, emptyOrImmeasurableOrdersAreRefused)
{
    mustFail(sellCall(alice, 0, 1), codeOf(trading::Error::InvalidAmount));
    mustFail(buyCall(bob, 1, 0), codeOf(trading::Error::InvalidPrice));
    mustFail(sellCall(alice, std::uint64_t{1} << 33, std::uint64_t{1} << 31), codeOf(trading::Error::Overflow));
    mustRun(sellCall(alice, std::uint64_t{1} << 32, (std::uint64_t{1} << 32) - 1));
}

TEST_F(TradingOrders, noOrdersAddressIsEverGivenTwice)
{
    // After a fill, a cancellation and a close the first version's counter went back, and met an order of before.
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey bid = buy(bob, 100, 150);
    mustRun(match(bid, ask, 100));
    std::set<PublicKey> seen{ask, bid};
    for (int i = 0; i < 3; ++i) {
        const PublicKey next = sell(alice, 1, 1);
        EXPECT_TRUE(seen.insert(next).second);
        mustRun(cancel(next, alice));
        mustRun(closeOrder(next, alice));
        EXPECT_FALSE(exists(next));
    }
    EXPECT_EQ(market().activeOrders, 5U);
    // Who read the market before another order came is told so, and reads it again.
    solana::Instruction stale = sellCall(alice, 1, 1);
    buy(bob, 1, 1);
    mustFail(stale, 2006);
}

TEST_F(TradingOrders, onlyTheOwnerCancelsAndOnlyOnce)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey bid = buy(bob, 40, 150);
    mustFail(cancel(ask, bob), codeOf(trading::Error::UnauthorizedAuthority));
    mustRun(match(bid, ask, 40));
    mustFail(cancel(bid, bob), codeOf(trading::Error::OrderNotCancellable));
    mustRun(cancel(ask, alice)); // what is left of it
    EXPECT_EQ(order(ask).status, trading::OrderStatus::Cancelled);
    EXPECT_EQ(order(ask).filledAmount, 40U);
    mustFail(cancel(ask, alice), codeOf(trading::Error::OrderNotCancellable));
}

TEST_F(TradingOrders, rentComesBackWhenAnOrderIsOver)
{
    const PublicKey ask = sell(alice, 100, 150);
    mustFail(closeOrder(ask, alice), codeOf(trading::Error::OrderNotOver));
    advance(86'400);
    mustFail(closeOrder(ask, mallory), codeOf(trading::Error::UnauthorizedAuthority));
    const std::uint64_t before = lamports(alice);
    mustRun(closeOrder(ask, alice));
    EXPECT_EQ(lamports(alice), before + rent(114));
    EXPECT_FALSE(exists(ask));
}

TEST_F(TradingOrders, theMarketsAuthorityAloneSetsItsParameters)
{
    mustFail(parameters(mallory, {0, true}), codeOf(trading::Error::UnauthorizedAuthority));
    mustFail(parameters(operatorKey, {10'001, true}), codeOf(trading::Error::FeeTooHigh));
    EXPECT_THAT(mustRun(parameters(operatorKey, {30, false})).logs,
                Contains(lineOf(trading::MarketParamsUpdated{toKey(operatorKey), 30, false, now()})));
    EXPECT_EQ(market().marketFeeBps, 30);
    EXPECT_FALSE(market().clearingEnabled);
}

} // namespace
} // namespace paradox::test

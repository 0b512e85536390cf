#include "trading_world.h"

namespace paradox::test {
namespace {

using programs::wire::toKey;
using ::testing::Contains;

class TradingMatches : public TradingWorld {};

TEST_F(TradingMatches, aMatchTradesAtTheMiddleRoundedDown)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey bid = buy(bob, 60, 161);
    const LedgerResult result = mustRun(match(bid, ask, 1'000));
    // 60 at 155 (155.5): 9300, of which 25 basis points are 23 (23.25).
    EXPECT_THAT(result.logs, Contains(lineOf(trading::OrderMatched{toKey(ask), toKey(bid), toKey(alice), toKey(bob), 60,
                                                                   155, 9'300, 23, now()})));
    const trading::TradeRecord record = trade(bid, ask);
    EXPECT_EQ(record.amount, 60U);
    EXPECT_EQ(record.pricePerKwh, 155U);
    EXPECT_EQ(record.totalValue, 9'300U);
    EXPECT_EQ(record.feeAmount, 23U);
    EXPECT_EQ(record.executedAt, now());
    EXPECT_EQ(order(bid).status, trading::OrderStatus::Completed);
    EXPECT_EQ(order(ask).status, trading::OrderStatus::PartiallyFilled);
    EXPECT_EQ(market().totalVolume, 60U);
    EXPECT_EQ(market().totalTrades, 1U);
}

TEST_F(TradingMatches, onePairMatchesInSeveralParts)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey bid = buy(bob, 100, 150);
    mustRun(match(bid, ask, 30));
    advance(5);
    mustRun(match(bid, ask, 50));
    const trading::TradeRecord record = trade(bid, ask);
    EXPECT_EQ(record.amount, 80U);
    EXPECT_EQ(record.totalValue, 12'000U);
    EXPECT_EQ(record.feeAmount, 11U + 18U); // of each match, rounded down
    EXPECT_EQ(record.executedAt, now());
    mustRun(match(bid, ask, 1'000));
    EXPECT_EQ(order(ask).filledAmount, 100U);
    EXPECT_EQ(trade(bid, ask).amount, 100U);
    mustFail(match(bid, ask, 1), codeOf(trading::Error::InactiveBuyOrder));
}

TEST_F(TradingMatches, onlyTheMarketsAuthorityMatches)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey bid = buy(bob, 100, 150);
    mustFail(matchBy(mallory, bid, ask, 10), codeOf(trading::Error::UnauthorizedAuthority));
    mustFail(match(bid, ask, 0), codeOf(trading::Error::InvalidAmount));
}

TEST_F(TradingMatches, aClosedMarketMatchesNothing)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey bid = buy(bob, 100, 150);
    mustRun(parameters(operatorKey, {25, false}));
    mustFail(match(bid, ask, 10), codeOf(trading::Error::ClearingDisabled));
    mustRun(parameters(operatorKey, {25, true}));
    mustRun(match(bid, ask, 10));
}

TEST_F(TradingMatches, expiredOrdersAreNotMatched)
{
    const PublicKey ask = sell(alice, 100, 150);
    advance(10);
    const PublicKey bid = buy(bob, 100, 150);
    advance(86'389);
    mustRun(match(bid, ask, 10));
    advance(1);
    mustFail(match(bid, ask, 10), codeOf(trading::Error::OrderExpired));
}

TEST_F(TradingMatches, anOrderStandsOnItsSide)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey other = sell(bob, 100, 150);
    const PublicKey bid = buy(bob, 100, 150);
    mustFail(match(other, ask, 10), codeOf(trading::Error::InvalidOrderSide));
    mustFail(match(ask, bid, 10), codeOf(trading::Error::InvalidOrderSide));
    mustFail(match(bid, bid, 10), codeOf(trading::Error::InvalidOrderSide));
}

TEST_F(TradingMatches, nobodyTradesWithHimself)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey bid = buy(alice, 100, 150);
    mustFail(match(bid, ask, 10), codeOf(trading::Error::SelfTradeNotAllowed));
}

TEST_F(TradingMatches, cancelledOrTooCheapOrdersAreNotMatched)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey low = buy(bob, 100, 149);
    mustFail(match(low, ask, 10), codeOf(trading::Error::PriceMismatch));
    const PublicKey bid = buy(bob, 100, 150);
    mustRun(cancel(ask, alice));
    mustFail(match(bid, ask, 10), codeOf(trading::Error::InactiveSellOrder));
}

TEST_F(TradingMatches, theLargestAmountsAreExact)
{
    const std::uint64_t most = ~std::uint64_t{0};
    const PublicKey ask = sell(alice, 1, most);
    const PublicKey bid = buy(bob, 1, most);
    mustRun(parameters(operatorKey, {9'999, true}));
    mustRun(match(bid, ask, 1));
    EXPECT_EQ(trade(bid, ask).pricePerKwh, most);
    // floor((2^64 - 1) * 9999 / 10000)
    EXPECT_EQ(trade(bid, ask).feeAmount, 18'444'899'399'302'180'659U);
}

TEST_F(TradingMatches, aTradesRecordStaysUntilItsOrdersAreOver)
{
    const PublicKey ask = sell(alice, 100, 150);
    const PublicKey bid = buy(bob, 100, 150);
    mustRun(match(bid, ask, 10));
    mustFail(closeTrade(bid, ask), codeOf(trading::Error::OrderNotOver));
    mustRun(cancel(ask, alice));
    mustFail(closeTrade(bid, ask), codeOf(trading::Error::OrderNotOver));
    mustRun(cancel(bid, bob));
    mustRun(closeOrder(bid, bob));
    solana::Instruction byAnother = closeTrade(bid, ask);
    byAnother.accounts[trading::CloseTrade::authority].key = mallory;
    mustFail(byAnother, codeOf(trading::Error::UnauthorizedAuthority));
    solana::Instruction otherOrder = closeTrade(bid, ask);
    otherOrder.accounts[trading::CloseTrade::sellOrder].key = numbered(99);
    mustFail(otherOrder, codeOf(trading::Error::ForeignAccount));
    const std::uint64_t before = lamports(operatorKey);
    mustRun(closeTrade(bid, ask));
    EXPECT_EQ(lamports(operatorKey), before + rent(176));
}

} // namespace
} // namespace paradox::test

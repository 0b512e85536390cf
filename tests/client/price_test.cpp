#include "client/price.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

using namespace client;

IntentRecord buyNow(IntentState status = IntentState::Pending)
{
    IntentRecord intent;
    intent.type = IntentType::BuyNow;
    intent.side = Side::Buyer;
    intent.status = status;
    intent.amount = {9};
    return intent;
}

void expectPrice(const IntentRecord &intent, std::uint64_t amount, PriceKind kind)
{
    EXPECT_EQ(priceOf(intent).amount, Lamports{amount});
    EXPECT_EQ(priceOf(intent).kind, kind);
}

TEST(Price, whatABuyNowSignsIsAtMostUntilItMeetsAnAsk)
{
    IntentRecord intent = buyNow();
    expectPrice(intent, 9, PriceKind::AtMost);
    intent.tradeAmount = Lamports{7};
    expectPrice(intent, 7, PriceKind::Exact);
    intent.tradeAmount.reset(); // the seller took the item back
    expectPrice(intent, 9, PriceKind::AtMost);
}

TEST(Price, isPaidOnceSettledAndByTheBuyer)
{
    IntentRecord intent = buyNow(IntentState::Settled);
    intent.tradeAmount = Lamports{7};
    expectPrice(intent, 7, PriceKind::Paid);
    intent.side = Side::Seller;
    intent.type = IntentType::List;
    expectPrice(intent, 7, PriceKind::Exact);
}

TEST(Price, thatNobodyPaidIsNotCalledPaid)
{
    for (const IntentState over :
         {IntentState::Rejected, IntentState::Expired, IntentState::Cancelled, IntentState::Revoked}) {
        expectPrice(buyNow(over), 9, PriceKind::AtMost);
        IntentRecord paired = buyNow(over);
        paired.tradeAmount = Lamports{7};
        expectPrice(paired, 7, PriceKind::Exact);
    }
}

TEST(Price, whoeverDoesNotSayWhatWasPaidLeavesItAtMost)
{
    expectPrice(buyNow(IntentState::Settled), 9, PriceKind::AtMost);
}

TEST(Price, theOtherTypesTradeAtWhatTheySign)
{
    for (const IntentType type : {IntentType::Trade, IntentType::Bid, IntentType::List}) {
        IntentRecord intent = buyNow();
        intent.type = type;
        expectPrice(intent, 9, PriceKind::Exact);
    }
}

} // namespace
} // namespace paradox::test

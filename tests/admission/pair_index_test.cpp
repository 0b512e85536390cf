#include "admission/pair_index.h"

#include <gtest/gtest.h>

#include <deque>

namespace paradox::admission {
namespace {

PublicKey keyOf(std::size_t number)
{
    PublicKey key;
    std::memcpy(key.data(), &number, sizeof(number));
    return key;
}

TEST(PairIndex, offersOfAllBuyersForOneAskShareOneLimit)
{
    const auto offerOf = [](std::size_t buyer) {
        return Intent{
            .owner = keyOf(buyer), .type = IntentType::BuyNow, .item = keyOf(1), .from = keyOf(2), .to = keyOf(buyer)};
    };
    PairIndex index;
    std::deque<Half> halves;
    for (std::size_t i = 0; i < PairIndex::offersMax; ++i) {
        const Intent offer = offerOf(10 + i);
        ASSERT_EQ(index.refusalOf(offer), std::nullopt);
        halves.push_back({.seq = Seq{i + 1}, .intent = offer});
        index.add(halves.back());
    }
    EXPECT_EQ(index.refusalOf(offerOf(5)), Refusal::QueueFull);
    index.remove(halves.front());
    EXPECT_EQ(index.refusalOf(offerOf(5)), std::nullopt);
    index.clear();
}

} // namespace
} // namespace paradox::admission

#include "tests/settlement/settlement_fixture.h"

namespace paradox::settlement {
namespace {

/// Every call to the chain is a point where the process may die, before or after the call had its effect: between cut
/// and netted, netted and signed, signed and sent, sent and written down, confirmed and final, final and posted. One
/// whole life with a crash at one point; false when the life had no such point.
class OneLife : public SettlementTest {
public:
    void TestBody() override {}

    bool live(std::size_t point, bool afterEffect)
    {
        Player seller = player(0);
        Player buyer = player(100'000);
        const PublicKey sword = item(seller);
        trade(seller, buyer, sword, 40'000);
        const bool crashed = runWithCrash(point, afterEffect);
        EXPECT_EQ(batch().state, BatchState::Finalized) << "crash point " << point;
        EXPECT_EQ(ownerOf(sword), buyer.key()) << "crash point " << point;
        EXPECT_EQ(available(seller), 39'900U) << "crash point " << point;
        EXPECT_EQ(available(buyer), 60'000U) << "crash point " << point;
        EXPECT_EQ(game().settledBatches, 1U) << "crash point " << point;
        return crashed;
    }

    /// A life in chunks.
    bool liveLong(std::size_t point, bool afterEffect)
    {
        std::vector<Player> players;
        std::vector<PublicKey> items;
        for (std::size_t i = 0; i < 20; ++i) {
            players.push_back(player(1'000'000));
            items.push_back(item(players.back()));
        }
        for (std::size_t i = 0; i < players.size(); ++i)
            trade(players[i], players[(i + 3) % players.size()], items[i], 1'000 * (i + 1));
        const bool crashed = runWithCrash(point, afterEffect);
        EXPECT_EQ(batch().state, BatchState::Finalized) << "crash point " << point;
        EXPECT_GT(batch().chunkCount, 1U);
        EXPECT_EQ(game().settledBatches, 1U) << "crash point " << point;
        std::uint64_t total = game().fees.value;
        for (std::size_t i = 0; i < players.size(); ++i) {
            total += available(players[i]);
            EXPECT_EQ(ownerOf(items[i]), players[(i + 3) % players.size()].key()) << "crash point " << point;
        }
        EXPECT_EQ(total, players.size() * 1'000'000U) << "crash point " << point;
        return crashed;
    }
};

void everyPoint(bool afterEffect)
{
    std::size_t points = 0;
    while (OneLife().live(points + 1, afterEffect) && !::testing::Test::HasFailure())
        ++points;
    EXPECT_GT(points, 15U);
}

TEST(CrashPoint, aCrashBeforeAnyCallToTheChainSettlesOnce)
{
    everyPoint(false);
}
TEST(CrashPoint, aCrashAfterAnyCallToTheChainSettlesOnce)
{
    everyPoint(true);
}

TEST(CrashPoint, aCrashInAChunkedBatchSettlesOnce)
{
    for (std::size_t point = 3; point < 60; point += 7) {
        OneLife().liveLong(point, point % 2 == 0);
        if (::testing::Test::HasFailure())
            break;
    }
}

} // namespace
} // namespace paradox::settlement

#include "tests/settlement/settlement_fixture.h"

#include <random>

namespace paradox::settlement {
namespace {

/// Every call to the chain is a point where the process may die, before or after the call had its effect: between cut
/// and netted, netted and signed, signed and sent, sent and written down, confirmed and final, final and posted. One
/// whole life with a crash at one point; false when the life had no such point.
class OneLife : public MarketTest {
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

    /// One call fails; the process lives on.
    bool liveWithError(std::size_t point, chain::ErrorClass kind)
    {
        Player seller = player(0);
        Player buyer = player(100'000);
        const PublicKey sword = item(seller);
        trade(seller, buyer, sword, 40'000);
        const std::size_t failing = chain.calls + point;
        chain.onCall = [&] { return chain.calls == failing ? std::optional(kind) : std::nullopt; };
        EXPECT_TRUE(runToEnd());
        const bool failed = chain.calls >= failing;
        chain.onCall = nullptr;
        EXPECT_EQ(batch().state, BatchState::Finalized) << "call " << point;
        EXPECT_EQ(ownerOf(sword), buyer.key()) << "call " << point;
        EXPECT_EQ(available(buyer), 60'000U) << "call " << point;
        EXPECT_EQ(operations().size(), 1U) << "call " << point;
        EXPECT_EQ(game().settledBatches, 1U) << "call " << point;
        return failed;
    }

    /// A life in chunks.
    bool liveLong(std::size_t point, bool afterEffect)
    {
        return liveLong([&] { return runWithCrash(point, afterEffect); }, "crash point " + std::to_string(point));
    }

    /// A life that is being aborted with money in escrow, and the next batch without the one who withdrew. False when
    /// the abort had no such point.
    bool liveAborted(std::size_t point, bool afterEffect)
    {
        SCOPED_TRACE(point);
        abortWithLocks(20);
        const bool crashed = runWithCrash(point, afterEffect);
        EXPECT_EQ(batch().state, BatchState::Aborted);
        expectTheNextWithoutWhoWithdrew();
        return crashed;
    }

    /// One call in three fails.
    void liveLongWithErrors(std::uint64_t seed)
    {
        std::mt19937_64 dice(seed);
        const auto live = [&] {
            chain.onCall = [&] { return dice() % 3 == 0 ? std::optional(chain::ErrorClass::Transient) : std::nullopt; };
            const bool ended = runToEnd(5'000);
            chain.onCall = nullptr;
            EXPECT_TRUE(ended);
            return ended;
        };
        liveLong(live, "seed " + std::to_string(seed));
    }

private:
    bool liveLong(const std::function<bool()> &live, const std::string &which)
    {
        SCOPED_TRACE(which);
        market(20);
        const bool result = live();
        EXPECT_GT(batch().chunkCount, 1U);
        expectSettledOnce();
        return result;
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

TEST(FailingCall, anErrorOfAnyCallToTheChainSettlesOnce)
{
    using chain::ErrorClass;
    for (const ErrorClass kind : {ErrorClass::Transient, ErrorClass::Deterministic, ErrorClass::Fatal}) {
        std::size_t points = 0;
        while (OneLife().liveWithError(points + 1, kind) && !::testing::Test::HasFailure())
            ++points;
        EXPECT_GT(points, 15U);
    }
}

TEST(FailingCall, aChunkedBatchSettlesOnceThroughAnyNumberOfErrors)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
        OneLife().liveLongWithErrors(seed);
}

TEST(CrashPoint, aCrashInAnAbortGivesEverythingBackOnce)
{
    std::size_t points = 0;
    for (std::size_t point = 1; OneLife().liveAborted(point, point % 4 == 1) && !::testing::Test::HasFailure();
         point += 2)
        ++points;
    EXPECT_GT(points, 5U);
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

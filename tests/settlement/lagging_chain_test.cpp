#include "tests/settlement/settlement_fixture.h"

namespace paradox::settlement {
namespace {

/// Statuses come from a node that is up to date, accounts and simulations from one that is far behind: it has not seen
/// the batch yet. An abort must not believe that.
class LaggingChainTest : public MarketTest {
protected:
    void turns(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i)
            turn();
    }
    static constexpr std::uint32_t farBehind = 240;
};

TEST_F(LaggingChainTest, aBatchThatIsNotShownYetIsNotGivenBackAsGone)
{
    abortWithLocks(30);
    chain.lag = farBehind;
    turns(30);
    EXPECT_EQ(batch().state, BatchState::Aborting);
    EXPECT_NE(settler->alarm().find("behind"), std::string::npos);
    crash();
    turns(10);
    EXPECT_EQ(batch().state, BatchState::Aborting);

    chain.lag = 0;
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(batch().state, BatchState::Aborted);
    for (int i = 0; i < 400 && batch(2).state != BatchState::Finalized; ++i)
        turn();
    EXPECT_EQ(batch(2).state, BatchState::Finalized);
    EXPECT_EQ(game().settledBatches, 1U);
}

TEST_F(LaggingChainTest, aBatchOfWhichOnlyTheOpeningHasLandedIsNotGivenBackAsGone)
{
    market(30);
    while (batch().state != BatchState::Netted) {
        clock.advance(100);
        batcher->tick();
    }
    ASSERT_TRUE(onChain(vault::WithdrawCredits{venue.game, players[0].key(), {999'990}}, players[0]));
    while (batch().state != BatchState::Aborting)
        turn();
    chain.lag = farBehind;
    turns(30);
    ASSERT_EQ(operations().size(), 1U);
    EXPECT_EQ(operations()[0].attempts[0].state, AttemptState::Landed);
    EXPECT_EQ(batch().state, BatchState::Aborting);

    chain.lag = 0;
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(batch().state, BatchState::Aborted);
    EXPECT_EQ(game().settledBatches, 0U);
}

} // namespace
} // namespace paradox::settlement

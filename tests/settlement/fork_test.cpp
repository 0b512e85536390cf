#include "tests/settlement/settlement_fixture.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

/// A fork undoes the locks of a batch whose commits have been sent.
class ForkTest : public MarketTest {
protected:
    [[nodiscard]] std::optional<vault::Batch> accountOfBatch()
    {
        const std::array keys = {venue.addresses.batch(venue.game, *batch().id)};
        const auto read = chain.accounts(keys, chain::Commitment::Confirmed);
        const std::optional<chain::AccountInfo> &account = read->accounts.at(0);
        return account ? std::optional(*vault::decodeBatch(account->data)) : std::nullopt;
    }
    [[nodiscard]] bool areCommitsLive()
    {
        return std::ranges::any_of(operations(), [](const storage::Operation &operation) {
            return operation.kind == storage::OperationKind::CommitNetChunk && Courier::hasLiveAttempt(operation);
        });
    }
    /// Takes the newest slots back, as many as have the locks but not the opening.
    void undoLocks(BatchState when, std::size_t slots)
    {
        market(20);
        while (batch().state != when || !areCommitsLive())
            turn();
        ASSERT_EQ(accountOfBatch()->chunksLocked, accountOfBatch()->chunkCount);
        chain.fork(slots, clock.wallSeconds());
        ASSERT_TRUE(accountOfBatch().has_value());
        ASSERT_EQ(accountOfBatch()->chunksLocked, 0U);
        ASSERT_TRUE(areCommitsLive());
    }
    /// On the new fork the wallet that owes most has nothing left to lock.
    void takeMoneyAway()
    {
        ASSERT_TRUE(onChain(vault::WithdrawCredits{venue.game, players[0].key(), {999'990}}, players[0]));
    }
    void turns(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i)
            turn();
    }
};

TEST_F(ForkTest, aBatchWhoseCommitsAreOnTheirWaySettlesOnce)
{
    undoLocks(BatchState::Committing, 1);
    ASSERT_TRUE(runToEnd());
    expectSettledOnce();
}

TEST_F(ForkTest, aBatchThatWasConfirmedSettlesOnce)
{
    undoLocks(BatchState::Confirmed, 3);
    ASSERT_TRUE(runToEnd());
    expectSettledOnce();
    for (const storage::Operation &operation : operations()) {
        if (operation.kind == storage::OperationKind::LockNetChunk) {
            EXPECT_EQ(operation.attempts.size(), 1U); // sent again as it was
        }
    }
}

TEST_F(ForkTest, committingIsNeverAbortedEvenWhenALockIsRefusedAfterwards)
{
    undoLocks(BatchState::Committing, 1);
    takeMoneyAway();
    turns(400);
    EXPECT_EQ(batch().state, BatchState::Committing);
    EXPECT_FALSE(settler->alarm().empty());
    EXPECT_EQ(accountOfBatch()->chunksCommitted, 0U);
    ASSERT_TRUE(onChain(vault::DepositCredits{venue.game, players[0].key(), {999'990}}, players[0]));
    ASSERT_TRUE(runToEnd());
    expectSettledOnce();
}

/// No lock that is refused can come back by itself, and without it no commit that is still on its way has an effect.
TEST_F(ForkTest, aConfirmedBatchThatCannotBeLockedAgainIsGivenBack)
{
    undoLocks(BatchState::Confirmed, 3);
    takeMoneyAway();
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(batch().state, BatchState::Aborted);
    EXPECT_EQ(accountOfBatch()->chunksCommitted, 0U);
    expectTheNextWithoutWhoWithdrew();
}

} // namespace
} // namespace paradox::settlement

#include "domain/states.h"

#include <gtest/gtest.h>

namespace paradox {
namespace {

TEST(States, onlyTheProtocolsMovesExist)
{
    int intentMoves = 0;
    for (int from = 0; from < 7; ++from) {
        for (int to = 0; to < 7; ++to)
            intentMoves += mayMove(static_cast<IntentState>(from), static_cast<IntentState>(to)) ? 1 : 0;
    }
    EXPECT_EQ(intentMoves, 8);
    EXPECT_TRUE(mayMove(IntentState::Netted, IntentState::Pending));
    EXPECT_FALSE(mayMove(IntentState::Settled, IntentState::Pending));
    EXPECT_FALSE(mayMove(IntentState::Netted, IntentState::Cancelled));
}

TEST(States, aCommittingBatchNeverAborts)
{
    EXPECT_FALSE(mayMove(BatchState::Committing, BatchState::Aborting));
    EXPECT_TRUE(mayMove(BatchState::Locking, BatchState::Aborting));
    EXPECT_TRUE(mayMove(BatchState::Confirmed, BatchState::Locking));
}

TEST(States, wordsRoundTrip)
{
    for (int i = 0; i < 10; ++i) {
        const auto batch = static_cast<BatchState>(i);
        EXPECT_EQ(parseBatchState(toText(batch)), batch);
        const auto operation = static_cast<OperationState>(i);
        EXPECT_EQ(parseOperationState(toText(operation)), operation);
    }
    EXPECT_EQ(parseIntentState("done"), std::nullopt);
}

} // namespace
} // namespace paradox

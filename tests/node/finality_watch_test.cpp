#include "node/finality_watch.h"

#include <gtest/gtest.h>

namespace paradox::node {
namespace {

TEST(FinalityWatch, aChainThatFinalizesNothingForAMinuteIsNoticedUntilItGoesOn)
{
    FinalityWatch watch;
    EXPECT_TRUE(watch.isMoving({7}, 1'000));
    EXPECT_TRUE(watch.isMoving({7}, 1'000 + FinalityWatch::patienceMs));
    EXPECT_FALSE(watch.isMoving({7}, 1'001 + FinalityWatch::patienceMs));
    EXPECT_FALSE(watch.isMoving({6}, 1'002 + FinalityWatch::patienceMs)) << "another provider that lags says nothing";
    EXPECT_TRUE(watch.isMoving({8}, 1'003 + FinalityWatch::patienceMs));
}

} // namespace
} // namespace paradox::node

#include "admission/deadlines.h"

#include <gtest/gtest.h>

namespace paradox::admission {
namespace {

TEST(Deadlines, theDueComeEarliestFirst)
{
    Deadlines ends;
    for (const std::int64_t when : {30, 10, 20})
        ends.add({when}, static_cast<std::uint64_t>(when));
    EXPECT_EQ(ends.takeDue({9}), std::nullopt);
    EXPECT_EQ(ends.takeDue({20}), 10U);
    EXPECT_EQ(ends.takeDue({20}), 20U);
    EXPECT_EQ(ends.takeDue({20}), std::nullopt);
}

TEST(Deadlines, thoseThatEndedBeforeDoNotPileUp)
{
    constexpr std::uint64_t live = 10;
    Deadlines ends;
    for (std::uint64_t number = 0; number < 100'000; ++number) {
        ends.add({static_cast<std::int64_t>(1'000'000 - number)}, number);
        ends.trim(live, [&](std::uint64_t one) { return one + live > number; });
        ASSERT_LE(ends.size(), 2'000U);
    }
    EXPECT_EQ(ends.takeDue({1'000'000}), 99'999U) << "the earliest is the latest that was added";
}

TEST(Deadlines, whoIsInItTwiceIsKeptOnce)
{
    Deadlines ends;
    for (int i = 0; i < 2'000; ++i)
        ends.add({5}, 7);
    ends.trim(1, [](std::uint64_t) { return true; });
    EXPECT_EQ(ends.size(), 1U);
}

} // namespace
} // namespace paradox::admission

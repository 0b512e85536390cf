#include "domain/time_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace paradox {
namespace {

TEST(TimeText, knownTimes)
{
    EXPECT_EQ(parseRfc3339("1970-01-01T00:00:00Z"), UnixSeconds{0});
    EXPECT_EQ(parseRfc3339("2026-09-22T00:02:13Z"), UnixSeconds{1'790'035'333});
    EXPECT_EQ(parseRfc3339("2026-09-22T02:02:13.999+02:00"), UnixSeconds{1'790'035'333});
    EXPECT_EQ(formatRfc3339(UnixSeconds{1'790'035'333}), "2026-09-22T00:02:13Z");
    EXPECT_EQ(formatRfc3339(UnixMillis{1'790'035'333'007}), "2026-09-22T00:02:13.007Z");
}

TEST(TimeText, aTimeBeyondFourDigitsOfAYearReadsAsTheNearestWithin)
{
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(formatRfc3339(UnixSeconds{253'402'300'799}), "9999-12-31T23:59:59Z");
    EXPECT_EQ(formatRfc3339(UnixSeconds{-62'167'219'200}), "0000-01-01T00:00:00Z");
    // 65536 years after 2026-09-22: where a year of sixteen bits would come round again.
    for (const std::int64_t late : {253'402'300'800, 1'790'035'333 + 2'068'111'958'400, most})
        EXPECT_EQ(formatRfc3339(UnixSeconds{late}), "9999-12-31T23:59:59Z") << late;
    for (const std::int64_t early : {std::int64_t{-62'167'219'201}, least})
        EXPECT_EQ(formatRfc3339(UnixSeconds{early}), "0000-01-01T00:00:00Z") << early;
    EXPECT_EQ(formatRfc3339(UnixMillis{most}), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(formatRfc3339(UnixMillis{least}), "0000-01-01T00:00:00.000Z");
    EXPECT_EQ(formatRfc3339(toMillis(UnixSeconds{most})), "9999-12-31T23:59:59.999Z");
}

TEST(TimeText, secondsAndMillisecondsKeepTheirOrder)
{
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(toMillis(UnixSeconds{1'790'035'333}), UnixMillis{1'790'035'333'000});
    EXPECT_EQ(toMillis(UnixSeconds{-2}), UnixMillis{-2'000});
    EXPECT_EQ(toMillis(UnixSeconds{most}), toMillis(UnixSeconds{most / 1000}));
    EXPECT_LT(toMillis(UnixSeconds{least}), toMillis(UnixSeconds{0}));
    EXPECT_EQ(toSeconds(UnixMillis{-1}), UnixSeconds{-1});
    EXPECT_EQ(toSeconds(UnixMillis{-1'000}), UnixSeconds{-1});
    EXPECT_EQ(toSeconds(UnixMillis{999}), UnixSeconds{0});
    EXPECT_EQ(toSeconds(UnixMillis{least}), UnixSeconds{least / 1000 - 1});
}

TEST(TimeText, whatIsNoDateIsRefused)
{
    for (const char *bad :
         {"", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01 00:00:00Z", "2026-01-01T24:00:00Z",
          "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z",
          "2026-01-01T00:00:00+0000", "2026-01-01T00:00:00z", "2026-01-01T00:00:00Zx", "26-01-01T00:00:00Z"})
        EXPECT_EQ(parseRfc3339(bad), std::nullopt) << bad;
}

} // namespace
} // namespace paradox

#include "domain/time_text.h"

#include <gtest/gtest.h>

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

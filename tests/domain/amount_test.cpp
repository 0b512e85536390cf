#include "domain/amount.h"

#include <gtest/gtest.h>

#include <random>

namespace paradox {
namespace {

TEST(Amount, wireFormTakesDigitsOnly)
{
    EXPECT_EQ(parseU64("0"), 0U);
    EXPECT_EQ(parseU64("18446744073709551615"), UINT64_MAX);
    for (const char *bad : {"", "-1", "+1", "1e3", "1.0", " 1", "1 ", "01", "0x10", "18446744073709551616",
                            "99999999999999999999", "1_000", "１"})
        EXPECT_EQ(parseU64(bad), std::nullopt) << bad;
}

TEST(Amount, signedWireFormCoversTheWholeRange)
{
    EXPECT_EQ(parseI64("-9223372036854775808"), INT64_MIN);
    EXPECT_EQ(parseI64("9223372036854775807"), INT64_MAX);
    for (const char *bad : {"-0", "--1", "9223372036854775808", "-9223372036854775809", "-"})
        EXPECT_EQ(parseI64(bad), std::nullopt) << bad;
}

TEST(Amount, decimalsRoundTripOverTheWholeRange)
{
    std::mt19937_64 random(42);
    for (int i = 0; i < 10'000; ++i) {
        const std::uint64_t units = random() >> (random() % 64);
        const unsigned decimals = static_cast<unsigned>(random() % 19);
        EXPECT_EQ(parseDecimal(formatDecimal(units, decimals), decimals), units);
    }
    EXPECT_EQ(formatDecimal(UINT64_MAX, solDecimals), "18446744073.709551615");
}

TEST(Amount, decimalInputIsExactOrRefused)
{
    EXPECT_EQ(parseDecimal("12.5", 9), 12'500'000'000U);
    EXPECT_EQ(parseDecimal(".5", 9), 500'000'000U);
    EXPECT_EQ(parseDecimal("1.", 9), 1'000'000'000U);
    EXPECT_EQ(parseDecimal("0.0000000001", 9).error(), AmountError::TooManyDecimals);
    EXPECT_EQ(parseDecimal("18446744073.709551616", 9).error(), AmountError::TooLarge);
    EXPECT_EQ(parseDecimal("1,5", 9).error(), AmountError::NotANumber);
    EXPECT_EQ(parseDecimal(".", 9).error(), AmountError::NotANumber);
    EXPECT_EQ(parseDecimal("1.2.3", 9).error(), AmountError::NotANumber);
    EXPECT_EQ(parseDecimal("", 9).error(), AmountError::Empty);
}

TEST(Amount, feesRoundDownAndNeverOverflow)
{
    EXPECT_EQ(feeOf({33'333}, 30).value, 99U);
    EXPECT_EQ(feeOf({UINT64_MAX}, 10'000).value, UINT64_MAX);
    EXPECT_EQ(feeOf({399}, 25).value, 0U);
}

TEST(Amount, arithmeticNeverWraps)
{
    EXPECT_EQ(checkedAdd({UINT64_MAX}, {1}), std::nullopt);
    EXPECT_EQ(checkedSub({1}, {2}), std::nullopt);
    EXPECT_EQ(checkedAdd({1}, {2}), Lamports{3});
}

} // namespace
} // namespace paradox

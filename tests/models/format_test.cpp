#include "models/filter_query.h"
#include "models/format.h"
#include "models/state_word.h"

#include <gtest/gtest.h>

#include <random>

namespace paradox::models {
namespace {

QString q(const char *text)
{
    return QString::fromUtf8(text);
}

TEST(AmountText, formatThenParseIsTheSameAmountOverAllOfU64)
{
    std::mt19937_64 random(7);
    std::vector<std::uint64_t> amounts = {0,     1,          999'999'999,   1'000'000'000, 1'000'000'001,
                                          ~0ULL, ~0ULL >> 1, 12'500'000'000};
    for (int i = 0; i < 20'000; ++i)
        amounts.push_back(random() >> (random() % 64));
    for (const QLocale &locale : {QLocale::c(), QLocale(QLocale::German), QLocale(QLocale::English)}) {
        for (const std::uint64_t amount : amounts) {
            const auto sol = parseAmount(formatAmount(amount, AmountUnit::Sol).text(), AmountUnit::Sol, locale);
            ASSERT_TRUE(sol.has_value()) << amount;
            ASSERT_EQ(*sol, amount);
            const auto lamports =
                parseAmount(formatAmount(amount, AmountUnit::Lamports).text(), AmountUnit::Lamports, locale);
            ASSERT_TRUE(lamports.has_value()) << amount;
            ASSERT_EQ(*lamports, amount);
        }
    }
}

TEST(AmountText, alwaysHasNineDecimalsAndDimsTheTrailingZeros)
{
    EXPECT_EQ(formatAmount(12'500'000'000, AmountUnit::Sol).head, q("12.5"));
    EXPECT_EQ(formatAmount(12'500'000'000, AmountUnit::Sol).tail, q("00000000"));
    EXPECT_EQ(formatAmount(88'000'000'000, AmountUnit::Sol).text(), q("88.000000000"));
    EXPECT_EQ(formatAmount(1'482'640'000'000, AmountUnit::Sol).text(), q("1\u202F482.640000000"));
    EXPECT_EQ(formatAmount(12'500'000'000, AmountUnit::Lamports).text(), q("12\u202F500\u202F000\u202F000"));
}

TEST(AmountText, deltasCarryASignAndZeroNone)
{
    EXPECT_EQ(formatDelta(61'204'118'750, AmountUnit::Sol).text(), q("+61.204118750"));
    EXPECT_EQ(formatDelta(-9'180'000'000, AmountUnit::Sol).text(), q("\u22129.180000000"));
    EXPECT_EQ(formatDelta(0, AmountUnit::Sol).text(), q("0.000000000"));
    EXPECT_EQ(formatDelta(INT64_MIN, AmountUnit::Lamports).text(),
              q("\u22129\u202F223\u202F372\u202F036\u202F854\u202F775\u202F808"));
}

TEST(AmountInput, refusesWhatTwoLocalesReadDifferently)
{
    const QLocale english(QLocale::English);
    const QLocale german(QLocale::German);
    const auto error = [](const char *text, const QLocale &locale) {
        const auto parsed = parseAmount(q(text), AmountUnit::Sol, locale);
        return parsed ? AmountInputError{} : parsed.error();
    };
    EXPECT_EQ(error("1,000.5", english), AmountInputError::Ambiguous);
    EXPECT_EQ(error("1,000", english), AmountInputError::Ambiguous);
    EXPECT_EQ(error("1.000", german), AmountInputError::Ambiguous);
    EXPECT_EQ(parseAmount(q("1.000"), AmountUnit::Sol, english).value(), lamportsPerSol);
    EXPECT_EQ(parseAmount(q("12,75"), AmountUnit::Sol, german).value(), 12'750'000'000U);
    EXPECT_EQ(error("1.0000000001", english), AmountInputError::TooManyDecimals);
    EXPECT_EQ(error("1e3", english), AmountInputError::NotANumber);
    EXPECT_EQ(error("-1", english), AmountInputError::NotANumber);
    EXPECT_EQ(error("18446744073.709551616", english), AmountInputError::TooLarge);
    EXPECT_EQ(error("1 00", english), AmountInputError::Ambiguous);
}

TEST(AmountInput, isOneAmountOrNoneWhateverIsPasted)
{
    struct Case {
        const char *text;
        std::expected<std::uint64_t, AmountInputError> sol;
    };
    const auto none = [](AmountInputError error) { return std::unexpected(error); };
    const Case cases[] = {{"1,5", 1'500'000'000},
                          {" 1.5\n", 1'500'000'000},
                          {"1 000", 1'000'000'000'000},
                          {"18446744073.709551615", ~0ULL},
                          {"18446744073.709551616", none(AmountInputError::TooLarge)},
                          {"18446744073709551615", none(AmountInputError::TooLarge)},
                          {"0.0000000001", none(AmountInputError::TooManyDecimals)},
                          {"1.5.2", none(AmountInputError::NotANumber)},
                          {"1,5.2", none(AmountInputError::NotANumber)},
                          {"1.000.000", none(AmountInputError::Ambiguous)},
                          {"1,000.50", none(AmountInputError::Ambiguous)},
                          {"1e3", none(AmountInputError::NotANumber)},
                          {"0x10", none(AmountInputError::NotANumber)},
                          {"-1", none(AmountInputError::NotANumber)},
                          {"+1", none(AmountInputError::NotANumber)},
                          {"1.5 SOL", none(AmountInputError::NotANumber)},
                          {"\u0663", none(AmountInputError::NotANumber)},
                          {"\u00BD", none(AmountInputError::NotANumber)},
                          {".", none(AmountInputError::NotANumber)},
                          {" ", none(AmountInputError::Empty)}};
    for (const Case &one : cases)
        EXPECT_EQ(parseAmount(q(one.text), AmountUnit::Sol, QLocale(QLocale::English)), one.sol) << one.text;
}

TEST(Ages, areSecondsThenClockThenDays)
{
    EXPECT_EQ(formatAge(7'400), q("7 s"));
    EXPECT_EQ(formatAge(89'000), q("1:29"));
    EXPECT_EQ(formatAge(8'045'000), q("2:14:05"));
    EXPECT_EQ(formatAge(3 * 86'400'000LL), q("3 d"));
    EXPECT_EQ(formatAge(-5), q("0 s"));
}

TEST(Keys, areElidedInTheMiddleOnce)
{
    EXPECT_EQ(elided(q("DX2ekkkkkkkkkkkkkkkk3h6i"), 4), q("DX2e…3h6i"));
    EXPECT_EQ(elided(q("DX2e…3h6i"), 4), q("DX2e…3h6i"));
    EXPECT_EQ(inFours(q("abcdefghij")), q("abcd efgh ij"));
}

TEST(Meter, leavesNothingBelowZero)
{
    const MeterParts parts{100, 90, 30, 5};
    EXPECT_EQ(parts.left(), 0U);
    EXPECT_TRUE(parts.wouldExceed());
    EXPECT_EQ(parts.overshoot(), 5U);
    EXPECT_EQ((MeterParts{~0ULL, 1, 1, ~0ULL}.overshoot()), 2U);
}

const std::vector<FilterKey> keys = {{q("status"), FilterKind::Text, {}},
                                     {q("age"), FilterKind::Duration, {}},
                                     {q("amount"), FilterKind::Amount, {}},
                                     {q("attempts"), FilterKind::Count, {}}};

bool accepts(const char *query, const char *status, qint64 ageMs, quint64 amount, const char *search = "")
{
    const auto parsed = FilterQuery::parse(q(query), keys);
    EXPECT_TRUE(parsed.has_value()) << query;
    return parsed && parsed->matches(
                         [&](const QString &key) {
                             return key == q("status")   ? QVariant(q(status))
                                    : key == q("age")    ? QVariant::fromValue<qint64>(ageMs)
                                    : key == q("amount") ? QVariant::fromValue<quint64>(amount)
                                                         : QVariant::fromValue<quint64>(2);
                         },
                         q(search));
}

TEST(FilterGrammar, comparesWordsNumbersAndTimes)
{
    EXPECT_TRUE(accepts("status:failed age>5m", "failed", 301'000, 0));
    EXPECT_FALSE(accepts("status:failed age>5m", "failed", 299'000, 0));
    EXPECT_TRUE(accepts("status:!settled or attempts:>1", "settled", 0, 0));
    EXPECT_FALSE(accepts("status:!settled", "settled", 0, 0));
    EXPECT_TRUE(accepts("!status:settled", "failed", 0, 0));
    EXPECT_TRUE(accepts("amount:>=1.5 amount:<2", "x", 0, 1'500'000'000));
    EXPECT_TRUE(accepts("age:<10m", "x", 60'000, 0));
    EXPECT_TRUE(accepts("\"Kestrel Guild\"", "x", 0, 0, "to Kestrel Guild now"));
    EXPECT_FALSE(accepts("!kestrel", "x", 0, 0, "Kestrel"));
    EXPECT_TRUE(accepts("", "x", 0, 0));
    EXPECT_TRUE(accepts("amount:>1", "x", 0, ~0ULL));
}

TEST(FilterGrammar, saysWhatIsWrong)
{
    const auto reason = [](const char *query) {
        const auto parsed = FilterQuery::parse(q(query), keys);
        return parsed ? std::string() : parsed.error().reason.toStdString();
    };
    EXPECT_NE(reason("colour:red").find("no key"), std::string::npos);
    EXPECT_NE(reason("age:>soon").find("not a time"), std::string::npos);
    EXPECT_NE(reason("amount:>1.0000000001").find("not a number"), std::string::npos);
    EXPECT_NE(reason("\"open").find("not closed"), std::string::npos);
    EXPECT_NE(reason("status:").find("needs a value"), std::string::npos);
    EXPECT_NE(reason("or status:x").find("between"), std::string::npos);
    EXPECT_NE(reason("status:x or").find("between"), std::string::npos);
}

TEST(FilterGrammar, survivesAnyBytes)
{
    std::mt19937 random(11);
    const QString alphabet = q("abst:<>!=\"or 0159.mhd_\u202F…");
    for (int i = 0; i < 20'000; ++i) {
        QString text;
        for (auto length = random() % 24; length > 0; --length)
            text += alphabet[static_cast<qsizetype>(random() % static_cast<std::uint64_t>(alphabet.size()))];
        const auto parsed = FilterQuery::parse(text, keys);
        if (parsed)
            (void)parsed->matches([](const QString &) { return QVariant(); }, text);
        (void)FilterQuery::keySpans(text);
    }
}

TEST(StateWords, knowEveryStateOfTheProtocol)
{
    for (const char *word :
         {"pending",  "netted",  "settled",    "rejected",     "expired",   "cancelled",    "revoked",
          "open",     "cut",     "locking",    "committing",   "confirmed", "finalized",    "empty",
          "aborting", "aborted", "processing", "submitted",    "failed",    "compensating", "compensated",
          "signed",   "sent",    "landed",     "landed_error", "active",    "frozen",       "exhausted"})
        EXPECT_NE(stateWord(q(word)).group, StateGroup::Resolving) << word;
    EXPECT_EQ(stateWord(q("unregistered")).group, StateGroup::Resolving);
    EXPECT_EQ(stateWord(q("something new")).group, StateGroup::Resolving);
}

} // namespace
} // namespace paradox::models

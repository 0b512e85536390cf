#include "models/filter_query.h"

#include <gtest/gtest.h>

#include <random>

namespace paradox::models {
namespace {

using namespace Qt::StringLiterals;

const std::vector<FilterKey> &rowKeys()
{
    static const std::vector<FilterKey> made = {{u"status"_s, FilterKind::Text, {u"pending"_s, u"failed"_s}},
                                                {u"item"_s, FilterKind::Text, {}},
                                                {u"amount"_s, FilterKind::Amount, {}},
                                                {u"batch"_s, FilterKind::Count, {}},
                                                {u"age"_s, FilterKind::Duration, {}}};
    return made;
}

/// The row that every case below is asked about.
QVariant rowField(const QString &key)
{
    if (key == u"status"_s)
        return u"failed"_s;
    if (key == u"item"_s)
        return u"Iron Helm DX2e"_s;
    if (key == u"amount"_s)
        return QVariant::fromValue<quint64>(2'500'000'000);
    if (key == u"age"_s)
        return QVariant::fromValue<qint64>(90'000);
    return {}; // no batch yet
}

const QString rowText = QString::fromUtf8("Iron Helm DX2e failed Kestrel Guild \"quoted\"");

struct Accepted {
    const char *query;
    bool matches;
};

class ValidFilter : public ::testing::TestWithParam<Accepted> {};

TEST_P(ValidFilter, parsesAndAnswers)
{
    const auto parsed = FilterQuery::parse(QString::fromUtf8(GetParam().query), rowKeys());
    ASSERT_TRUE(parsed.has_value()) << parsed.error().reason.toStdString();
    EXPECT_EQ(parsed->matches(rowField, rowText), GetParam().matches);
}

INSTANTIATE_TEST_SUITE_P(
    Grammar, ValidFilter,
    ::testing::Values(
        Accepted{"", true}, Accepted{"   ", true}, Accepted{"status:failed", true}, Accepted{"STATUS:FAILED", true},
        Accepted{"status:fail", true}, Accepted{"status:=fail", false}, Accepted{"status:=failed", true},
        Accepted{"status:pending", false}, Accepted{"!status:pending", true}, Accepted{"status:!pending", true},
        Accepted{"!status:!failed", true}, Accepted{"item:\"iron helm\"", true}, Accepted{"item:\"iron  helm\"", false},
        Accepted{"helm", true}, Accepted{"HELM", true}, Accepted{"!helm", false}, Accepted{"\"kestrel guild\"", true},
        Accepted{"\"guild kestrel\"", false}, Accepted{"\"or\"", false}, Accepted{"\"status:pending\"", false},
        Accepted{"status:failed helm", true}, Accepted{"status:failed absent", false},
        Accepted{"status:pending or helm", true}, Accepted{"status:pending absent or helm", true},
        Accepted{"status:pending or absent helm", false}, Accepted{"status:pending OR status:failed", true},
        Accepted{"amount:2.5", true}, Accepted{"amount:=2.5", true}, Accepted{"amount:2.500000001", false},
        Accepted{"amount>2.499999999", true}, Accepted{"amount>2.5", false}, Accepted{"amount>=2.5", true},
        Accepted{"amount:<=2.5", true}, Accepted{"amount<2.5", false}, Accepted{"amount:!2.5", false},
        Accepted{"amount>1 amount<3", true}, Accepted{"age:90", true}, Accepted{"age:90s", true},
        Accepted{"age>1m", true}, Accepted{"age>=2m", false}, Accepted{"age<1h", true}, Accepted{"age<1d", true},
        Accepted{"age>89999ms", true}, Accepted{"batch:4811", false}, Accepted{"!batch:4811", true},
        Accepted{"batch>0", false}, Accepted{"d", true}, Accepted{"GUILD", true}, Accepted{"x2E", true},
        Accepted{"[uild", false}, Accepted{"dx2e1", false}));

TEST(FilterGrammar, bareWordsWithAColonAreSearched)
{
    const auto parsed = FilterQuery::parse(u"12:30"_s, rowKeys());
    ASSERT_TRUE(parsed.has_value());
    EXPECT_TRUE(parsed->matches(rowField, u"at 12:30:07"_s));
    EXPECT_FALSE(parsed->matches(rowField, u"at 12:31:07"_s));
}

struct Refused {
    const char *query;
    const char *reason;
    qsizetype at;
    bool unfinished;
};

class RefusedFilter : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedFilter, saysWhyAndWhere)
{
    const auto parsed = FilterQuery::parse(QString::fromUtf8(GetParam().query), rowKeys());
    ASSERT_FALSE(parsed.has_value());
    EXPECT_EQ(parsed.error().reason, QString::fromUtf8(GetParam().reason));
    EXPECT_EQ(parsed.error().at, GetParam().at);
    EXPECT_EQ(parsed.error().unfinished, GetParam().unfinished);
}

INSTANTIATE_TEST_SUITE_P(Unfinished, RefusedFilter,
                         ::testing::Values(Refused{"status:", "“status” needs a value", 0, true},
                                           Refused{"helm amount>", "“amount” needs a value", 5, true},
                                           Refused{"amount:>=", "“amount” needs a value", 0, true},
                                           Refused{"status:!", "“status” needs a value", 0, true},
                                           Refused{"!", "“!” needs a term", 0, true},
                                           Refused{"\"iron he", "the quote is not closed", 0, true},
                                           Refused{"item:\"iron", "the quote is not closed", 0, true},
                                           Refused{"helm or", "“or” stands between two terms", 7, true}));

INSTANTIATE_TEST_SUITE_P(Wrong, RefusedFilter,
                         ::testing::Values(Refused{"colour:red", "there is no key “colour” here", 0, false},
                                           Refused{"helm colour:red", "there is no key “colour” here", 5, false},
                                           Refused{"status: failed", "“status” needs a value", 0, false},
                                           Refused{"! helm", "“!” needs a term", 0, false},
                                           Refused{"status>failed", "“status” is not a number", 0, false},
                                           Refused{"amount:many", "“many” is not a number", 0, false},
                                           Refused{"amount:-1", "“-1” is not a number", 0, false},
                                           Refused{"amount:1.0000000001", "“1.0000000001” is not a number", 0, false},
                                           Refused{"amount:99999999999", "“99999999999” is not a number", 0, false},
                                           Refused{"batch:1.5", "“1.5” is not a number", 0, false},
                                           Refused{"batch:٤", "“٤” is not a number", 0, false},
                                           Refused{"age:5y", "“5y” is not a time like 90s, 5m or 2h", 0, false},
                                           Refused{"age:99999999999d",
                                                   "“99999999999d” is not a time like 90s, 5m or 2h", 0, false},
                                           Refused{"or helm", "“or” stands between two terms", 0, false},
                                           Refused{"a or or b", "“or” stands between two terms", 5, false}));

TEST(FilterGrammar, wordsOfOtherAlphabetsFoldToo)
{
    const auto finds = [](const char *word, const char *text) {
        return FilterQuery::parse(QString::fromUtf8(word), rowKeys())->matches(rowField, QString::fromUtf8(text));
    };
    EXPECT_TRUE(finds("ÄRZTE", "die ärzte"));
    EXPECT_TRUE(finds("zürich", "nach ZÜRICH"));
    EXPECT_FALSE(finds("ärzte", "arzte"));
}

TEST(FilterGrammar, onlyTimesDependOnTime)
{
    EXPECT_TRUE(FilterQuery::parse(u"status:failed or age>5m"_s, rowKeys())->dependsOnTime());
    EXPECT_FALSE(FilterQuery::parse(u"status:failed amount>5"_s, rowKeys())->dependsOnTime());
    EXPECT_FALSE(FilterQuery::parse(u"age"_s, rowKeys())->dependsOnTime());
}

TEST(FilterGrammar, keySpansCoverKeysAndOrButNotQuotes)
{
    using Spans = std::vector<std::pair<qsizetype, qsizetype>>;
    EXPECT_EQ(FilterQuery::keySpans(u"status:failed or !age>5m helm"_s), (Spans{{0, 7}, {14, 2}, {17, 4}}));
    EXPECT_EQ(FilterQuery::keySpans(QString::fromUtf8("\"status: or\"")), Spans{});
}

/// Words of the grammar and anything else, glued at random: more than random letters reach.
TEST(FilterGrammar, survivesAnyText)
{
    std::mt19937_64 random(20261124);
    const QStringList pieces = {u"status"_s,
                                u":"_s,
                                u">"_s,
                                u"<"_s,
                                u"="_s,
                                u"!"_s,
                                QString::fromUtf8("\""),
                                u" "_s,
                                u"or"_s,
                                u"age"_s,
                                u"amount"_s,
                                u"5m"_s,
                                u"0"_s,
                                u"."_s,
                                u"18446744073709551616"_s,
                                u"ß"_s,
                                u"\u202e"_s,
                                u"👾"_s,
                                QString(QChar(0xD800)),
                                QString(QChar(u'\0')),
                                u"\t"_s,
                                u"batch"_s,
                                u"99d"_s};
    for (int i = 0; i < 50'000; ++i) {
        QString text;
        for (std::uint64_t count = random() % 12; count > 0; --count)
            text += pieces[static_cast<qsizetype>(random() % static_cast<std::uint64_t>(pieces.size()))];
        for (const auto &[start, length] : FilterQuery::keySpans(text)) {
            ASSERT_GE(start, 0);
            ASSERT_GT(length, 0);
            ASSERT_LE(start + length, text.size());
        }
        const auto parsed = FilterQuery::parse(text, rowKeys());
        if (!parsed) {
            ASSERT_FALSE(parsed.error().reason.isEmpty());
            ASSERT_GE(parsed.error().at, 0);
            ASSERT_LE(parsed.error().at, text.size());
            continue;
        }
        (void)parsed->matches(rowField, rowText);
        ASSERT_EQ(parsed->isEmpty(), text.trimmed().isEmpty()) << text.toStdString();
    }
}

} // namespace
} // namespace paradox::models

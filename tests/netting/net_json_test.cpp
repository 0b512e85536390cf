#include "netting/net_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paradox::netting::test {
namespace {

using testing::HasSubstr;

std::string batchWith(const std::string &trades, const std::string &more = "")
{
    return R"({"feeBps":0,"treasury":"T","owners":{"x":"A"},"available":{"B":"9"},"trades":[)" + trades + "]" + more +
           "}";
}

std::string errorOf(const std::string &text)
{
    const std::expected<std::string, std::string> result = netJson(text);
    return result ? "accepted: " + *result : result.error();
}

TEST(NetJson, membersMayComeInAnyOrderAndStrangersAreIgnored)
{
    const std::string text =
        R"( {"trades":[{"amount":"9","note":{"deep":[1,2]},"to":"B","from":"A","item":"x","id":"1"}],
        "comment":[[{}]], "available":{"B":"9"}, "owners":{"x":"A"}, "treasury":"T", "feeBps":0} )";
    EXPECT_EQ(netJson(text).value(),
              "{\"accepted\":[\"1\"],\"rejected\":{},\"finalOwner\":{\"x\":\"B\"},"
              "\"delta\":{\"A\":\"9\",\"B\":\"-9\"},\"gross\":\"9\",\"fees\":\"0\",\"net\":\"9\"}\n");
}

TEST(NetJson, namesAreOpaqueAndEscapedOnlyWhereJsonDemands)
{
    const std::string text = R"({"feeBps":0,"treasury":"","owners":{"\"\\\n":"\u0041"},"available":{"ü/":"1"},
        "trades":[{"id":"\u0000","item":"\"\\\u000a","from":"A","to":"\u00fc\/","amount":"1"}]})";
    EXPECT_EQ(netJson(text).value(),
              "{\"accepted\":[\"\\u0000\"],\"rejected\":{},\"finalOwner\":{\"\\\"\\\\\\u000a\":\"ü/\"},"
              "\"delta\":{\"A\":\"1\",\"ü/\":\"-1\"},\"gross\":\"1\",\"fees\":\"0\",\"net\":\"1\"}\n");
}

TEST(NetJson, keysAreSortedByTheirBytes)
{
    const std::string trade = R"({"id":"%","item":"q","from":"A","to":"B","amount":"1"})";
    std::string trades;
    for (const char *id : {"é", "a", "Z", "10", "9", ""}) {
        std::string one = trade;
        trades += (trades.empty() ? "" : ",") + one.replace(one.find('%'), 1, id);
    }
    EXPECT_THAT(netJson(batchWith(trades)).value(),
                HasSubstr(R"("rejected":{"":"UNKNOWN_ITEM","10":"UNKNOWN_ITEM","9":"UNKNOWN_ITEM","Z":"UNKNOWN_ITEM",)"
                          R"("a":"UNKNOWN_ITEM","é":"UNKNOWN_ITEM"})"));
}

TEST(NetJson, zeroIsAnAmount)
{
    EXPECT_THAT(netJson(batchWith(R"({"id":"1","item":"x","from":"A","to":"Z","amount":"0"})")).value(),
                HasSubstr(R"({"accepted":["1"],"rejected":{},"finalOwner":{"x":"Z"},"delta":{},)"));
}

TEST(NetJson, doubledNamesAreRefused)
{
    const std::string trade = R"({"id":"1","item":"x","from":"A","to":"B","amount":"1"})";
    EXPECT_THAT(errorOf(batchWith(trade + "," + trade)), HasSubstr("trade id \"1\" comes twice"));
    EXPECT_THAT(errorOf(R"({"feeBps":0,"feeBps":0})"), HasSubstr("\"feeBps\" twice"));
    EXPECT_THAT(errorOf(R"({"owners":{"x":"A","\u0078":"A"}})"), HasSubstr("item \"x\" twice"));
    EXPECT_THAT(errorOf(R"({"available":{"A":"1","A":"1"}})"), HasSubstr("wallet \"A\" twice"));
    EXPECT_THAT(errorOf(batchWith(R"({"id":"1","id":"2","item":"x","from":"A","to":"B","amount":"1"})")),
                HasSubstr("member twice"));
}

TEST(NetJson, missingMembersAreNamed)
{
    EXPECT_THAT(errorOf("{}"), HasSubstr("\"feeBps\""));
    EXPECT_THAT(errorOf(R"({"feeBps":0,"treasury":"T","owners":{},"available":{}})"), HasSubstr("\"trades\""));
    EXPECT_THAT(errorOf(batchWith(R"({"id":"1","item":"x","from":"A","to":"B"})")), HasSubstr("trade 0 must have"));
}

TEST(NetJson, onlyCanonicalDecimalStringsAreAmounts)
{
    for (const char *amount : {"1", "\"-1\"", "\"01\"", "\"1.0\"", "\"1e3\"", "\"\"", "\" 1\"",
                               "\"18446744073709551616\"", "null", "1.5", "[]", "true"}) {
        const std::string trade = std::string(R"({"id":"1","item":"x","from":"A","to":"B","amount":)") + amount + "}";
        EXPECT_THAT(errorOf(batchWith(trade)), HasSubstr("\"amount\" of a trade must be a")) << amount;
    }
}

TEST(NetJson, numbersOutOfRangeAreRefused)
{
    EXPECT_THAT(errorOf(R"({"feeBps":10001})"), HasSubstr("from 0 to 10000"));
    EXPECT_THAT(errorOf(R"({"feeBps":-1})"), HasSubstr("whole number"));
    EXPECT_THAT(errorOf(R"({"feeBps":2.5})"), HasSubstr("whole number"));
    EXPECT_THAT(errorOf(R"({"feeBps":"25"})"), HasSubstr("whole number"));
    EXPECT_THAT(errorOf(R"({"mode":"GROSS"})"), HasSubstr("\"mode\""));
}

TEST(NetJson, textThatIsNoJsonIsRefused)
{
    std::string deep = R"({"x":)" + std::string(100'000, '[');
    for (const std::string &text :
         {std::string(), std::string("{"), std::string("null"), std::string("[]"), std::string("\xff\xfe"),
          std::string("{\"a\":\"\xc3\x28\"}"), batchWith("") + "x", batchWith("") + "{}", batchWith("{"),
          batchWith("1"), batchWith("null"), batchWith(",,"),
          batchWith(R"({"id":"\ud800","item":"x","from":"A","to":"B","amount":"1"})"), deep}) {
        EXPECT_FALSE(netJson(text).has_value()) << text.substr(0, 80);
    }
}

TEST(NetJson, everyTruncationOfABatchIsRefused)
{
    const std::string whole =
        batchWith(R"({"id":"1","item":"x","from":"A","to":"B","amount":"1"})", R"(,"mode":"HELD")");
    ASSERT_TRUE(netJson(whole).has_value());
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(netJson(whole.substr(0, size)).has_value()) << size;
}

TEST(NetJson, changedBytesNeverCrash)
{
    const std::string whole =
        batchWith(R"({"id":"1","item":"x","from":"A","to":"B","amount":"1"})", R"(,"mode":"HELD")");
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = whole;
            changed[at] = static_cast<char>(byte);
            const std::expected<std::string, std::string> result = netJson(changed);
            EXPECT_TRUE(result.has_value() || !result.error().empty());
        }
    }
}

} // namespace
} // namespace paradox::netting::test

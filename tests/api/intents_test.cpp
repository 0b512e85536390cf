#include "api/problems.h"
#include "tests/api/api_fixture.h"

namespace paradox::api::test {
namespace {

using http::Method;

class IntentsTest : public ApiTest {
protected:
    admission::Trader trader = liveTrader();
    std::string token = tokenOf(trader.wallet);
    json sample() { return posted(trader, list(trader, admission::keyOf(40), 100)); }
};

TEST_F(IntentsTest, anIntentIsTakenAndItsReceiptHolds)
{
    const Answer answer = post("/api/intents", token, sample());
    ASSERT_EQ(answer.status, 202) << answer.raw.body;
    EXPECT_EQ(answer.body["status"], "pending");
    EXPECT_EQ(answer.body["seq"], "1");
    EXPECT_EQ(answer.raw.body, answer.body.dump()) << "written by hand as the rest of the API is written";
    const auto receipt = netting::parseAdmissionReceipt(answer.body["receipt"]);
    ASSERT_TRUE(receipt.has_value()) << receipt.error();
    EXPECT_TRUE(netting::verifyReceipt(*receipt, {cluster().genesis, cluster().program, cluster().engine}));
    EXPECT_TRUE(answer.raw.header("ratelimit-remaining").has_value());
    const std::string path = "/api/intents/" + answer.body["id"].get<std::string>();
    EXPECT_EQ(get(path, token).body["amountLamports"], "100");
    EXPECT_EQ(get(path + "/explain", token).status, 200);
    EXPECT_EQ(get(path + "/receipt", token).body["admission"]["seq"], "1");
}

TEST_F(IntentsTest, octetsAreTheSameIntent)
{
    const Intent intent = list(trader, admission::keyOf(40), 100);
    const IntentPreimage bytes = encodeIntent(intent);
    std::string body(asText(bytes));
    const Signature signature = trader.session.sign(bytes);
    body += asText(signature.bytes);
    const Answer octets = send(Method::Post, "/api/intents", token, body, {}, "application/octet-stream");
    ASSERT_EQ(octets.status, 202) << octets.raw.body;
    const Answer again = post("/api/intents", token, posted(trader, intent));
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.body["id"], octets.body["id"]);
    EXPECT_EQ(again.body["repeated"], true);
    EXPECT_EQ(send(Method::Post, "/api/intents", token, body + "x", {}, "application/octet-stream").status, 400);
}

TEST_F(IntentsTest, amountsAreWholeNumbersInStrings)
{
    const std::vector<std::pair<json, std::string>> cases = {
        {"0", "AMOUNT_OUT_OF_RANGE"},
        {"9223372036854775808", "AMOUNT_OUT_OF_RANGE"},
        {"18446744073709551616", "FIELD_INVALID"},
        {"1e3", "FIELD_INVALID"},
        {"-1", "FIELD_INVALID"},
        {"+1", "FIELD_INVALID"},
        {"01", "FIELD_INVALID"},
        {"1.0", "FIELD_INVALID"},
        {" 1", "FIELD_INVALID"},
        {"", "FIELD_INVALID"},
        {"0x10", "FIELD_INVALID"},
        {100, "FIELD_INVALID"},
        {1.5, "FIELD_INVALID"},
        {nullptr, "FIELD_INVALID"},
        {json::array({"1"}), "FIELD_INVALID"},
    };
    for (const auto &[amount, code] : cases) {
        json body = sample();
        body["amountLamports"] = amount;
        const Answer answer = post("/api/intents", token, body);
        EXPECT_EQ(answer.status, 400) << amount;
        EXPECT_EQ(answer.code(), code) << amount;
    }
    EXPECT_EQ(get("/api/intents", token).body["items"].size(), 0U);
}

TEST_F(IntentsTest, brokenBodiesAreNamed)
{
    const std::string good = sample().dump();
    const auto code = [&](const std::string &body) { return send(Method::Post, "/api/intents", token, body).code(); };
    EXPECT_EQ(code(""), "MALFORMED_JSON");
    EXPECT_EQ(code("[]"), "MALFORMED_JSON");
    EXPECT_EQ(code(good + "x"), "MALFORMED_JSON");
    EXPECT_EQ(code(good.substr(0, good.size() - 1)), "MALFORMED_JSON");
    EXPECT_EQ(code(std::string(30'000, '[')), "MALFORMED_JSON");
    EXPECT_EQ(code("{\"nonce\":\"1\",\"nonce\":\"2\"}"), "MALFORMED_JSON");
    EXPECT_EQ(code("{\"amountlamports\":\"1\"}"), "UNKNOWN_FIELD");
    EXPECT_EQ(code("{}"), "FIELD_MISSING");
    EXPECT_EQ(code("\xff\xfe{}"), "MALFORMED_JSON");
    EXPECT_EQ(send(Method::Post, "/api/intents", token, good, {}, "text/plain").status, 415);
    EXPECT_EQ(send(Method::Post, "/api/intents", token, std::string(70'000, ' ')).status, 413);
}

TEST_F(IntentsTest, refusalsOfAdmissionHaveTheirCodesAndChangeNothing)
{
    const admission::Trader other = liveTrader();
    json wrongSignature = sample();
    wrongSignature["signature"] = toBase58(Signature{});
    EXPECT_EQ(post("/api/intents", token, wrongSignature).code(), "SIGNATURE_INVALID");
    const Answer foreign = post("/api/intents", tokenOf(other.wallet), sample());
    EXPECT_EQ(foreign.status, 403);
    EXPECT_EQ(foreign.code(), "NOT_OWNER");
    Intent overLimit = list(trader, admission::keyOf(41), 501);
    EXPECT_EQ(post("/api/intents", token, posted(trader, overLimit)).code(), "PER_INTENT_LIMIT_EXCEEDED");
    Intent elsewhere = list(trader, admission::keyOf(41), 1);
    elsewhere.genesis = Hash{};
    EXPECT_EQ(post("/api/intents", token, posted(trader, elsewhere)).code(), "SIGNATURE_INVALID");
    EXPECT_EQ(get("/api/intents", token).body["items"].size(), 0U);
    const Intent first = list(trader, admission::keyOf(42), 10);
    Intent replay = first;
    replay.amount = {11};
    EXPECT_EQ(post("/api/intents", token, posted(trader, first)).status, 202);
    const Answer used = post("/api/intents", token, posted(trader, replay));
    EXPECT_EQ(used.status, 409);
    EXPECT_EQ(used.code(), "NONCE_USED");
    clock.advanceSeconds(3700);
    const Answer expired = post("/api/intents", nodeToken, posted(trader, list(trader, admission::keyOf(43), 10)));
    EXPECT_EQ(expired.code(), "GRANT_EXPIRED") << expired.raw.body;
}

TEST_F(IntentsTest, aBatchAnswersEachInItsPlace)
{
    json broken = sample();
    broken["amountLamports"] = 5;
    const Intent second = list(trader, admission::keyOf(44), 20);
    const IntentPreimage bytes = encodeIntent(second);
    Bytes octets(bytes.begin(), bytes.end());
    const Signature signature = trader.session.sign(bytes);
    octets.insert(octets.end(), signature.bytes.begin(), signature.bytes.end());
    json wrong = sample();
    wrong["signature"] = toBase58(Signature{});
    const Answer answer =
        post("/api/intents/batch", token, {{"intents", {sample(), broken, base64Encode(octets), wrong}}});
    ASSERT_EQ(answer.status, 207) << answer.raw.body;
    const json &results = answer.body["results"];
    ASSERT_EQ(results.size(), 4U);
    EXPECT_EQ(results[0]["status"], "pending");
    EXPECT_EQ(results[1]["code"], "FIELD_INVALID");
    EXPECT_EQ(results[2]["status"], "pending");
    EXPECT_EQ(results[3]["code"], "SIGNATURE_INVALID");
    EXPECT_EQ(post("/api/intents/batch", token, {{"intents", json::array()}}).status, 400);
}

TEST_F(IntentsTest, strangersSeeNothing)
{
    const std::string id = post("/api/intents", token, sample()).body["id"];
    const admission::Trader other = liveTrader();
    const std::string stranger = tokenOf(other.wallet);
    for (const std::string path : {"", "/receipt", "/explain"})
        EXPECT_EQ(get("/api/intents/" + id + path, stranger).status, 404) << path;
    EXPECT_EQ(post("/api/intents/" + id + "/cancel", stranger, {{"signature", toBase58(Signature{})}}).status, 404);
    EXPECT_EQ(get("/api/intents?owner=" + toBase58(trader.wallet.publicKey()), stranger).status, 403);
    EXPECT_EQ(get("/api/intents", stranger).body["items"].size(), 0U);
    EXPECT_EQ(get("/api/intents", nodeToken).body["items"].size(), 1U);
    EXPECT_EQ(get("/api/intents/zz", token).status, 400);
    EXPECT_EQ(get("/api/intents/" + std::string(64, 'a'), token).status, 404);
}

TEST_F(IntentsTest, cancelIsSignedByTheSession)
{
    const std::string id = post("/api/intents", token, sample()).body["id"];
    const std::string path = "/api/intents/" + id + "/cancel";
    EXPECT_EQ(post(path, token, {{"signature", toBase58(Signature{})}}).code(), "SIGNATURE_INVALID");
    const CancelBytes act = encodeCancel(*IntentId::from(*hexDecode(id)));
    const Answer done = post(path, token, {{"signature", toBase58(trader.session.sign(act))}});
    EXPECT_EQ(done.status, 200);
    EXPECT_EQ(done.body["status"], "cancelled");
    EXPECT_EQ(post(path, token, {{"signature", toBase58(trader.session.sign(act))}}).body["status"], "cancelled");
}

TEST_F(IntentsTest, listsGoOnWhereThePageEnded)
{
    for (std::uint8_t i = 0; i < 5; ++i)
        ASSERT_EQ(post("/api/intents", token,
                       posted(trader, list(trader, admission::keyOf(static_cast<std::uint8_t>(50 + i)), 10)))
                      .status,
                  202);
    std::vector<std::string> seqs;
    std::string cursor;
    do {
        const json page = get("/api/intents?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor), token).body;
        for (const json &intent : page["items"])
            seqs.push_back(intent["seq"]);
        cursor = page["next"].is_null() ? "" : page["next"].get<std::string>();
    } while (!cursor.empty());
    EXPECT_EQ(seqs, (std::vector<std::string>{"5", "4", "3", "2", "1"}));
    EXPECT_EQ(get("/api/intents?cursor=x", token).code(), "CURSOR_INVALID");
    EXPECT_EQ(get("/api/intents?limit=0", token).code(), "QUERY_INVALID");
    EXPECT_EQ(get("/api/intents?limit=2&limit=3", token).code(), "QUERY_INVALID");
    EXPECT_EQ(get("/api/intents?nonsense=1", token).code(), "QUERY_INVALID");
    EXPECT_EQ(get("/api/intents?status=lost", token).code(), "QUERY_INVALID");
}

TEST_F(IntentsTest, aKeyedPostIsAnsweredOnceAndForAll)
{
    const json body = sample();
    const Answer first = post("/api/intents", token, body, {{"Idempotency-Key", "k1"}});
    ASSERT_EQ(first.status, 202) << first.raw.body;
    const Answer again = post("/api/intents", token, body, {{"Idempotency-Key", "k1"}});
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.raw.body, first.raw.body);
    EXPECT_TRUE(again.raw.header("idempotency-replayed").has_value());
    const Answer other = post("/api/intents", token, sample(), {{"Idempotency-Key", "k1"}});
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(other.code(), "IDEMPOTENCY_KEY_REUSED");
    EXPECT_EQ(post("/api/intents", token, body, {{"Idempotency-Key", std::string(256, 'k')}}).code(),
              "IDEMPOTENCY_KEY_INVALID");
}

TEST(Problems, aLimitOfOnesOwnMakingIs429AndASharedOne503)
{
    for (const auto refusal : {admission::Refusal::OwnerAsksFull, admission::Refusal::OwnerQueueFull}) {
        EXPECT_EQ(kindOf(refusal).status, 429);
        EXPECT_FALSE(kindOf(refusal).isRetryable);
    }
    EXPECT_EQ(kindOf(admission::Refusal::QueueFull).status, 503);
    EXPECT_TRUE(kindOf(admission::Refusal::QueueFull).isRetryable);
}

TEST_F(IntentsTest, anOwnerOverHisRateIsToldWhenToComeBack)
{
    closeFront();
    open({.intentsPerSecondPerOwner = 2, .batchIntentsMax = 2});
    const std::string fresh = tokenOf(trader.wallet);
    EXPECT_EQ(post("/api/intents", fresh, sample()).status, 202);
    EXPECT_EQ(post("/api/intents", fresh, sample()).status, 202);
    const Answer over = post("/api/intents", fresh, sample());
    EXPECT_EQ(over.status, 429);
    EXPECT_EQ(over.code(), "RATE_LIMITED");
    EXPECT_EQ(over.raw.header("retry-after"), "1");
    clock.advanceSeconds(1);
    EXPECT_EQ(post("/api/intents", fresh, sample()).status, 202);
    EXPECT_EQ(post("/api/intents/batch", fresh, {{"intents", {sample(), sample(), sample()}}}).code(),
              "TOO_MANY_ITEMS");
}

} // namespace
} // namespace paradox::api::test

#include "client/codec.h"
#include "client/json_reader.h"

#include "domain/base58.h"
#include "domain/encoding.h"

#include <gtest/gtest.h>

#include <QJsonDocument>

namespace paradox::test {
namespace {

using namespace client;

IntentRecord intentRecord()
{
    IntentRecord intent{.id = IntentId{{1}}, .seq = {18'446'744'073'709'551'615ULL}};
    intent.session = PublicKey{{2}};
    intent.owner = intent.from = PublicKey{{3}};
    intent.item = PublicKey{{4}};
    intent.amount = {9'223'372'036'854'775'807ULL};
    intent.nonce = 18'446'744'073'709'551'615ULL;
    intent.createdAt = {1'800'000'000};
    intent.expiresAt = {1'800'003'600};
    intent.admittedAt = {1'800'000'000'123};
    intent.updatedAt = {1'800'000'000'456};
    intent.reason = "NOT_OWNER";
    intent.tradeAmount = Lamports{9'223'372'036'854'775'806ULL};
    intent.batchSeq = BatchSeq{3};
    return intent;
}

TEST(Codec, aBatchHasItsHeaderWholeOrNotAtAll)
{
    const auto decoded = [](const QJsonValue &header) {
        QJsonObject json = encode(BatchRecord{.seq = {2}, .openedAt = UnixMillis{1}, .updatedAt = {2}});
        for (const char *list : {"tradeList", "ownerMoves", "deltas", "chunks"})
            json.insert(QLatin1String(list), QJsonArray());
        json.insert(QStringLiteral("header"), header);
        return decodeBatchDetail(json, "{}");
    };
    EXPECT_FALSE(decoded(QJsonValue::Null).value().header.has_value());
    netting::HeaderBytes bytes = netting::encodeHeader({.seq = {2}, .gross = 7});
    EXPECT_EQ(decoded(QString::fromStdString(hexEncode(bytes))).value().header, bytes);
    EXPECT_FALSE(decoded(QString::fromStdString(hexEncode(ByteSpan(bytes).first(340)))).has_value());
    EXPECT_FALSE(decoded(QStringLiteral("zz")).has_value());
}

TEST(Codec, recordsComeBackAsTheyWere)
{
    EXPECT_EQ(decodeIntentRecord(encode(intentRecord())).value(), intentRecord());
    const BatchRecord batch{.id = BatchId{{7}},
                            .seq = {2},
                            .state = BatchState::Locking,
                            .openedAt = UnixMillis{1'800'000'000'001},
                            .updatedAt = {1'800'000'000'002},
                            .trades = 4,
                            .gross = {~std::uint64_t{0}},
                            .chunkCount = 3};
    EXPECT_EQ(decodeBatch(encode(batch)).value(), batch);
    SessionRecord session{.session = PublicKey{{1}},
                          .owner = PublicKey{{2}},
                          .status = SessionState::Active,
                          .actions = 5,
                          .maxTotal = {10},
                          .maxIntents = 4'000'000'000U,
                          .createdAt = {1},
                          .updatedAt = {2}};
    session.registration = Registration{.operationId = "op"};
    EXPECT_EQ(decodeSession(encode(session)).value(), session);
    OperationRecord operation{
        .operationId = "op", .kind = "deposit", .status = OperationState::Confirmed, .fee = Lamports{5'000}};
    operation.attempts.push_back({.n = 1, .signature = Signature{{9}}, .state = "sent", .slot = Slot{8}});
    EXPECT_EQ(decodeOperation(encode(operation)).value(), operation);
}

TEST(Codec, amountsAsNumbersAreRefused)
{
    QJsonObject json = encode(intentRecord());
    for (const QJsonValue &bad :
         {QJsonValue(5), QJsonValue(0.5), QJsonValue(QStringLiteral("1e3")), QJsonValue(QStringLiteral("-1")),
          QJsonValue(QStringLiteral("18446744073709551616")), QJsonValue(QStringLiteral("01")), QJsonValue()}) {
        json[QStringLiteral("amountLamports")] = bad;
        const auto decoded = decodeIntentRecord(json);
        ASSERT_FALSE(decoded.has_value());
        EXPECT_NE(decoded.error().find("amountLamports"), std::string::npos);
    }
}

TEST(Codec, unknownStatesAndBadKeysAreNamed)
{
    QJsonObject json = encode(intentRecord());
    json[QStringLiteral("status")] = QStringLiteral("melted");
    EXPECT_EQ(decodeIntentRecord(json).error(), "intent: status is a word not known here");
    json = encode(intentRecord());
    json[QStringLiteral("itemId")] = QStringLiteral("0OIl");
    EXPECT_EQ(decodeIntentRecord(json).error(), "intent: itemId is not a public key");
}

TEST(Codec, eventsCarryTheWholeObject)
{
    const QJsonObject json{{QStringLiteral("seq"), QStringLiteral("17")},
                           {QStringLiteral("topic"), QStringLiteral("intents")},
                           {QStringLiteral("type"), QStringLiteral("intent")},
                           {QStringLiteral("at"), QStringLiteral("2026-11-24T10:00:00.250Z")},
                           {QStringLiteral("from"), QJsonValue()},
                           {QStringLiteral("to"), QStringLiteral("pending")},
                           {QStringLiteral("reason"), QJsonValue()},
                           {QStringLiteral("data"), encode(intentRecord())}};
    const auto event = decodeEvent(json);
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(event->seq, FeedSeq{17});
    EXPECT_EQ(event->at.value % 1000, 250);
    EXPECT_EQ(std::get<IntentRecord>(event->data), intentRecord());
}

TEST(Codec, problemsKeepTheirCode)
{
    const QJsonObject json{{QStringLiteral("code"), QStringLiteral("NONCE_USED")},
                           {QStringLiteral("detail"), QStringLiteral("once only")}};
    const Error error = decodeProblem(json, 409);
    EXPECT_EQ(error.code, ErrorCode::Refused);
    EXPECT_EQ(describe(error), "NONCE_USED: once only (HTTP 409)");
    EXPECT_EQ(decodeProblem({}, 401).code, ErrorCode::Unauthorised);
    EXPECT_EQ(decodeProblem({}, 429).code, ErrorCode::Throttled);
    EXPECT_EQ(decodeProblem({}, 500).code, ErrorCode::NodeFailed);
}

TEST(Codec, aHeartbeatBeforeTheSubscriptionHasNoPlace)
{
    QJsonObject json{{QStringLiteral("seq"), QJsonValue()},
                     {QStringLiteral("at"), QStringLiteral("2027-01-15T08:00:00.250Z")}};
    const auto early = decodeHeartbeat(json);
    ASSERT_TRUE(early.has_value());
    EXPECT_FALSE(early->seq.has_value());
    json[QStringLiteral("seq")] = QStringLiteral("17");
    EXPECT_EQ(decodeHeartbeat(json)->seq, FeedSeq{17});
}

TEST(Codec, aLimitOfOnesOwnMakingIsARefusalAndNoReasonToWait)
{
    const QJsonObject json{{QStringLiteral("code"), QStringLiteral("OWNER_ASKS_FULL")},
                           {QStringLiteral("retryable"), false}};
    EXPECT_EQ(decodeProblem(json, 429).code, ErrorCode::Refused);
}

TEST(Codec, hostileDocumentsAreRefusedNotCrashed)
{
    for (const char *text : {"", "[]", "null", "{\"id\":", "{}", "{\"id\":{\"id\":[]}}", "\xff\xfe"}) {
        const auto object = parseObject(text);
        EXPECT_FALSE(object && decodeIntentRecord(*object).has_value()) << text;
        EXPECT_FALSE(object && decodeEvent(*object).has_value()) << text;
        EXPECT_FALSE(object && decodeHealth(*object).has_value()) << text;
    }
}

} // namespace
} // namespace paradox::test

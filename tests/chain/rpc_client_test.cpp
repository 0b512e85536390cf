#include "tests/chain/scripted_transport.h"

#include "chain/listener.h"
#include "domain/base58.h"

#include <gtest/gtest.h>

namespace paradox::chain {
namespace {

using nlohmann::json;

PublicKey keyOf(std::uint8_t byte)
{
    PublicKey key;
    key.bytes.fill(byte);
    return key;
}

json accountsAnswer(const json &id, std::uint64_t slot, std::size_t count)
{
    json value = json::array();
    for (std::size_t i = 0; i < count; ++i)
        value.push_back(nullptr);
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", {{"context", {{"slot", slot}}}, {"value", value}}}};
}

TEST(RpcClient, readsEveryU64Exactly)
{
    const std::array keys = {keyOf(1)};
    RpcClient client = clientOf([](const json &request) {
        json answer = json::parse(
            R"({"result":{"context":{"slot":18446744073709551615},"value":[{"lamports":18446744073709551615,
                "owner":"11111111111111111111111111111111","executable":false,"data":["AAE=","base64"]}]}})");
        answer["id"] = request["id"];
        return ok(answer.dump());
    });
    const auto read = client.accounts(keys, Commitment::Finalized);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->slot.value, 18'446'744'073'709'551'615ULL);
    EXPECT_EQ(read->accounts[0]->lamports.value, 18'446'744'073'709'551'615ULL);
    EXPECT_EQ(read->accounts[0]->data, (Bytes{0, 1}));
}

TEST(RpcClient, aFloatingPointSlotIsNoSlot)
{
    RpcClient client = clientOf([](const json &) { return ok(R"({"jsonrpc":"2.0","id":1,"result":7.0})"); });
    const auto slot = client.slot(Commitment::Finalized);
    ASSERT_FALSE(slot.has_value());
    EXPECT_EQ(slot.error().kind, ErrorClass::Fatal);
}

TEST(RpcClient, manyAccountsComeFromOneSlot)
{
    std::uint64_t slot = 100;
    std::size_t posts = 0;
    RpcClient client = clientOf([&](const json &request) {
        ++posts;
        json answers = json::array();
        const json requests = request.is_array() ? request : json::array({request});
        for (const json &one : requests) {
            answers.push_back(accountsAnswer(one["id"], slot, one["params"][0].size()));
            if (posts == 1)
                ++slot; // the chain moves on within the first answer
        }
        std::reverse(answers.begin(), answers.end());
        return ok(request.is_array() ? answers.dump() : answers[0].dump());
    });
    const std::vector<PublicKey> keys(250, keyOf(3));
    const auto read = client.accounts(keys, Commitment::Finalized);
    ASSERT_TRUE(read.has_value()) << read.error().words;
    EXPECT_EQ(read->accounts.size(), 250U);
    EXPECT_EQ(read->slot.value, 103U);
    EXPECT_GE(posts, 2U);
}

TEST(RpcClient, silenceAfterASendIsAmbiguousAndAfterAReadTransient)
{
    RpcClient client = clientOf([](const json &) { return std::unexpected(TransportError::NoAnswer); });
    EXPECT_EQ(client.send(Bytes{1}, Preflight::Skip).error().kind, ErrorClass::Ambiguous);
    EXPECT_EQ(client.slot(Commitment::Confirmed).error().kind, ErrorClass::Transient);
}

TEST(RpcClient, noConnectionIsTransientEvenForASend)
{
    RpcClient client = clientOf([](const json &) { return std::unexpected(TransportError::NotSent); });
    EXPECT_EQ(client.send(Bytes{1}, Preflight::Skip).error().kind, ErrorClass::Transient);
}

TEST(RpcClient, tooManyRequestsAreThrottledForAsLongAsTold)
{
    RpcClient client =
        clientOf([](const json &) { return TransportAnswer{.status = 429, .body = {}, .retryAfterMs = 7000}; });
    const auto slot = client.slot(Commitment::Confirmed);
    EXPECT_EQ(slot.error().kind, ErrorClass::Throttled);
    EXPECT_EQ(slot.error().retryAfterMs, 7000);
}

TEST(RpcClient, aRefusedPreflightKeepsItsReason)
{
    RpcClient client = clientOf([](const json &) {
        return ok(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"Transaction simulation failed",
            "data":{"err":{"InstructionError":[1,{"Custom":6008}]},"logs":["Program log: no"]}}})");
    });
    const auto sent = client.send(Bytes{1}, Preflight::Check);
    ASSERT_FALSE(sent.has_value());
    EXPECT_EQ(sent.error().kind, ErrorClass::Deterministic);
    EXPECT_EQ(sent.error().logs.size(), 1U);
    const auto error = programErrorOf(sent.error().transactionError);
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->custom, 6008U);
    EXPECT_EQ(error->instruction, 1U);
}

TEST(RpcClient, anUnknownBlockhashIsExpiredAndADuplicateAmbiguous)
{
    std::string err = "BlockhashNotFound";
    RpcClient client = clientOf([&](const json &) {
        return ok(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"no","data":{"err":")" + err + R"("}}})");
    });
    EXPECT_EQ(client.send(Bytes{1}, Preflight::Check).error().kind, ErrorClass::Expired);
    err = "AlreadyProcessed";
    EXPECT_EQ(client.send(Bytes{1}, Preflight::Check).error().kind, ErrorClass::Ambiguous);
}

TEST(RpcClient, hostileAnswersAreRefusedNotBelieved)
{
    for (const char *body : {"", "null", "[]", "{}", "\"x\"", R"({"result":null})", R"({"error":{"code":"x"}})",
                             R"({"result":{"context":{"slot":1},"value":[{"lamports":-1}]}})",
                             R"({"result":{"context":{"slot":1},"value":{}}})"}) {
        RpcClient client = clientOf([&](const json &) { return ok(body); });
        const std::array keys = {keyOf(1)};
        EXPECT_FALSE(client.accounts(keys, Commitment::Finalized).has_value()) << body;
        EXPECT_FALSE(client.latestBlockhash(Commitment::Finalized).has_value()) << body;
        EXPECT_FALSE(client.slot(Commitment::Finalized).has_value()) << body;
        const std::array signatures = {Signature{}};
        EXPECT_FALSE(client.statuses(signatures).has_value()) << body;
        EXPECT_FALSE(client.history(signatures).has_value()) << body;
    }
}

/// Answers every method with the same number, which the test changes, and keeps the last request.
class ChangingNode : public ::testing::Test {
protected:
    [[nodiscard]] json minContextSlot() const { return request["params"].back().value("minContextSlot", json()); }

    std::uint64_t number = 100;
    json request;
    RpcClient client = clientOf([this](const json &asked) {
        request = asked;
        return ok(json{{"jsonrpc", "2.0"}, {"id", asked["id"]}, {"result", number}}.dump());
    });
};

TEST_F(ChangingNode, anAnswerFromBeforeAnotherIsNoNews)
{
    ASSERT_TRUE(client.slot(Commitment::Finalized).has_value());
    EXPECT_TRUE(minContextSlot().is_null());
    number = 99;
    EXPECT_EQ(client.slot(Commitment::Finalized).error().kind, ErrorClass::Transient);
    EXPECT_EQ(minContextSlot(), 100U);
    EXPECT_EQ(client.slot(Commitment::Confirmed).error().kind, ErrorClass::Transient);
    EXPECT_EQ(client.slot(Commitment::Processed).error().kind, ErrorClass::Transient);
    number = 100;
    EXPECT_TRUE(client.slot(Commitment::Finalized).has_value());
}

TEST_F(ChangingNode, aHeightNeverGoesBack)
{
    ASSERT_TRUE(client.blockHeight(Commitment::Finalized).has_value());
    number = 99;
    EXPECT_EQ(client.blockHeight(Commitment::Finalized).error().kind, ErrorClass::Transient);
}

TEST_F(ChangingNode, theNewestSlotsMayBeGivenUp)
{
    ASSERT_TRUE(client.slot(Commitment::Processed).has_value());
    number = 99;
    EXPECT_TRUE(client.slot(Commitment::Processed).has_value());
    EXPECT_TRUE(client.slot(Commitment::Finalized).has_value());
}

TEST_F(ChangingNode, aSendWithoutACheckGoesThroughAnyNode)
{
    ASSERT_TRUE(client.slot(Commitment::Confirmed).has_value());
    (void)client.send(Bytes{1}, Preflight::Check);
    EXPECT_EQ(minContextSlot(), 100U);
    (void)client.send(Bytes{1}, Preflight::Skip);
    EXPECT_TRUE(minContextSlot().is_null());
}

TEST(RpcClient, whatAnEarlierLifeKnewBindsTheFirstAnswer)
{
    RpcClient client = clientOf([](const json &request) { return ok(answerTo(request, 99).dump()); }, Slot{100});
    EXPECT_EQ(client.slot(Commitment::Confirmed).error().kind, ErrorClass::Transient);
}

TEST(RpcClient, aNodeThatIsBehindIsAskedAgainAtOnce)
{
    std::size_t posts = 0;
    RpcClient client = clientOf([&](const json &request) {
        const json result = {{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", 7}};
        const json behind = {{"jsonrpc", "2.0"},
                             {"id", request["id"]},
                             {"error", {{"code", -32016}, {"message", "Minimum context slot has not been reached"}}}};
        return ok((++posts == 1 ? behind : result).dump());
    });
    EXPECT_EQ(client.slot(Commitment::Finalized).value(), Slot{7});
    EXPECT_EQ(posts, 2U);
}

TEST(RpcClient, accountsAreNoOlderThanWhatIsKnown)
{
    std::uint64_t slot = 100;
    RpcClient client = clientOf([&](const json &request) { return ok(accountsAnswer(request["id"], slot, 1).dump()); });
    const std::array keys = {keyOf(1)};
    ASSERT_TRUE(client.accounts(keys, Commitment::Finalized).has_value());
    slot = 99;
    const auto older = client.accounts(keys, Commitment::Confirmed);
    ASSERT_FALSE(older.has_value());
    EXPECT_EQ(older.error().kind, ErrorClass::Transient);
}

TEST(RpcClient, whatWasConfirmedIsNotUnknownAgainToANodeThatLags)
{
    std::uint64_t slot = 52;
    json status = {{"slot", 50}, {"err", nullptr}, {"confirmationStatus", "confirmed"}};
    RpcClient client = clientOf([&](const json &request) {
        const json result = {{"context", {{"slot", slot}}}, {"value", {status}}};
        return ok(json{{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", result}}.dump());
    });
    const std::array signatures = {Signature{}};
    ASSERT_TRUE(client.statuses(signatures).has_value());
    status = nullptr;
    slot = 49;
    EXPECT_EQ(client.statuses(signatures).error().kind, ErrorClass::Transient);
    slot = 51; // knows of the slot: a fork
    EXPECT_TRUE(client.statuses(signatures).has_value());
}

TEST(RpcClient, aBlockhashThatWouldLiveAlmostForEverIsNotTaken)
{
    std::uint64_t lastValid = 250;
    RpcClient client = clientOf([&](const json &request) {
        const json value = {{"blockhash", toBase58(Hash{})}, {"lastValidBlockHeight", lastValid}};
        return ok(
            answerTo(request, request["method"] == "getBlockHeight" ? json(100) : withContext(110, value)).dump());
    });
    ASSERT_TRUE(client.blockHeight(Commitment::Finalized).has_value());
    EXPECT_TRUE(client.latestBlockhash(Commitment::Confirmed).has_value());
    lastValid = 1'000'000'000;
    EXPECT_EQ(client.latestBlockhash(Commitment::Confirmed).error().kind, ErrorClass::Transient);
}

/// A provider that hands each request to another of its nodes.
class HistoryTest : public ::testing::Test {
protected:
    std::vector<std::string> asked;
    std::uint64_t finalizedSlot = 100;
    std::uint64_t statusSlot = 100;
    json status;
    testing::ManualClock clock;
    RpcClient client = clientOf(
        [this](const json &request) {
            EXPECT_TRUE(request.is_object()); // not every provider takes batches
            asked.push_back(request["method"]);
            const bool isEpoch = asked.back() == "getEpochInfo";
            return ok(answerTo(request, isEpoch
                                            ? json{{"absoluteSlot", finalizedSlot}, {"blockHeight", finalizedSlot - 10}}
                                            : withContext(statusSlot, json::array({status})))
                          .dump());
        },
        clock);
    const std::array<Signature, 1> signatures{};
};

TEST_F(HistoryTest, itIsSearchedAfterTheHeightWasRead)
{
    const auto read = client.history(signatures);
    ASSERT_TRUE(read.has_value()) << read.error().words;
    EXPECT_EQ(asked, (std::vector<std::string>{"getEpochInfo", "getSignatureStatuses"}));
    EXPECT_EQ(read->finalizedHeight, BlockHeight{90});
    EXPECT_EQ(read->slot, Slot{100});
    EXPECT_FALSE(read->statuses[0].has_value());
}

TEST_F(HistoryTest, aNodeThatIsNotAsFarAsTheHeightKnowsNothing)
{
    statusSlot = 99;
    EXPECT_EQ(client.history(signatures).error().kind, ErrorClass::Transient);
    statusSlot = 100;
    EXPECT_TRUE(client.history(signatures).has_value());
}

TEST_F(HistoryTest, noMatterWhatIsForgottenOfTheChainMeanwhile)
{
    ASSERT_TRUE(client.history(signatures).has_value());
    statusSlot = 50;
    for (int i = 0; i < 20; ++i)
        EXPECT_FALSE(client.statuses(signatures).has_value());
    clock.advanceMs(Horizon::doubtMs);
    EXPECT_EQ(client.history(signatures).error().kind, ErrorClass::Transient); // its first answer ends the doubt
    EXPECT_TRUE(client.statuses(signatures).has_value());
}

TEST_F(HistoryTest, aStatusFromBeyondItsOwnAnswerIsNotBelieved)
{
    status = {{"slot", 101}, {"err", nullptr}, {"confirmationStatus", "finalized"}};
    EXPECT_EQ(client.history(signatures).error().kind, ErrorClass::Transient);
    status["slot"] = 100;
    EXPECT_TRUE(client.history(signatures).has_value());
}

TEST(Listener, leavesASlotAloneThatMayStillTakeTransactions)
{
    std::uint64_t slot = 10;
    std::size_t read = 0;
    RpcClient client = clientOf([&](const json &request) {
        json answer = {{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", nullptr}};
        if (request["method"] == "getSlot")
            answer["result"] = slot;
        else if (request["method"] == "getSignaturesForAddress")
            answer["result"] = json::array({{{"signature", std::string(64, '1')},
                                             {"slot", 10},
                                             {"err", nullptr},
                                             {"blockTime", 1},
                                             {"confirmationStatus", "finalized"}}});
        else
            ++read;
        return ok(answer.dump());
    });
    Listener listener(client, {.program = keyOf(1), .slotsBehind = 1});
    ASSERT_TRUE(listener.next({}, 0).has_value());
    EXPECT_EQ(read, 0U);
    ++slot;
    ASSERT_TRUE(listener.next({}, 1).has_value());
    EXPECT_EQ(read, 1U);
}

} // namespace
} // namespace paradox::chain

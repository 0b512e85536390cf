#include "tests/chain/scripted_transport.h"

#include <gtest/gtest.h>

namespace paradox::chain {
namespace {

using nlohmann::json;

/// Knows of no account and no transaction, as of one slot; what it makes of a batch is the test's.
class ProviderTest : public ::testing::Test {
protected:
    static json answerOne(const json &request)
    {
        const std::string method = request["method"];
        if (method == "getEpochInfo")
            return answerTo(request, {{"absoluteSlot", 70}, {"blockHeight", 60}});
        json nothing = json::array();
        for (std::size_t i = 0; i < request["params"][0].size(); ++i)
            nothing.push_back(nullptr);
        return answerTo(request, withContext(100, std::move(nothing)));
    }
    /// Reads many accounts and a history through it.
    void expectHeard(const std::function<TransportAnswer(const json &batch)> &answerBatch)
    {
        RpcClient client = clientOf([&](const json &request) {
            return request.is_array() ? answerBatch(request) : ok(answerOne(request).dump());
        });
        const std::vector<PublicKey> keys(250);
        const auto accounts = client.accounts(keys, Commitment::Finalized);
        ASSERT_TRUE(accounts.has_value()) << accounts.error().words;
        EXPECT_EQ(accounts->accounts.size(), keys.size());
        EXPECT_EQ(accounts->slot, Slot{100});
    }
};

TEST_F(ProviderTest, oneThatAnswersABatchWithOneErrorIsAskedOneByOne)
{
    expectHeard([](const json &) {
        return ok(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batches are not allowed"}})");
    });
}

TEST_F(ProviderTest, oneThatRefusesABatchAsABadRequestIsAskedOneByOne)
{
    for (const int status : {400, 403, 405, 413})
        expectHeard(
            [&](const json &) { return TransportAnswer{.status = status, .body = "<html>", .retryAfterMs = {}}; });
}

TEST_F(ProviderTest, oneThatAnswersOnlyAPartOfABatchIsAskedOneByOne)
{
    expectHeard([](const json &batch) { return ok(json::array({answerOne(batch[0])}).dump()); });
}

TEST_F(ProviderTest, oneThatAnswersTheFirstOfABatchAloneIsAskedOneByOne)
{
    expectHeard([](const json &batch) { return ok(answerOne(batch[0]).dump()); });
}

TEST_F(ProviderTest, oneThatAnswersOneOfABatchTwiceIsAskedOneByOne)
{
    expectHeard([](const json &batch) {
        return ok(json::array({answerOne(batch[0]), answerOne(batch[0]), answerOne(batch[1])}).dump());
    });
}

TEST_F(ProviderTest, oneThatAnswersABatchInAnotherOrderIsAskedOnce)
{
    std::size_t batches = 0;
    expectHeard([&](const json &batch) {
        ++batches;
        json answers = json::array();
        for (const json &one : batch)
            answers.insert(answers.begin(), answerOne(one));
        return ok(answers.dump());
    });
    EXPECT_EQ(batches, 1U);
}

TEST_F(ProviderTest, oneThatHasNoTimeForABatchIsLeftAlone)
{
    std::size_t posts = 0;
    RpcClient client = clientOf([&](const json &) {
        ++posts;
        return TransportAnswer{.status = 429, .body = {}, .retryAfterMs = 500};
    });
    EXPECT_EQ(client.accounts(std::vector<PublicKey>(250), Commitment::Finalized).error().kind, ErrorClass::Throttled);
    EXPECT_EQ(posts, 1U);
}

TEST_F(ProviderTest, aRefusalInNoFormNamesItsStatus)
{
    RpcClient client =
        clientOf([](const json &) { return TransportAnswer{.status = 403, .body = "<html>", .retryAfterMs = {}}; });
    const auto slot = client.slot(Commitment::Finalized);
    EXPECT_EQ(slot.error().kind, ErrorClass::Fatal);
    EXPECT_EQ(slot.error().words, "the chain's node refused with 403");
}

} // namespace
} // namespace paradox::chain

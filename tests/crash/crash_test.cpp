#include "tests/support/http_load.h"
#include "tests/support/trader.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/system_clock.h"
#include "programs/client/vault.h"

#include <gtest/gtest.h>

#include <poll.h>

#include <csignal>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>

namespace paradox::test {
namespace {

using nlohmann::json;

constexpr std::size_t traderCount = 4;
constexpr std::size_t itemsPerTrader = 5;

/// How often the node is killed; more at night.
int rounds()
{
    const char *text = std::getenv("PARADOX_CRASH_ROUNDS");
    return text ? std::max(1, std::atoi(text)) : 6;
}

class Crash : public ::testing::Test {
protected:
    void boot()
    {
        node =
            RunningNode::start({.dataDir = dataDir, .extraArguments = {"--cut-interval-ms", "150", "--slot-ms", "40"}});
        ASSERT_TRUE(node.has_value());
    }
    void kill()
    {
        node->process.signal(SIGKILL);
        ASSERT_TRUE(node->process.wait(5'000).has_value());
    }

    void settle()
    {
        venue = venueOf(*node);
        SystemRandom random;
        for (std::size_t i = 0; i < traderCount; ++i) {
            traders.push_back(Trader::make(random));
            ASSERT_TRUE(enter(*node, venue, traders.back()));
            addGoods(traders.back(), i);
        }
    }
    void addGoods(const Trader &trader, std::size_t number)
    {
        const vault::Addresses addresses(venue.program);
        std::vector<solana::Instruction> instructions = {
            vault::build(addresses, vault::DepositCredits{venue.engine, trader.owner.publicKey(), {10'000'000'000}})};
        for (std::size_t i = 0; i < itemsPerTrader; ++i) {
            vault::ItemId id;
            id.bytes[0] = static_cast<std::uint8_t>(number + 1);
            id.bytes[1] = static_cast<std::uint8_t>(i + 1);
            instructions.push_back(
                vault::build(addresses, vault::RegisterItem{venue.engine, trader.owner.publicKey(), id}));
            items.push_back(addresses.item(venue.engine, id));
            owners.push_back(number);
        }
        ASSERT_TRUE(settled(*node, relay(*node, trader, instructions)));
    }

    /// Both halves of a trade of an item by whom it should belong to; whether it does shows when it is netted.
    std::string nextRequest()
    {
        if (halves.empty()) {
            const std::size_t item = dice() % items.size();
            const std::size_t seller = owners[item];
            const std::size_t buyer = (seller + 1 + dice() % (traderCount - 1)) % traderCount;
            IntentFields fields{.type = IntentType::Trade,
                                .item = items[item],
                                .from = traders[seller].owner.publicKey(),
                                .to = traders[buyer].owner.publicKey(),
                                .amount = {1 + dice() % 1'000'000}};
            for (const std::size_t who : {seller, buyer}) {
                const Intent intent = makeIntent(venue, traders[who], fields, SystemClock().wallSeconds());
                halves.push_back(intentJson(intent, traders[who].session.sign(encodeIntent(intent))));
            }
            owners[item] = buyer;
        }
        const std::string body = halves.front();
        halves.erase(halves.begin());
        return requestText(node->apiPort,
                           {.method = "POST", .path = "/api/intents", .body = body, .token = node->token});
    }

    void loadUntilKilled(int afterMs)
    {
        std::thread killer([&] {
            ::poll(nullptr, 0, afterMs);
            node->process.signal(SIGKILL);
        });
        (void)runLoad({.port = node->apiPort,
                       .connections = 4,
                       .next = [&] { return nextRequest(); },
                       .answered =
                           [&](int status, std::string_view body) {
                               if (status != 202)
                                   return;
                               const json answer = json::parse(body, nullptr, false);
                               acknowledged[answer.at("id")] = answer.at("seq");
                           },
                       .ratePerSecond = 400});
        killer.join();
        ASSERT_TRUE(node->process.wait(5'000).has_value());
    }

    /// Waits when told that these were too many requests.
    HttpAnswer get(const std::string &path)
    {
        HttpAnswer answer;
        (void)waitUntil(10'000, [&] {
            answer = node->call({.path = path});
            return answer.status != 429;
        });
        return answer;
    }

    void expectAcknowledgedAreThere()
    {
        std::map<std::string, std::string> ids;
        for (const auto &[id, seq] : acknowledged) {
            const HttpAnswer answer = get("/api/intents/" + id);
            ASSERT_EQ(answer.status, 200) << id << " " << answer.body;
            EXPECT_EQ(answer.json().at("seq"), seq);
            EXPECT_TRUE(ids.emplace(seq, id).second) << "two intents with sequence " << seq;
        }
    }

    /// Every row of a list, page by page.
    json all(const std::string &path)
    {
        json rows = json::array();
        std::string cursor;
        do {
            const json page = get(path + (cursor.empty() ? "" : "&cursor=" + cursor)).json();
            for (const json &row : page.at("items"))
                rows.push_back(row);
            cursor = page.at("next").is_string() ? page.at("next").get<std::string>() : "";
        } while (!cursor.empty());
        return rows;
    }
    json batches() { return all("/api/batches?limit=100"); }

    void waitUntilQuiet()
    {
        ASSERT_TRUE(waitUntil(60'000, [&] {
            const json list = batches();
            for (const json &batch : list) {
                const std::string state = batch.at("state");
                if (state != "open" && state != "finalized" && state != "empty" && state != "aborted")
                    return false;
                if (state == "open" && !openTradesGone())
                    return false;
            }
            return true;
        }));
    }
    /// No pending intent that has found its partner.
    bool openTradesGone()
    {
        const json list = all("/api/intents?status=pending&limit=100");
        for (const json &intent : list) {
            if (!intent.at("pairedWith").is_null())
                return false;
        }
        return true;
    }

    json account(const PublicKey &key)
    {
        return node->rpc("getAccountInfo", {toBase58(key), {{"encoding", "base64"}, {"commitment", "finalized"}}})
            .at("value");
    }
    Bytes dataOf(const PublicKey &key) { return base64Decode(account(key).at("data")[0].get<std::string>()).value(); }

    void expectChainAndDatabaseAgree()
    {
        ASSERT_TRUE(waitUntil(20'000, [&] { return disagreements().empty(); })) << disagreements();
        std::uint64_t finalized = 0;
        std::map<std::string, std::string> tradesSeen;
        for (const json &batch : batches()) {
            if (batch.at("state") != "finalized")
                continue;
            ++finalized;
            const json whole = get("/api/batches/" + batch.at("id").get<std::string>()).json();
            for (const json &trade : whole.at("tradeList")) {
                if (trade.at("verdict") == "ACCEPTED") {
                    EXPECT_TRUE(tradesSeen.emplace(trade.at("seq"), batch.at("id")).second)
                        << "trade " << trade.at("seq") << " settled twice";
                }
            }
        }
        EXPECT_EQ(vault::decodeGame(dataOf(venue.engine))->settledBatches, finalized);
        EXPECT_GT(finalized, 0U);
    }
    std::string disagreements()
    {
        std::string found;
        for (const PublicKey &item : items) {
            const auto onChain = vault::decodeItem(dataOf(item));
            const json known = get("/api/items/" + toBase58(item)).json();
            if (known.value("owner", "") != toBase58(onChain->owner))
                found += "owner of " + toBase58(item) + "; ";
        }
        std::uint64_t total = 0;
        const vault::Addresses addresses(venue.program);
        for (const Trader &trader : traders) {
            const auto ledger =
                vault::decodePlayerLedger(dataOf(addresses.ledger(venue.engine, trader.owner.publicKey())));
            const json known = get("/api/wallets/" + toBase58(trader.owner.publicKey()) + "/balances").json();
            total += ledger->available.value;
            if (known.value("available", "") != std::to_string(ledger->available.value))
                found += "balance of " + toBase58(trader.owner.publicKey()) + "; ";
        }
        total += vault::decodeGame(dataOf(venue.engine))->fees.value;
        if (total != traderCount * 10'000'000'000ULL)
            found += "the sum of all money; ";
        return found;
    }

    std::size_t dice() { return std::uniform_int_distribution<std::size_t>()(generator); }

    std::string dataDir = temporaryDirectory("crash");
    std::optional<RunningNode> node;
    Venue venue;
    std::vector<Trader> traders;
    std::vector<PublicKey> items;
    std::vector<std::size_t> owners;
    std::vector<std::string> halves;
    std::map<std::string, std::string> acknowledged; ///< intent id → seq
    std::mt19937_64 generator{20'260'922};
};

TEST_F(Crash, killedAgainAndAgainTheNodeLosesNothingAndSettlesNothingTwice)
{
    ASSERT_NO_FATAL_FAILURE(boot());
    ASSERT_NO_FATAL_FAILURE(settle());
    for (int round = 0; round < rounds(); ++round) {
        ASSERT_NO_FATAL_FAILURE(loadUntilKilled(200 + static_cast<int>(dice() % 1'500)));
        halves.clear();
        ASSERT_NO_FATAL_FAILURE(boot());
        ASSERT_NO_FATAL_FAILURE(expectAcknowledgedAreThere());
    }
    EXPECT_GT(acknowledged.size(), 100U);
    ASSERT_NO_FATAL_FAILURE(waitUntilQuiet());
    ASSERT_NO_FATAL_FAILURE(expectAcknowledgedAreThere());
    ASSERT_NO_FATAL_FAILURE(expectChainAndDatabaseAgree());
}

} // namespace
} // namespace paradox::test

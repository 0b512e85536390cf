#include "domain/base58.h"
#include "domain/system_clock.h"
#include "ledger/ledger.h"
#include "programs/client/vault.h"
#include "programs/native/natives.h"
#include "tests/support/temp_directory.h"
#include "tests/support/trader.h"

#include <gtest/gtest.h>

#include <fstream>

namespace paradox::test {
namespace {

using nlohmann::json;

/// A ledger in this process, with or without the vault program, as the cluster of a node in another process.
class OtherCluster : public ::testing::Test {
protected:
    enum class Programs { None, Vault };
    void startCluster(Programs programs)
    {
        ledger::Options options{.dataDir = directory.path() / "cluster", .rpcPort = 0, .slotMs = 50};
        for (const programs::NativeProgram &program : programs::natives) {
            if (programs == Programs::Vault && program.name == "vault")
                options.programs.push_back({vault::defaultProgram, program.entry});
        }
        auto started = ledger::Ledger::start(options, clock, random);
        ASSERT_TRUE(started.has_value());
        cluster = std::move(*started);
    }
    std::optional<RunningNode> startNode()
    {
        return RunningNode::start(
            {.dataDir = dataDir,
             .extraArguments = {"--rpc", cluster->rpcUrl(), "--ws", cluster->wsUrl(), "--cut-interval-ms", "100"}});
    }

    testing::TempDirectory directory;
    SystemClock clock;
    SystemRandom random;
    std::string dataDir = temporaryDirectory("other-cluster");
    std::unique_ptr<ledger::Ledger> cluster;
};

TEST_F(OtherCluster, aTradeSettlesOnAClusterThatIsNotTheNodes)
{
    startCluster(Programs::Vault);
    auto node = startNode();
    ASSERT_TRUE(node.has_value());
    EXPECT_EQ(node->ready.at("rpc"), cluster->rpcUrl());
    const Venue venue = venueOf(*node);
    Trader seller = Trader::make(random);
    Trader buyer = Trader::make(random);
    ASSERT_TRUE(enter(*node, venue, seller));
    ASSERT_TRUE(enter(*node, venue, buyer));
    const vault::Addresses addresses(venue.program);
    vault::ItemId id;
    id.bytes[0] = 7;
    const PublicKey item = addresses.item(venue.engine, id);
    const std::array goods = {vault::build(addresses, vault::RegisterItem{venue.engine, seller.owner.publicKey(), id})};
    const std::array money = {
        vault::build(addresses, vault::DepositCredits{venue.engine, buyer.owner.publicKey(), {1'000'000}})};
    ASSERT_TRUE(settled(*node, relay(*node, seller, goods)));
    ASSERT_TRUE(settled(*node, relay(*node, buyer, money)));

    const IntentFields fields{.type = IntentType::Trade,
                              .item = item,
                              .from = seller.owner.publicKey(),
                              .to = buyer.owner.publicKey(),
                              .amount = {400'000}};
    for (Trader *trader : {&seller, &buyer}) {
        const Intent intent = makeIntent(venue, *trader, fields, clock.wallSeconds());
        const HttpAnswer answer = node->call({.method = "POST",
                                              .path = "/api/intents",
                                              .body = intentJson(intent, trader->session.sign(encodeIntent(intent))),
                                              .token = trader->accessToken});
        ASSERT_EQ(answer.status, 202) << answer.body;
    }
    EXPECT_TRUE(waitUntil(30'000, [&] {
        const json items = node->call({.path = "/api/wallets/" + toBase58(buyer.owner.publicKey()) + "/items"}).json();
        return items.is_object() && items.dump().find(toBase58(item)) != std::string::npos;
    }));
}

TEST_F(OtherCluster, aClusterWithoutTheVaultProgramIsRefusedInWords)
{
    startCluster(Programs::None);
    EXPECT_FALSE(startNode().has_value());
    std::ifstream log(dataDir + ".log");
    const std::string words(std::istreambuf_iterator<char>(log), {});
    EXPECT_NE(words.find("no vault program at " + toBase58(vault::defaultProgram)), std::string::npos) << words;
}

} // namespace
} // namespace paradox::test

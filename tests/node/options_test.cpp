#include "domain/base58.h"
#include "node/options.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temp_directory.h"

namespace paradox::node {
namespace {

std::expected<CommandLine, std::string> parse(std::vector<std::string> arguments)
{
    return parseCommandLine(arguments);
}

TEST(Options, theDataDirectoryIsNeeded)
{
    EXPECT_EQ(parse({}).error(), "--data DIR is needed");
}

TEST(Options, theCommandLineWinsOverTheConfiguration)
{
    const testing::TempDirectory directory;
    const std::string file = directory.path() / "config.json";
    std::ofstream(file) << R"({"port": 5000, "cutIntervalMs": 250, "limits": {"verifyThreads": 3}})";
    const auto line = parse({"--port", "6000", "--config", file, "--data", "/d"});
    ASSERT_TRUE(line.has_value()) << line.error();
    EXPECT_EQ(line->options.port, 6000);
    EXPECT_EQ(line->options.cut.intervalMs, 250);
    EXPECT_EQ(line->options.verifyThreads, 3U);
}

TEST(Options, whatIsNotKnownIsRefused)
{
    EXPECT_EQ(parse({"--data", "/d", "--prot", "1"}).error(), "there is no option --prot");
    Options options;
    EXPECT_EQ(applyConfig(options, R"({"cutIntervall": 1})").error(), "there is no setting \"cutIntervall\"");
    EXPECT_FALSE(applyConfig(options, R"({"limits": {"x": 1}})").has_value());
}

TEST(Options, numbersOutOfRangeAreRefused)
{
    for (const char *port : {"65536", "-1", "1e3", "", "08", "4000x"})
        EXPECT_FALSE(parse({"--data", "/d", "--port", port}).has_value()) << port;
    Options options;
    for (const char *json : {R"({"feeBps": 1001})", R"({"feeBps": -1})", R"({"feeBps": 2.5})", R"({"feeBps": "2"})",
                             R"({"cutSizeMax": 0})", "[]", "", "{"})
        EXPECT_FALSE(applyConfig(options, json).has_value()) << json;
}

TEST(Options, aClusterNeedsBothItsUrls)
{
    EXPECT_FALSE(parse({"--data", "/d", "--rpc", "http://127.0.0.1:8899"}).has_value());
    EXPECT_TRUE(parse({"--data", "/d", "--rpc", "http://127.0.0.1:8899", "--ws", "ws://127.0.0.1:8900"}).has_value());
    EXPECT_FALSE(parse({"--data", "/d", "--rpc", "ftp://a", "--ws", "ws://127.0.0.1:8900"}).has_value());
}

TEST(Options, aClusterMayBeReachedInsideTls)
{
    const auto line = parse({"--data", "/d", "--rpc", "https://rpc.example", "--ws", "wss://rpc.example:8900/x",
                             "--rpc-ca", "/etc/ca.pem"});
    ASSERT_TRUE(line.has_value()) << line.error();
    EXPECT_EQ(line->options.rpcCaFile, "/etc/ca.pem");
    EXPECT_FALSE(parse({"--data", "/d", "--rpc", "wss://a", "--ws", "ws://a"}).has_value());
    Options options;
    EXPECT_FALSE(applyConfig(options, R"({"rpc": "ftp://a"})").has_value());
}

TEST(Options, rolesAreGivenToAddresses)
{
    const std::string address = "So11111111111111111111111111111111111111112";
    Options options;
    ASSERT_TRUE(
        applyConfig(options, R"({"roles": {"operator": [")" + address + R"("], "auditor": [")" + address + R"("]}})")
            .has_value());
    const auth::Roles roles = options.roles.at(*fromBase58<PublicKey>(address));
    EXPECT_TRUE(roles.has(auth::Role::Operator));
    EXPECT_TRUE(roles.has(auth::Role::Auditor));
    EXPECT_FALSE(roles.has(auth::Role::Admin));
    for (const char *json : {R"({"roles": {"king": []}})", R"({"roles": {"trader": []}})", R"({"roles": []})",
                             R"({"roles": {"admin": ["0"]}})", R"({"roles": {"admin": [7]}})",
                             R"({"roles": {"admin": ["11111111111111111111111111111111"]}})"})
        EXPECT_FALSE(applyConfig(options, json).has_value()) << json;
}

TEST(Options, thePublicUrlIsSchemeAndHostOnly)
{
    EXPECT_EQ(domainOf("https://desk.example"), "desk.example");
    EXPECT_EQ(domainOf("http://Desk.Example:8080"), "desk.example:8080");
    for (const char *url : {"https://desk.example/", "https://desk.example/x", "https://u@desk.example", "desk.example",
                            "ws://desk.example", "https://desk.example?x", ""})
        EXPECT_EQ(domainOf(url), std::nullopt) << url;
    EXPECT_FALSE(parse({"--data", "/d", "--public-url", "https://desk.example/app"}).has_value());
    EXPECT_EQ(parse({"--data", "/d", "--public-url", "https://desk.example"})->options.publicUrl,
              "https://desk.example");
}

TEST(Options, bothModesCanBeChosen)
{
    Options options;
    ASSERT_TRUE(applyConfig(options, R"({"mode": "HELD", "lookupTables": false})").has_value());
    EXPECT_EQ(options.mode, NetMode::Held);
    EXPECT_FALSE(options.usesLookupTables);
    EXPECT_FALSE(applyConfig(options, R"({"mode": "held"})").has_value());
    EXPECT_FALSE(applyConfig(options, R"({"lookupTables": 1})").has_value());
}

TEST(Options, cheatCodesAreOffAndNeverACluster)
{
    EXPECT_FALSE(parse({"--data", "/d"})->options.hasCheatCodes);
    EXPECT_TRUE(parse({"--data", "/d", "--cheat-codes"})->options.hasCheatCodes);
    EXPECT_FALSE(
        parse({"--data", "/d", "--cheat-codes", "--rpc", "http://127.0.0.1:8899", "--ws", "ws://127.0.0.1:8900"})
            .has_value());
}

TEST(Options, programsAreNamedAndHaveAddresses)
{
    Options options;
    const auto applied =
        applyConfig(options, R"({"programs": {"registry": "9XS8uUEVErcA8LABrJQAdohWMXTToBwhFN7Rvur6dC5"}})");
    ASSERT_TRUE(applied.has_value()) << applied.error();
    EXPECT_EQ(options.programIds.size(), 1U);
    EXPECT_TRUE(options.programIds.contains("registry"));
    for (const char *json : {R"({"programs": {"bank": "9XS8uUEVErcA8LABrJQAdohWMXTToBwhFN7Rvur6dC5"}})",
                             R"({"programs": {"vault": "0"}})", R"({"programs": {"vault": 7}})",
                             R"({"programs": {"vault": "11111111111111111111111111111111"}})", R"({"programs": []})"})
        EXPECT_FALSE(applyConfig(options, json).has_value()) << json;
}

TEST(Options, everyOptionIsInTheHelp)
{
    const std::string help = helpText();
    for (const char *option :
         {"--data", "--port", "--rpc-port", "--rpc", "--ws", "--config", "--token-stdin", "--rpc-ca", "--public-url",
          "--slot-ms", "--finality", "--cut-interval-ms", "--cut-size-max", "--fee-bps"})
        EXPECT_NE(help.find(option), std::string::npos) << option;
}

} // namespace
} // namespace paradox::node

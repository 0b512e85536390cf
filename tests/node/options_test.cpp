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

TEST(Options, everyOptionIsInTheHelp)
{
    const std::string help = helpText();
    for (const char *option : {"--data", "--port", "--rpc-port", "--rpc", "--ws", "--config", "--token-stdin",
                               "--slot-ms", "--finality", "--cut-interval-ms", "--cut-size-max", "--fee-bps"})
        EXPECT_NE(help.find(option), std::string::npos) << option;
}

} // namespace
} // namespace paradox::node

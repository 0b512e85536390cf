#include "tests/support/running_node.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace paradox::test {
namespace {

class NodeProgram : public ::testing::Test {
protected:
    std::optional<RunningNode> start(std::vector<std::string> extra = {})
    {
        return RunningNode::start({.dataDir = dataDir, .extraArguments = std::move(extra)});
    }
    std::string dataDir = temporaryDirectory("node-program");
};

TEST_F(NodeProgram, startsAnswersAndLeavesInOrder)
{
    auto node = start();
    ASSERT_TRUE(node.has_value());
    const HttpAnswer health = node->call({.path = "/health"});
    EXPECT_EQ(health.status, 200);
    EXPECT_EQ(health.json().at("genesis"), node->ready.at("genesis"));
    EXPECT_EQ(node->rpc("getGenesisHash", nlohmann::json::array()), node->ready.at("genesis"));
    node->process.signal(SIGTERM);
    EXPECT_EQ(node->process.wait(5'000), 0);
}

TEST_F(NodeProgram, aCallToANodeThatIsGoneSaysWhyItHasNoAnswer)
{
    auto node = start();
    ASSERT_TRUE(node.has_value());
    node->process.signal(SIGKILL);
    EXPECT_EQ(node->process.wait(5'000), 128 + SIGKILL);
    const HttpAnswer answer = node->call({.path = "/health"});
    EXPECT_EQ(answer.status, 0);
    EXPECT_NE(answer.body.find("GET /health"), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find("no connection"), std::string::npos) << answer.body;
}

TEST_F(NodeProgram, itsLedgerRunsEveryProgramOfTheReadyLine)
{
    auto node = start();
    ASSERT_TRUE(node.has_value());
    const nlohmann::json &programs = node->ready.at("programs");
    for (const char *name : {"vault", "registry", "oracle", "trading", "energy_token", "governance"}) {
        ASSERT_TRUE(programs.contains(name)) << name;
        // The first slot is not yet final when the node is ready.
        const nlohmann::json account =
            node->rpc("getAccountInfo", {programs[name], {{"encoding", "base64"}, {"commitment", "processed"}}});
        EXPECT_EQ(account.at("value").at("executable"), true) << name;
    }
}

TEST_F(NodeProgram, keepsGenesisVenueAndTokenOverARestart)
{
    auto first = start();
    ASSERT_TRUE(first.has_value());
    const nlohmann::json health = first->call({.path = "/health"}).json();
    const std::string token = first->token;
    first->process.signal(SIGKILL);
    EXPECT_EQ(first->process.wait(5'000), 128 + SIGKILL);
    auto second = start();
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(second->ready.at("genesis"), first->ready.at("genesis"));
    EXPECT_EQ(second->call({.path = "/health"}).json().at("venue"), health.at("venue"));
    EXPECT_EQ(second->token, token);
}

TEST_F(NodeProgram, aSecondStartOnOneDirectoryIsRefusedInWords)
{
    auto node = start();
    ASSERT_TRUE(node.has_value());
    const std::string errors = dataDir + ".log.second";
    ChildProcess second({programPath("paradox-node"), "--data", dataDir, "--port", "0", "--rpc-port", "0"}, errors);
    EXPECT_EQ(second.wait(10'000), 1);
    std::ifstream file(errors);
    const std::string words(std::istreambuf_iterator<char>(file), {});
    EXPECT_NE(words.find(dataDir), std::string::npos) << words;
    std::filesystem::remove(errors);
    EXPECT_EQ(node->call({.path = "/health"}).status, 200);
}

TEST_F(NodeProgram, whatItKeepsIsClosedToOthers)
{
    auto node = start();
    ASSERT_TRUE(node.has_value());
    for (const auto &entry : std::filesystem::recursive_directory_iterator(dataDir)) {
        struct stat info{};
        ASSERT_EQ(::lstat(entry.path().c_str(), &info), 0);
        EXPECT_EQ(info.st_mode & 077, 0U) << entry.path();
    }
}

TEST_F(NodeProgram, withItsTokenFromStandardInputItLeavesWhenThatCloses)
{
    const std::string token(64, 'a');
    ChildProcess shell({"/bin/sh", "-c",
                        "(printf '" + token + "\\n'; read -r line </dev/null; sleep 1) | exec '" +
                            programPath("paradox-node") + "' --data '" + dataDir +
                            "' --port 0 --rpc-port 0 --token-stdin"},
                       dataDir + ".log");
    const auto line = shell.readLine(20'000);
    ASSERT_TRUE(line.has_value());
    const nlohmann::json ready = nlohmann::json::parse(*line);
    EXPECT_TRUE(ready.at("tokenFile").is_null());
    EXPECT_FALSE(std::filesystem::exists(dataDir + "/node.token"));
    EXPECT_EQ(shell.wait(10'000), 0);
}

TEST_F(NodeProgram, wrongUseIsAnsweredWithTwo)
{
    ChildProcess node({programPath("paradox-node"), "--nonsense"}, dataDir + ".log");
    EXPECT_EQ(node.wait(5'000), 2);
}

} // namespace
} // namespace paradox::test

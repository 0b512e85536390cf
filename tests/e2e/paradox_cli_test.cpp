#include "tests/support/running_node.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace paradox::test {
namespace {

constexpr int commandTimeoutMs = 90'000;

struct Outcome {
    int exitCode = -1;
    std::string output;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(output, nullptr, false); }
};

/// The real program with a home of its own; the passphrase comes through its standard input.
class ParadoxCli : public ::testing::Test {
protected:
    std::vector<std::string> argvOf(const std::vector<std::string> &arguments) const
    {
        std::vector<std::string> argv{"/bin/sh", "-c", "exec \"$@\" <" + m_passphrase, "sh", programPath("paradox")};
        argv.insert(argv.end(), arguments.begin(), arguments.end());
        argv.insert(argv.end(), {"--home", m_home, "--json", "--passphrase-fd", "0"});
        argv.insert(argv.end(), m_always.begin(), m_always.end());
        return argv;
    }
    Outcome run(const std::vector<std::string> &arguments)
    {
        ChildProcess process(argvOf(arguments), m_home + ".log");
        Outcome outcome;
        while (const auto line = process.readLine(commandTimeoutMs))
            outcome.output += *line + "\n";
        outcome.exitCode = process.wait(commandTimeoutMs).value_or(-1);
        return outcome;
    }
    void SetUp() override { std::ofstream(m_passphrase) << "correct horse battery\n"; }

    /// Runs it and returns a member of the answer's object; the command must end well.
    std::string field(const std::vector<std::string> &arguments, const char *member)
    {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.exitCode, 0) << arguments.front() << ": " << outcome.output;
        const nlohmann::json json = outcome.json();
        return json.is_object() ? json.value(member, std::string()) : std::string();
    }

    std::vector<std::string> m_always; ///< options of every command
    std::string m_home = temporaryDirectory("cli-home");
    std::string m_passphrase = temporaryDirectory("cli-pass") + "/passphrase";
};

TEST_F(ParadoxCli, aMarketFromSignedIntentsToSettledBatchesAgreesWithTheChain)
{
    const Outcome demo = run({"demo", "--traders", "6", "--intents", "60", "--batches", "2"});
    EXPECT_EQ(demo.exitCode, 0) << demo.output;
    const nlohmann::json report = demo.json();
    ASSERT_TRUE(report.is_object()) << demo.output;
    EXPECT_EQ(report["agree"], true);
    EXPECT_EQ(report["traders"], 6);
    EXPECT_GE(report["batches"], 1);
    EXPECT_GE(report["accepted"], 1);
    for (const char *member : {"intents", "rejected", "transactions", "nettingRatio"})
        EXPECT_TRUE(report.contains(member)) << member;
    for (const char *percentile : {"p50", "p95", "p99"})
        EXPECT_TRUE(report["latencyMs"].contains(percentile)) << percentile;
}

TEST_F(ParadoxCli, aUsageErrorAndAMissingNodeHaveCodesOfTheirOwn)
{
    EXPECT_EQ(run({"no-such-command"}).exitCode, 2);
    EXPECT_EQ(run({"status", "--node", "http://127.0.0.1:1"}).exitCode, 3);
    EXPECT_EQ(run({"status", "--node", "ftp://127.0.0.1:1"}).exitCode, 2);
    EXPECT_EQ(run({"status", "now"}).exitCode, 2);
    EXPECT_EQ(run({"net", "--in", "/dev/null", "more"}).exitCode, 2);
}

TEST_F(ParadoxCli, whatCannotBeMeantIsAUsageErrorBeforeAnythingIsDone)
{
    const std::string endless = m_home + "/endless";
    std::ofstream(endless).put('{');
    std::filesystem::resize_file(endless, (std::uintmax_t{2} << 30) + 1);
    EXPECT_EQ(run({"verify", endless}).exitCode, 2);
    EXPECT_EQ(run({"net", "--in", endless}).exitCode, 2);
    EXPECT_EQ(run({"item", "register", ""}).exitCode, 2);
    EXPECT_EQ(run({"status", "--token-file", "/dev/null"}).exitCode, 2);
    m_always = {"--passphrase-fd", "nine"};
    EXPECT_EQ(run({"keys"}).exitCode, 2);
}

TEST_F(ParadoxCli, outputThatCannotBeWrittenIsAFailure)
{
    ChildProcess process({"/bin/sh", "-c", "exec \"$0\" help >/dev/full", programPath("paradox")}, m_home + ".log");
    EXPECT_EQ(process.wait(commandTimeoutMs), 1);
}

/// A demo that would go on for long; how it ends, and that nothing of it is left.
class InterruptedDemo : public ParadoxCli {
protected:
    /// `before` is a word of the shell that starts it.
    void start(const std::string &before)
    {
        const std::string script = before + R"( TMPDIR="$1" exec "$0" demo --intents 200000 --batches 1)";
        m_demo.emplace(std::vector<std::string>{"/bin/sh", "-c", script, programPath("paradox"), m_folder.string()},
                       m_home + ".log");
        ASSERT_TRUE(waitUntil(commandTimeoutMs, [&] { return !std::filesystem::is_empty(m_folder); }));
    }
    void expectEndBy(int signal)
    {
        EXPECT_EQ(m_demo->wait(commandTimeoutMs), 128 + signal);
        EXPECT_TRUE(std::filesystem::is_empty(m_folder));
    }

    const std::filesystem::path m_folder = temporaryDirectory("cli-interrupted");
    std::optional<ChildProcess> m_demo;
};

TEST_F(InterruptedDemo, leavesNothingBehindAndEndsByTheSignal)
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        start("");
        m_demo->signal(signal);
        expectEndBy(signal);
    }
}

TEST_F(InterruptedDemo, goesOnWhenItWasToldToIgnoreTheSignal)
{
    start("trap '' INT;");
    m_demo->signal(SIGINT);
    m_demo->signal(SIGTERM);
    expectEndBy(SIGTERM);
}

TEST_F(ParadoxCli, aFolderThatIsThereKeepsItsMode)
{
    std::filesystem::permissions(m_home, std::filesystem::perms(0755));
    EXPECT_EQ(run({"keygen"}).exitCode, 0);
    EXPECT_EQ(std::filesystem::status(m_home).permissions(), std::filesystem::perms(0755));
}

TEST_F(ParadoxCli, helpNamesTheCommandAndWhatItTakes)
{
    EXPECT_TRUE(run({"help", "net"}).output.starts_with("Usage: paradox net --in FILE [options]\n"));
    const Outcome help = run({"intent", "submit", "--help"});
    EXPECT_EQ(help.exitCode, 0);
    EXPECT_TRUE(help.output.starts_with("Usage: paradox intent submit TYPE ITEM AMOUNT [options]\n")) << help.output;
}

TEST_F(ParadoxCli, aKeyIsMadeOnceAndAWrongPassphraseIsSaid)
{
    const Outcome made = run({"keygen"});
    EXPECT_EQ(made.exitCode, 0) << made.output;
    std::ofstream(m_passphrase, std::ios::trunc) << "another passphrase\n";
    EXPECT_EQ(run({"keygen"}).exitCode, 5);
}

/// The same beside a node that runs on; what is signed is agreed to by option.
class ParadoxCliAtANode : public ParadoxCli {
protected:
    void SetUp() override
    {
        ParadoxCli::SetUp();
        const std::string dataDir = temporaryDirectory("cli-node");
        m_node = RunningNode::start({.dataDir = dataDir, .extraArguments = {"--cut-interval-ms", "60000"}});
        ASSERT_TRUE(m_node.has_value());
        m_always = {"--yes", "--node", "http://127.0.0.1:" + std::to_string(m_node->apiPort)};
        m_wallet = field({"keygen"}, "publicKey");
        EXPECT_EQ(field({"airdrop", "50", "--token-file", dataDir + "/node.token"}, "signature").empty(), false);
        EXPECT_EQ(field({"login"}, "address"), m_wallet);
        m_session = field({"session", "create", "--max-total", "5", "--max-each", "1"}, "sessionPubkey");
        ASSERT_FALSE(m_session.empty());
    }

    std::optional<RunningNode> m_node;
    std::string m_wallet;
    std::string m_session;
};

TEST_F(ParadoxCliAtANode, anIntentIsSubmittedExplainedAndTakenBack)
{
    const std::string item = field({"item", "register", "Storm Sigil #64"}, "itemId");
    const std::string id = field({"intent", "submit", "LIST", item, "0.75"}, "id");
    ASSERT_EQ(id.size(), 64U);
    EXPECT_EQ(field({"intent", "list"}, "id"), id);
    EXPECT_EQ(field({"intent", "show", id}, "status"), "pending");
    EXPECT_FALSE(field({"intent", "explain", id}, "code").empty());
    const std::string receipt = run({"intent", "receipt", id}).output;
    EXPECT_EQ(nlohmann::json::parse(receipt).value("settled", true), false);
    std::ofstream(m_home + "/receipt.json") << receipt;
    EXPECT_EQ(run({"verify", m_home + "/receipt.json"}).exitCode, 0);
    EXPECT_EQ(field({"intent", "cancel", id}, "status"), "cancelled");
    EXPECT_EQ(field({"intent", "cancel", id}, "status"), "cancelled") << "a second time changes nothing";
    EXPECT_EQ(run({"intent", "list", "--status", "pending"}).output, "");
}

TEST_F(ParadoxCliAtANode, aRevokedSessionSignsNoMore)
{
    EXPECT_EQ(field({"session", "list"}, "status"), "active");
    EXPECT_EQ(field({"session", "revoke", m_session}, "status"), "revoked");
    EXPECT_EQ(field({"session", "list"}, "status"), "revoked");
    EXPECT_EQ(run({"intent", "submit", "LIST", m_wallet, "0.5", "--session", m_session}).exitCode, 1);
    const std::string second = field({"session", "create", "--max-total", "2"}, "sessionPubkey");
    EXPECT_EQ(run({"session", "revoke-all"}).exitCode, 0);
    EXPECT_EQ(run({"intent", "submit", "LIST", m_wallet, "0.5", "--session", second}).exitCode, 1);
}

TEST_F(ParadoxCliAtANode, commandsThatRunTogetherWithAnOldAccessTokenStaySignedIn)
{
    const std::string path = m_home + "/login.json";
    nlohmann::json login = nlohmann::json::parse(std::ifstream(path));
    login["accessToken"] = std::string(64, '0');
    std::ofstream(path, std::ios::trunc) << login.dump();
    std::vector<std::unique_ptr<ChildProcess>> together;
    for (int i = 0; i < 6; ++i)
        together.push_back(
            std::make_unique<ChildProcess>(argvOf({"session", "list"}), m_home + std::to_string(i) + ".log"));
    for (const auto &one : together)
        EXPECT_EQ(one->wait(commandTimeoutMs), 0);
    EXPECT_EQ(field({"session", "list"}, "status"), "active");
}

TEST_F(ParadoxCliAtANode, anItemGoesToItsNewOwnerAndIsGone)
{
    const std::string item = field({"item", "register", "Ember Crown"}, "itemId");
    EXPECT_EQ(field({"item", "list"}, "itemId"), item);
    EXPECT_EQ(field({"item", "transfer", item, m_session}, "status"), "settled");
    EXPECT_TRUE(waitUntil(commandTimeoutMs, [&] { return run({"item", "list"}).output.empty(); }));
    EXPECT_EQ(run({"item", "transfer", item, m_session}).exitCode, 1) << "it belongs to another now";
}

TEST_F(ParadoxCliAtANode, moneyGoesIntoTheVaultAndOut)
{
    EXPECT_EQ(field({"deposit", "2"}, "status"), "settled");
    EXPECT_EQ(field({"withdraw", "500000000lamports"}, "status"), "settled");
    EXPECT_TRUE(waitUntil(commandTimeoutMs, [&] { return field({"balances"}, "available") == "1500000000"; }));
    EXPECT_EQ(run({"withdraw", "1.6"}).exitCode, 1);
}

TEST_F(ParadoxCliAtANode, whatIsWrongIsRefusedWithItsCode)
{
    struct Case {
        std::vector<std::string> arguments;
        int exitCode;
    };
    const std::string nobody(64, '0');
    for (const Case &one : std::vector<Case>{{{"intent", "submit", "LIST", "no-key", "1"}, 2},
                                             {{"intent", "submit", "SELL", m_wallet, "1"}, 2},
                                             {{"intent", "submit", "LIST", m_wallet, "1.0000000001"}, 2},
                                             {{"intent", "submit", "LIST", m_wallet, "0"}, 2},
                                             {{"intent", "submit", "BID", m_wallet, "1"}, 2},
                                             {{"intent", "submit", "LIST", m_wallet, "1", "--minutes", "0"}, 2},
                                             {{"intent", "cancel", "abc"}, 2},
                                             {{"intent", "list", "--status", "lost"}, 2},
                                             {{"batch", "show", "x"}, 2},
                                             {{"session", "create", "--max-total", "-1"}, 2},
                                             {{"session", "create", "--max-total", "1", "--minutes", "10081"}, 2},
                                             {{"deposit", "-1"}, 2},
                                             {{"session", "revoke"}, 2},
                                             {{"session", "revoke", "0OIl"}, 2},
                                             {{"item", "transfer", m_wallet}, 2},
                                             {{"deposit", "much"}, 2},
                                             {{"login", "--no-such-option"}, 2},
                                             {{"intent", "show", nobody}, 1},
                                             {{"intent", "explain", nobody}, 1},
                                             {{"intent", "cancel", nobody}, 1},
                                             {{"batch", "show", "999999"}, 1},
                                             {{"batch", "run"}, 1},
                                             {{"session", "revoke", m_wallet}, 1},
                                             {{"deposit", "1000000"}, 1},
                                             {{"verify", "/no/such/file"}, 2}}) {
        const Outcome outcome = run(one.arguments);
        std::string words;
        for (const std::string &word : one.arguments)
            words += word + " ";
        EXPECT_EQ(outcome.exitCode, one.exitCode) << words << outcome.output;
    }
}

} // namespace
} // namespace paradox::test

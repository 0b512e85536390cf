#include "tests/support/running_node.h"

#include <gtest/gtest.h>

#include <unistd.h>

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
    Outcome run(std::vector<std::string> arguments)
    {
        std::vector<std::string> argv{"/bin/sh", "-c", "exec \"$@\" <" + m_passphrase, "sh", programPath("paradox")};
        argv.insert(argv.end(), arguments.begin(), arguments.end());
        argv.insert(argv.end(), {"--home", m_home, "--json", "--passphrase-fd", "0"});
        ChildProcess process(argv, m_home + ".log");
        Outcome outcome;
        while (const auto line = process.readLine(commandTimeoutMs))
            outcome.output += *line + "\n";
        outcome.exitCode = process.wait(commandTimeoutMs).value_or(-1);
        return outcome;
    }
    void SetUp() override { std::ofstream(m_passphrase) << "correct horse battery\n"; }

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
}

TEST_F(ParadoxCli, aKeyIsMadeOnceAndAWrongPassphraseIsSaid)
{
    const Outcome made = run({"keygen"});
    EXPECT_EQ(made.exitCode, 0) << made.output;
    std::ofstream(m_passphrase, std::ios::trunc) << "another passphrase\n";
    EXPECT_EQ(run({"keygen"}).exitCode, 5);
}

} // namespace
} // namespace paradox::test

#include "tests/lint/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

namespace paradox::test {
namespace {

struct Rule {
    const char *pattern;
    std::vector<std::string> folders;    ///< where it holds
    std::vector<std::string> exceptions; ///< files that may
    const char *reason;
};

bool applies(const Rule &rule, const SourceFile &file)
{
    const auto isException = [&](const std::string &path) { return file.path.starts_with(path); };
    return std::ranges::any_of(rule.folders, [&](const std::string &folder) { return file.isUnder(folder); }) &&
           std::ranges::none_of(rule.exceptions, isException);
}

void check(const Rule &rule)
{
    const std::regex pattern(rule.pattern);
    for (const SourceFile &file : sourceTree()) {
        if (!applies(rule, file))
            continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i)
            EXPECT_FALSE(std::regex_search(codeOf(file.lines[i]), pattern))
                << file.path << ":" << i + 1 << ": " << rule.reason << "\n"
                << file.lines[i];
    }
}

const std::vector<std::string> product = {"app", "backend", "models", "ui"};

TEST(HouseRules, filesStaySmall)
{
    for (const SourceFile &file : sourceTree())
        EXPECT_LE(file.lines.size(), file.isHeader() ? 250U : 600U) << file.path;
}

TEST(HouseRules, headersAreGuarded)
{
    for (const SourceFile &file : sourceTree()) {
        if (file.isHeader()) {
            EXPECT_TRUE(std::ranges::find(file.lines, "#pragma once") != file.lines.end()) << file.path;
        }
    }
}

TEST(HouseRules, timeAndChanceAreHandedIn)
{
    check(
        {R"((system|steady|high_resolution)_clock::now|QDateTime::current|QTime::currentTime|QRandomGenerator|\brand\(\)|std::random_device)",
         product,
         // Sockets count their own deadlines: a timeout is between two machines, not part of any rule. So does what a
         // chaos test delays.
         {"backend/domain/system_clock.cpp", "backend/http/", "backend/ledger/delay_line.cpp"},
         "time and randomness are handed in (domain/clock.h)"});
}

TEST(HouseRules, moneyIsIntegers)
{
    check({R"(\b(double|float|qreal)\b)",
           {"backend/domain", "backend/solana", "backend/netting", "backend/programs", "backend/admission",
            "backend/settlement", "backend/indexer", "backend/signer", "backend/storage"},
           {},
           "no floating point near money"});
}

TEST(HouseRules, coloursLiveInTheTheme)
{
    const std::regex literal("#[0-9A-Fa-f]{6}\\b");
    for (const SourceFile &file : sourceTree()) {
        if (!file.isUnder("ui") || file.isUnder("ui/theme"))
            continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i)
            EXPECT_FALSE(std::regex_search(file.lines[i], literal)) << file.path << ":" << i + 1;
    }
}

TEST(HouseRules, nothingBlocksTheWindow)
{
    check(
        {R"(processEvents|waitFor(Connected|Finished|ReadyRead|BytesWritten|Started)|QEventLoop|QMessageBox::(question|warning|information|critical)\()",
         {"models", "ui"},
         {},
         "nothing blocks the GUI thread"});
}

TEST(HouseRules, noInsecureKeychain)
{
    check({R"(setInsecureFallback)", {"app", "backend", "models", "ui"}, {}, "no insecure fallback, ever"});
}

TEST(HouseRules, testsDoNotSleep)
{
    check({R"(QTest::qWait\(|QTest::qSleep|QThread::m?sleep|std::this_thread::sleep)",
           {"tests"},
           {},
           "a test waits for a condition"});
}

TEST(HouseRules, noUnfinishedWork)
{
    const std::regex pattern(R"(\b(TODO|FIXME|XXX|HACK)\b)");
    for (const SourceFile &file : sourceTree()) {
        if (file.isUnder("tests/lint"))
            continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i)
            EXPECT_FALSE(std::regex_search(file.lines[i], pattern)) << file.path << ":" << i + 1;
    }
}

TEST(HouseRules, sqlIsPreparedNeverGlued)
{
    check({R"(sqlite3_exec\()",
           {"backend"},
           {"backend/storage/", "backend/ledger/history.cpp"},
           "SQL goes through storage's statements"});
}

TEST(HouseRules, noSecretInEnvironment)
{
    check({R"((getenv|qgetenv|qEnvironmentVariable)\()",
           {"backend", "models", "ui"},
           {},
           "the environment is read in app/ only"});
}

} // namespace
} // namespace paradox::test

#include "client/token_file.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_directory.h"

#include <filesystem>
#include <fstream>

namespace paradox::test {
namespace {

using client::TokenFile;

class TokenFileTest : public ::testing::Test {
protected:
    /// The lock, if it is free.
    static TokenFile::Lock lockOf(TokenFile &file)
    {
        TokenFile::Lock lock;
        file.lock().listen([&](const client::Result<TokenFile::Lock> &result) {
            if (result)
                lock = *result;
        });
        return lock;
    }

    testing::TempDirectory directory;
    std::filesystem::path path = directory.path() / "login.json";
    TokenFile::Options options{.path = QString::fromStdString(path.string()), .waitMaxMs = 0};
    client::Tokens tokens{.accessToken = "a", .refreshToken = "r", .address = PublicKey{{7}}};
};

TEST_F(TokenFileTest, whatIsWrittenIsReadAndNobodyElseMayReadIt)
{
    TokenFile file(options);
    EXPECT_FALSE(file.read().has_value());
    file.write(tokens, lockOf(file));
    const auto read = file.read();
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->accessToken, "a");
    EXPECT_EQ(read->refreshToken, "r");
    EXPECT_EQ(read->address, tokens.address);
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
}

TEST_F(TokenFileTest, oneHasTheLockAtATime)
{
    TokenFile one(options);
    TokenFile other(options);
    TokenFile::Lock lock = lockOf(one);
    ASSERT_NE(lock, nullptr);
    EXPECT_EQ(lockOf(other), nullptr);
    EXPECT_EQ(lockOf(one), nullptr);
    lock.reset();
    EXPECT_NE(lockOf(other), nullptr);
}

TEST_F(TokenFileTest, aLockThatNeverComesIsATimeOut)
{
    TokenFile file(options);
    const TokenFile::Lock lock = lockOf(file);
    std::optional<client::ErrorCode> error;
    file.lock().listen([&](const client::Result<TokenFile::Lock> &result) { error = result.error().code; });
    EXPECT_EQ(error, client::ErrorCode::TimedOut);
}

TEST_F(TokenFileTest, tokensThatCannotBeWrittenLeaveNoUsedOnesBehind)
{
    TokenFile file(options);
    const TokenFile::Lock lock = lockOf(file);
    file.write(tokens, lock);
    {
        const testing::FullDisk disk(4);
        file.write({.accessToken = "a2", .refreshToken = "r2"}, lock);
    }
    EXPECT_FALSE(file.read().has_value());
}

} // namespace
} // namespace paradox::test

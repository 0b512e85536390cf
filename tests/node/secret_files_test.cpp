#include "node/secret_files.h"

#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>

namespace paradox::node {
namespace {

mode_t modeOf(const std::filesystem::path &path)
{
    struct stat info{};
    EXPECT_EQ(::stat(path.c_str(), &info), 0);
    return info.st_mode & 0777;
}

class SecretFiles : public ::testing::Test {
protected:
    testing::TempDirectory directory;
    testing::CountingRandom random;
};

TEST_F(SecretFiles, aKeyIsMadeOnceAndOnlyItsOwnerMayReadIt)
{
    const auto file = directory.path() / "authority.json";
    const auto made = loadOrMakeKey(file, random);
    ASSERT_TRUE(made.has_value()) << made.error();
    EXPECT_EQ(modeOf(file), 0600U);
    const auto again = loadOrMakeKey(file, random);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(made->publicKey(), again->publicKey());
}

TEST_F(SecretFiles, aDamagedKeyIsNeverReplaced)
{
    const auto file = directory.path() / "authority.json";
    for (const char *text : {"", "[1,2,3]", "nonsense"}) {
        std::ofstream(file) << text;
        ::chmod(file.c_str(), 0600);
        EXPECT_FALSE(loadOrMakeKey(file, random).has_value()) << text;
        std::ifstream kept(file);
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}), text);
    }
}

TEST_F(SecretFiles, aKeyThatOthersMayReadIsRefused)
{
    const auto file = directory.path() / "authority.json";
    ASSERT_TRUE(loadOrMakeKey(file, random).has_value());
    ::chmod(file.c_str(), 0644);
    EXPECT_FALSE(loadOrMakeKey(file, random).has_value());
}

TEST_F(SecretFiles, aLinkIsNotFollowed)
{
    const auto file = directory.path() / "authority.json";
    ASSERT_TRUE(loadOrMakeKey(directory.path() / "elsewhere.json", random).has_value());
    std::filesystem::create_symlink(directory.path() / "elsewhere.json", file);
    EXPECT_FALSE(loadOrMakeKey(file, random).has_value());
}

TEST_F(SecretFiles, theTokenStaysTheSame)
{
    const auto file = directory.path() / "node.token";
    const auto made = loadOrMakeToken(file, random);
    ASSERT_TRUE(made.has_value()) << made.error();
    EXPECT_EQ(made->size(), 64U);
    EXPECT_EQ(modeOf(file), 0600U);
    EXPECT_EQ(loadOrMakeToken(file, random), made);
}

TEST_F(SecretFiles, aDirectoryIsClosedToOthers)
{
    const auto folder = directory.path() / "data";
    ASSERT_TRUE(prepareDirectory(folder).has_value());
    EXPECT_EQ(modeOf(folder), 0700U);
    ::chmod(folder.c_str(), 0755);
    ASSERT_TRUE(prepareDirectory(folder).has_value());
    EXPECT_EQ(modeOf(folder), 0700U);
    std::ofstream(directory.path() / "file") << "x";
    EXPECT_FALSE(prepareDirectory(directory.path() / "file").has_value());
}

} // namespace
} // namespace paradox::node

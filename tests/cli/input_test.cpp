#include "app/cli/input.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <thread>

namespace paradox::cli {
namespace {

/// The same bytes from a file, from standard input and from a pipe: one limit, one word about it.
class InputTest : public ::testing::Test {
protected:
    void write(std::string_view bytes) { std::ofstream(file, std::ios::binary) << bytes; }
    void redirectStandardInput() { ASSERT_NE(std::freopen(file.c_str(), "r", stdin), nullptr); }
    static std::string errorOf(const std::expected<netting::JsonText, QString> &read)
    {
        return read ? "" : read.error().toStdString();
    }
    static std::string textOf(const std::expected<netting::JsonText, QString> &read)
    {
        return read ? std::string(read->view()) : read.error().toStdString();
    }

    testing::TempDirectory directory;
    std::string file = (directory.path() / "batch.json").string();
    QString path = QString::fromStdString(file);
};

TEST_F(InputTest, whatIsAsLargeAsTheLimitIsReadWhereverItComesFrom)
{
    write("0123456789");
    EXPECT_EQ(textOf(readInput(path, 10)), "0123456789");
    redirectStandardInput();
    EXPECT_EQ(textOf(readInput(QStringLiteral("-"), 10)), "0123456789");
}

TEST_F(InputTest, aByteMoreIsRefusedWithTheSameWordsWhereverItComesFrom)
{
    write("0123456789+");
    EXPECT_EQ(errorOf(readInput(path, 10)), file + " is larger than 10 bytes");
    redirectStandardInput();
    EXPECT_EQ(errorOf(readInput(QStringLiteral("-"), 10)), "- is larger than 10 bytes");
}

TEST_F(InputTest, whatNeverEndsIsRefusedAtTheLimit)
{
    EXPECT_EQ(errorOf(readInput(QStringLiteral("/dev/zero"), 3 << 20)), "/dev/zero is larger than 3 MiB");
}

TEST_F(InputTest, aPipeIsReadToItsEnd)
{
    const std::string pipe = (directory.path() / "pipe").string();
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    const std::string bytes(5 << 20, 'x');
    std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << bytes; });
    const auto read = readInput(QString::fromStdString(pipe), 6 << 20);
    writer.join();
    ASSERT_TRUE(read.has_value()) << errorOf(read);
    EXPECT_EQ(read->view(), bytes);
}

TEST_F(InputTest, anEmptyFileIsAnEmptyInput)
{
    write("");
    EXPECT_EQ(textOf(readInput(path, 10)), "");
}

TEST_F(InputTest, aFileThatIsNotThereSaysSo)
{
    EXPECT_EQ(errorOf(readInput(path, 10)), file + " cannot be read: No such file or directory");
}

TEST_F(InputTest, theLimitIsWhatNettingTakes)
{
    EXPECT_EQ(static_cast<std::size_t>(inputBytesMax), netting::netJsonSizeMax);
}

} // namespace
} // namespace paradox::cli

#include "storage/log_vfs.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <memory>
#include <sstream>

namespace paradox::storage {
namespace {

/// A log as SQLite opens one, beside the database it belongs to.
class LogVfsTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        std::ofstream(m_directory.path() / "x.db").put('\0');
        m_vfs = sqlite3_vfs_find(logVfs());
        ASSERT_NE(m_vfs, nullptr);
        m_memory = std::make_unique<std::max_align_t[]>(static_cast<std::size_t>(m_vfs->szOsFile));
        const int flags = SQLITE_OPEN_WAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        ASSERT_EQ(m_vfs->xOpen(m_vfs, m_path.c_str(), file(), flags, nullptr), SQLITE_OK);
    }
    void TearDown() override { EXPECT_EQ(file()->pMethods->xClose(file()), SQLITE_OK); }

    sqlite3_file *file() { return reinterpret_cast<sqlite3_file *>(m_memory.get()); }
    int write(std::string_view text, sqlite3_int64 offset)
    {
        return file()->pMethods->xWrite(file(), text.data(), static_cast<int>(text.size()), offset);
    }
    int sync() { return file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL); }
    std::string read(int size, sqlite3_int64 offset)
    {
        std::string out(static_cast<std::size_t>(size), '\0');
        EXPECT_EQ(file()->pMethods->xRead(file(), out.data(), size, offset), SQLITE_OK);
        return out;
    }
    std::string onDisk() const
    {
        std::ostringstream out;
        out << std::ifstream(m_path).rdbuf();
        return out.str();
    }

private:
    const testing::TempDirectory m_directory;
    const std::string m_path = (m_directory.path() / "x.db-wal").string();
    sqlite3_vfs *m_vfs = nullptr;
    std::unique_ptr<std::max_align_t[]> m_memory;
};

TEST_F(LogVfsTest, whatIsWrittenReachesTheFileWithTheSync)
{
    ASSERT_EQ(write("head", 0), SQLITE_OK);
    ASSERT_EQ(write("page", 4), SQLITE_OK);
    EXPECT_EQ(onDisk(), "");
    ASSERT_EQ(sync(), SQLITE_OK);
    EXPECT_EQ(onDisk(), "headpage");
}

TEST_F(LogVfsTest, aReadSeesWhatIsHeldBack)
{
    ASSERT_EQ(write("headpage", 0), SQLITE_OK);
    EXPECT_EQ(read(4, 2), "adpa");
    ASSERT_EQ(write("tail", 8), SQLITE_OK);
    EXPECT_EQ(read(4, 0), "head");
    EXPECT_EQ(read(6, 6), "getail");
}

TEST_F(LogVfsTest, aLaterWriteOverAnEarlierOneWins)
{
    ASSERT_EQ(write("aaaaaaaa", 0), SQLITE_OK);
    ASSERT_EQ(write("bb", 2), SQLITE_OK);
    ASSERT_EQ(write("cc", 8), SQLITE_OK);
    ASSERT_EQ(sync(), SQLITE_OK);
    EXPECT_EQ(onDisk(), "aabbaaaacc");
}

TEST_F(LogVfsTest, moreThanIsHeldBackIsKeptWhole)
{
    std::string all;
    for (int i = 0; i < 500; ++i) {
        const std::string page(4120, static_cast<char>('a' + i % 26));
        ASSERT_EQ(write(page, static_cast<sqlite3_int64>(all.size())), SQLITE_OK);
        all += page;
    }
    ASSERT_EQ(sync(), SQLITE_OK);
    EXPECT_EQ(onDisk(), all);
}

TEST_F(LogVfsTest, sizeAndTruncationCountWhatIsHeldBack)
{
    ASSERT_EQ(write("headpage", 0), SQLITE_OK);
    sqlite3_int64 size = 0;
    ASSERT_EQ(file()->pMethods->xFileSize(file(), &size), SQLITE_OK);
    EXPECT_EQ(size, 8);
    ASSERT_EQ(write("tail", 8), SQLITE_OK);
    ASSERT_EQ(file()->pMethods->xTruncate(file(), 5), SQLITE_OK);
    EXPECT_EQ(onDisk(), "headp");
}

TEST_F(LogVfsTest, aSyncThatCannotWriteFailsAndLosesNothing)
{
    {
        const testing::FullDisk disk(4);
        ASSERT_EQ(write("headpage", 0), SQLITE_OK);
        EXPECT_NE(sync(), SQLITE_OK);
    }
    EXPECT_EQ(sync(), SQLITE_OK);
    EXPECT_EQ(onDisk(), "headpage");
}

} // namespace
} // namespace paradox::storage

#include "storage/database.h"
#include "storage/schema.h"
#include "storage/writer.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

namespace paradox::storage {
namespace {

Cluster clusterOf(std::uint8_t byte)
{
    Cluster cluster;
    cluster.genesis.bytes.fill(byte);
    cluster.program.bytes.fill(2);
    cluster.engine.bytes.fill(3);
    return cluster;
}

void execRaw(const std::filesystem::path &file, const char *sql)
{
    sqlite3 *handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
}

std::int64_t numberOf(Connection &connection, Sql sql)
{
    Query query = connection.query(sql);
    EXPECT_TRUE(query.step());
    return query.integer(0);
}

TEST(Database, aSecondStartOnTheSameDirectoryIsRefusedInWords)
{
    const testing::TempDirectory directory;
    const auto first = Database::open(directory.path());
    ASSERT_TRUE(first.has_value()) << first.error().words;
    const auto second = Database::open(directory.path());
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().error, OpenError::InUse);
    EXPECT_NE(second.error().words.find(directory.path().string()), std::string::npos);
}

TEST(Database, theDirectoryIsFreeAgainAfterClosing)
{
    const testing::TempDirectory directory;
    ASSERT_TRUE(Database::open(directory.path()).has_value());
    EXPECT_TRUE(Database::open(directory.path()).has_value());
}

TEST(Database, aNewerSchemaIsRefusedAndLeftAlone)
{
    const testing::TempDirectory directory;
    ASSERT_TRUE(Database::open(directory.path()).has_value());
    execRaw(directory.path() / "node.db", "PRAGMA user_version = 999");
    const auto reopened = Database::open(directory.path());
    ASSERT_FALSE(reopened.has_value());
    EXPECT_EQ(reopened.error().error, OpenError::NewerSchema);
}

TEST(Database, aFileOfSchemaThreeKeepsItsSessions)
{
    const testing::TempDirectory directory;
    ASSERT_TRUE(Database::open(directory.path()).has_value());
    execRaw(directory.path() / "node.db", R"sql(
        DROP VIEW sessions_with_use;
        DROP TABLE session_use;
        DROP TABLE sessions;
        CREATE TABLE sessions (session_no INTEGER PRIMARY KEY, session BLOB NOT NULL UNIQUE, owner BLOB NOT NULL,
            state INTEGER NOT NULL, grant_bytes BLOB NOT NULL, max_total INTEGER NOT NULL, held INTEGER NOT NULL,
            spent INTEGER NOT NULL, intents INTEGER NOT NULL, registration TEXT, reason TEXT,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;
        CREATE INDEX sessions_by_owner ON sessions(owner, session_no);
        CREATE INDEX sessions_living ON sessions(session_no) WHERE state <= 2;
        INSERT INTO sessions VALUES (7, zeroblob(32), zeroblob(32), 1, zeroblob(254), 900, 40, 50, 6, 'op', 'WHY', 10, 20);
        PRAGMA user_version = 3;)sql");
    const auto reopened = Database::open(directory.path());
    ASSERT_TRUE(reopened.has_value()) << reopened.error().words;
    const ReadLease lease = (*reopened)->read();
    EXPECT_EQ(numberOf(lease, "PRAGMA user_version"), schemaVersion());
    EXPECT_EQ(numberOf(lease, "SELECT count(*) FROM sessions_with_use WHERE session_no = 7 AND state = 1 AND held = 40"
                              " AND spent = 50 AND intents = 6 AND registration = 'op' AND reason = 'WHY'"
                              " AND created_at = 10 AND updated_at = 20"),
              1);
    EXPECT_EQ(numberOf(lease, "SELECT max_total FROM session_use WHERE session_no = 7"), 900);
    EXPECT_EQ(numberOf(lease, "SELECT count(*) FROM sqlite_schema WHERE name = 'sessions_before'"), 0);
}

TEST(Database, anotherApplicationsFileIsRefused)
{
    const testing::TempDirectory directory;
    execRaw(directory.path() / "node.db", "CREATE TABLE theirs (x); PRAGMA application_id = 7");
    const auto opened = Database::open(directory.path());
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().error, OpenError::NotOurs);
}

TEST(Database, aFileThatIsNoDatabaseIsRefused)
{
    const testing::TempDirectory directory;
    std::ofstream(directory.path() / "node.db") << std::string(8192, 'x');
    const auto opened = Database::open(directory.path());
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().error, OpenError::Damaged);
}

TEST(Database, belongsToOneCluster)
{
    const testing::TempDirectory directory;
    {
        const auto database = Database::open(directory.path());
        ASSERT_TRUE((*database)->claim(clusterOf(1)).has_value());
        EXPECT_TRUE((*database)->claim(clusterOf(1)).has_value());
    }
    const auto database = Database::open(directory.path());
    const auto other = (*database)->claim(clusterOf(9));
    ASSERT_FALSE(other.has_value());
    EXPECT_EQ(other.error().error, OpenError::OtherCluster);
    EXPECT_NE(other.error().words.find("genesis"), std::string::npos);
    EXPECT_TRUE((*database)->claim(clusterOf(1)).has_value());
}

TEST(Database, filesAreOnlyTheOwners)
{
    const testing::TempDirectory directory;
    const auto database = Database::open(directory.path());
    for (const char *name : {"node.db", "node.db-wal", "node.lock"}) {
        const auto rights = std::filesystem::status(directory.path() / name).permissions();
        EXPECT_EQ(rights & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
                  std::filesystem::perms::none)
            << name;
    }
}

TEST(Database, readersCannotWrite)
{
    const testing::TempDirectory directory;
    const auto database = Database::open(directory.path());
    const ReadLease lease = (*database)->read();
    lease.connection().run("INSERT INTO meta VALUES ('a', zeroblob(1))");
    EXPECT_TRUE(lease.failure().has_value());
}

TEST(Database, connectionsAreHardened)
{
    const testing::TempDirectory directory;
    const auto database = Database::open(directory.path());
    testing::ManualClock clock;
    Writer writer(**database, clock);
    writer.start();
    const auto settings = writer.execute([](Transaction &transaction) {
        return std::vector<std::int64_t>{numberOf(transaction, "PRAGMA synchronous"),
                                         numberOf(transaction, "PRAGMA foreign_keys"),
                                         numberOf(transaction, "PRAGMA trusted_schema")};
    });
    EXPECT_EQ(*settings, (std::vector<std::int64_t>{2, 1, 0}));
    const ReadLease lease = (*database)->read();
    EXPECT_EQ(numberOf(lease, "PRAGMA user_version"), schemaVersion());
    // A table that is not STRICT would take text where a number belongs.
    EXPECT_EQ(numberOf(lease, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%'"),
              0);
}

} // namespace
} // namespace paradox::storage

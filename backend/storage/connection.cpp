#include "storage/connection.h"

#include "domain/assert.h"
#include "storage/log_vfs.h"

#include <sqlite3.h>

#include <cstdio>
#include <utility>

namespace paradox::storage {

namespace {

StorageError errorOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return StorageError::Busy;
    case SQLITE_FULL:
        return StorageError::DiskFull;
    case SQLITE_CONSTRAINT:
        return StorageError::Constraint;
    default:
        return StorageError::Failed;
    }
}

/// Wrong SQL or a wrong bind is a bug of this code, not of the disk.
void assertNotMisuse(sqlite3 *handle, int code)
{
    const int primary = code & 0xff;
    if (primary == SQLITE_ERROR || primary == SQLITE_MISUSE || primary == SQLITE_RANGE)
        std::fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(handle));
    PARADOX_ASSERT(primary != SQLITE_ERROR);
    PARADOX_ASSERT(primary != SQLITE_MISUSE);
    PARADOX_ASSERT(primary != SQLITE_RANGE);
}

} // namespace

std::string_view toText(StorageError error)
{
    switch (error) {
    case StorageError::Busy:
        return "busy";
    case StorageError::DiskFull:
        return "disk full";
    case StorageError::Constraint:
        return "constraint";
    case StorageError::Failed:
        return "failed";
    case StorageError::Stopped:
        return "stopped";
    }
    PARADOX_ASSERT(false);
    return {};
}

Query::Query(Query &&other) noexcept
    : m_connection(other.m_connection),
      m_statement(std::exchange(other.m_statement, nullptr)),
      m_bound(other.m_bound),
      m_values(other.m_values)
{
}

Query::~Query()
{
    if (m_statement)
        m_connection->release(m_statement);
}

bool Query::step()
{
    if (!m_statement || m_connection->m_failure)
        return false;
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        m_connection->fail(code);
    return false;
}

std::int64_t Query::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::uint64_t Query::unsignedInteger(int column) const
{
    return static_cast<std::uint64_t>(integer(column));
}

bool Query::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

ByteSpan Query::blob(int column) const
{
    const void *data = sqlite3_column_blob(m_statement, column);
    return {static_cast<const std::uint8_t *>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

std::string Query::text(int column) const
{
    const unsigned char *data = sqlite3_column_text(m_statement, column);
    return data ? std::string(reinterpret_cast<const char *>(data),
                              static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
                : std::string();
}

void Query::copyFixed(int column, std::span<std::uint8_t> out) const
{
    if (isNull(column))
        return;
    const ByteSpan bytes = blob(column);
    if (bytes.size() == out.size())
        std::memcpy(out.data(), bytes.data(), out.size());
    else
        m_connection->fail(SQLITE_CORRUPT);
}

std::unique_ptr<Connection> Connection::open(const std::string &file, Access access, std::string &words)
{
    sqlite3 *handle = nullptr;
    const int flags =
        (access == Access::ReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) |
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    // Whoever writes does so with synchronous = FULL, SQLite's default and what Database asks for once more.
    const char *const vfs = access == Access::ReadWrite ? logVfs() : nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, vfs);
    std::unique_ptr<Connection> connection(new Connection(handle));
    if (code != SQLITE_OK) {
        words = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
        return nullptr;
    }
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(handle, 5000);
    return connection;
}

Connection::~Connection()
{
    for (const auto &[statement, text] : m_texts)
        sqlite3_finalize(statement);
    sqlite3_close(m_handle);
}

bool Connection::script(const char *literal)
{
    if (m_failure)
        return false;
    const int code = sqlite3_exec(m_handle, literal, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        fail(code);
    return code == SQLITE_OK;
}

std::int64_t Connection::changes() const
{
    return sqlite3_changes64(m_handle);
}

void Connection::clearFailure()
{
    m_failure.reset();
    m_failureWords.clear();
}

void Connection::rollBack()
{
    clearFailure();
    if (isInTransaction())
        script("ROLLBACK");
    clearFailure();
}

bool Connection::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

void Connection::checkpoint()
{
    sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

void Connection::syncFile()
{
    sqlite3_file *file = nullptr;
    if (sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file->pMethods)
        return;
    // A failure is met again by the checkpoint that must sync before the log starts over.
    (void)file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

void Connection::watchLog(int &pages)
{
    const auto note = [](void *target, sqlite3 *, const char *, int count) {
        *static_cast<int *>(target) = count;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(m_handle, note, &pages);
}

sqlite3_stmt *Connection::prepared(const char *sql)
{
    if (m_failure)
        return nullptr;
    std::vector<sqlite3_stmt *> &idle = m_idle[sql];
    if (!idle.empty()) {
        sqlite3_stmt *statement = idle.back();
        idle.pop_back();
        return statement;
    }
    sqlite3_stmt *statement = nullptr;
    const int code = sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
        assertNotMisuse(m_handle, code);
        fail(code);
        return nullptr;
    }
    m_texts.emplace(statement, sql);
    return statement;
}

void Connection::fail(int code)
{
    assertNotMisuse(m_handle, code);
    if (m_failure)
        return;
    m_failure = errorOf(code);
    m_failureWords = sqlite3_errmsg(m_handle);
}

void Connection::release(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    m_idle[m_texts.at(statement)].push_back(statement);
}

void Connection::bindInteger(Query &query, std::int64_t value)
{
    if (query.m_statement)
        check(sqlite3_bind_int64(query.m_statement, ++query.m_bound, value));
}

// Copies for a query, which may outlive the expression its values came from.
void Connection::bindBlob(Query &query, ByteSpan value)
{
    static constexpr std::uint8_t nothing = 0; // a null pointer would bind NULL
    if (query.m_statement)
        check(sqlite3_bind_blob64(query.m_statement, ++query.m_bound, value.empty() ? &nothing : value.data(),
                                  value.size(),
                                  query.m_values == Query::Values::Copied ? SQLITE_TRANSIENT : SQLITE_STATIC));
}

void Connection::bindText(Query &query, std::string_view value)
{
    if (query.m_statement)
        check(sqlite3_bind_text64(query.m_statement, ++query.m_bound, value.data() ? value.data() : "", value.size(),
                                  query.m_values == Query::Values::Copied ? SQLITE_TRANSIENT : SQLITE_STATIC,
                                  SQLITE_UTF8));
}

void Connection::bindNull(Query &query)
{
    if (query.m_statement)
        check(sqlite3_bind_null(query.m_statement, ++query.m_bound));
}

void Connection::check(int code)
{
    if (code != SQLITE_OK)
        fail(code);
}

} // namespace paradox::storage

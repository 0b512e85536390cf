#pragma once

#include "domain/amount.h"
#include "domain/bytes.h"
#include "domain/ids.h"
#include "storage/query.h"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;

namespace paradox::storage {

/// Why the database did not do what it was asked. `Failed` covers an I/O error or a damaged file.
enum class StorageError { Busy, DiskFull, Constraint, Failed, Stopped };
[[nodiscard]] std::string_view toText(StorageError error);

/// A statement's text. Only a literal converts, so no text from outside can become SQL.
struct Sql {
    const char *text;
    template <std::size_t Size>
    consteval Sql(const char (&literal)[Size]) : text(literal)
    {
    }
};

struct Null {};

class IntentTail;

/// One SQLite connection with its cache of prepared statements. One thread at a time. Failures stick: after the first,
/// `failure()` says why and every statement does nothing, until `clearFailure()`.
class Connection {
public:
    enum class Access { ReadWrite, ReadOnly };

    [[nodiscard]] static std::unique_ptr<Connection> open(const std::string &file, Access access, std::string &words);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    template <class... Values>
    [[nodiscard]] Query query(Sql sql, const Values &...values)
    {
        Query query(*this, prepared(sql.text));
        (bind(query, values), ...);
        return query;
    }
    /// Runs a statement that gives no rows; the number of rows changed.
    template <class... Values>
    std::int64_t run(Sql sql, const Values &...values)
    {
        Query running(*this, prepared(sql.text));
        running.m_values = Query::Values::Borrowed;
        (bind(running, values), ...);
        while (running.step())
            ;
        return changes();
    }
    /// Several statements with no values: schema steps and transaction control.
    bool script(const char *literal);

    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] std::optional<StorageError> failure() const { return m_failure; }
    [[nodiscard]] const std::string &failureWords() const { return m_failureWords; }
    void clearFailure();
    /// Ends the open transaction and forgets the failure. Some failures, such as a full disk, have ended it already.
    void rollBack();
    [[nodiscard]] bool isInTransaction() const;

    /// The newest intents' keys, beside the tables; null on a connection without a Database.
    [[nodiscard]] IntentTail *intentTail() const { return m_intentTail; }
    void setIntentTail(IntentTail &tail) { m_intentTail = &tail; }

    /// Copies what it can of the write-ahead log into the database, without waiting for anybody.
    void checkpoint();
    /// Makes what checkpoints copied durable, beside another connection that commits.
    void syncFile();
    /// Keeps `pages` at the length of the log after each commit of this connection.
    void watchLog(int &pages);

private:
    friend class Query;
    explicit Connection(sqlite3 *handle) : m_handle(handle) {}
    [[nodiscard]] sqlite3_stmt *prepared(const char *sql);
    void fail(int code);
    void check(int code);
    void release(sqlite3_stmt *statement);

    void bindInteger(Query &query, std::int64_t value);
    void bindBlob(Query &query, ByteSpan value);
    void bindText(Query &query, std::string_view value);
    void bindNull(Query &query);

    void bind(Query &query, std::integral auto value) { bindInteger(query, static_cast<std::int64_t>(value)); }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void bind(Query &query, Enum value)
    {
        bindInteger(query, static_cast<std::int64_t>(value));
    }
    template <class Tag, class Value>
    void bind(Query &query, Strong<Tag, Value> value)
    {
        bindInteger(query, static_cast<std::int64_t>(value.value));
    }
    void bind(Query &query, Lamports value) { bindInteger(query, static_cast<std::int64_t>(value.value)); }
    template <class Tag, std::size_t Size>
    void bind(Query &query, const FixedBytes<Tag, Size> &value)
    {
        bindBlob(query, value.bytes);
    }
    void bind(Query &query, ByteSpan value) { bindBlob(query, value); }
    void bind(Query &query, const Bytes &value) { bindBlob(query, value); }
    template <std::size_t Size>
    void bind(Query &query, const std::array<std::uint8_t, Size> &value)
    {
        bindBlob(query, value);
    }
    void bind(Query &query, std::string_view value) { bindText(query, value); }
    void bind(Query &query, const std::string &value) { bindText(query, value); }
    void bind(Query &query, Null) { bindNull(query); }
    template <class Value>
    void bind(Query &query, const std::optional<Value> &value)
    {
        if (value)
            bind(query, *value);
        else
            bindNull(query);
    }

    sqlite3 *m_handle;
    IntentTail *m_intentTail = nullptr;
    std::unordered_map<const char *, std::vector<sqlite3_stmt *>> m_idle;
    std::unordered_map<sqlite3_stmt *, const char *> m_texts;
    std::optional<StorageError> m_failure;
    std::string m_failureWords;
};

} // namespace paradox::storage

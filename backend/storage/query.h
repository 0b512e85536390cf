#pragma once

#include "domain/bytes.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>

struct sqlite3_stmt;

namespace paradox::storage {

class Connection;

/// A running prepared statement; goes back to its connection's cache when it dies. Columns count from 0.
class Query {
public:
    Query(Query &&other) noexcept;
    Query(const Query &) = delete;
    Query &operator=(Query &&) = delete;
    Query &operator=(const Query &) = delete;
    ~Query();

    /// True while there is a row. False at the end and on failure, which the connection remembers.
    [[nodiscard]] bool step();
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::uint64_t unsignedInteger(int column) const;
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] ByteSpan blob(int column) const; ///< valid until the next step
    [[nodiscard]] std::string text(int column) const;
    /// Zeros when NULL. Another length is a damaged row and fails the connection.
    template <class Fixed>
    [[nodiscard]] Fixed fixed(int column) const
    {
        Fixed value;
        copyFixed(column, value.bytes);
        return value;
    }
    template <class Id>
    [[nodiscard]] Id id(int column) const
    {
        return Id{static_cast<decltype(Id::value)>(integer(column))};
    }
    template <class Id>
    [[nodiscard]] std::optional<Id> optionalId(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional<Id>(id<Id>(column));
    }

private:
    friend class Connection;
    Query(Connection &connection, sqlite3_stmt *statement) : m_connection(&connection), m_statement(statement) {}
    void copyFixed(int column, std::span<std::uint8_t> out) const;

    enum class Values : std::uint8_t { Copied, Borrowed };

    Connection *m_connection;
    sqlite3_stmt *m_statement;
    int m_bound = 0;
    Values m_values = Values::Copied; ///< borrowed ones outlive the statement's run
};

} // namespace paradox::storage

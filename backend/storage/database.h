#pragma once

#include "domain/bytes.h"
#include "storage/connection.h"
#include "storage/intent_tail.h"

#include <condition_variable>
#include <expected>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace paradox::storage {

enum class OpenError {
    CannotOpen,  ///< no rights, no space, not a directory
    InUse,       ///< another process holds this directory
    NotOurs,     ///< an SQLite file of some other application
    NewerSchema, ///< written by a newer release; never touched
    MigrationFailed,
    Damaged,
    OtherCluster, ///< belongs to another genesis, program or venue
};

struct OpenFailure {
    OpenError error;
    std::string words; ///< for a person, with the path
};

/// To which chain and venue everything in a database belongs.
struct Cluster {
    Hash genesis;
    PublicKey program;
    PublicKey engine;

    bool operator==(const Cluster &) const = default;
};

class Database;

/// A read connection, borrowed for one piece of work on one thread: a snapshot per statement.
class ReadLease {
public:
    ReadLease(ReadLease &&other) noexcept;
    ReadLease(const ReadLease &) = delete;
    ReadLease &operator=(const ReadLease &) = delete;
    ReadLease &operator=(ReadLease &&) = delete;
    ~ReadLease();

    [[nodiscard]] Connection &connection() const { return *m_connection; }
    operator Connection &() const { return *m_connection; }
    /// What went wrong since the lease began, if anything: then empty results mean nothing.
    [[nodiscard]] std::optional<StorageError> failure() const { return m_connection->failure(); }

private:
    friend class Database;
    ReadLease(Database &database, std::unique_ptr<Connection> connection);
    Database *m_database;
    std::unique_ptr<Connection> m_connection;
};

/// The node's SQLite database in one directory, which it locks: DIR/node.db (WAL, synchronous FULL) and DIR/node.lock.
/// `open` brings the schema up to this release. Any thread.
class Database {
public:
    static constexpr std::size_t readersMax = 8;

    [[nodiscard]] static std::expected<std::unique_ptr<Database>, OpenFailure>
    open(const std::filesystem::path &directory);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Binds a new database to a cluster; refuses one that belongs to another. Before the writer starts.
    [[nodiscard]] std::expected<void, OpenFailure> claim(const Cluster &cluster);

    /// Waits while all readers are lent out.
    [[nodiscard]] ReadLease read();

    [[nodiscard]] const std::filesystem::path &directory() const { return m_directory; }
    [[nodiscard]] std::filesystem::path file() const { return m_directory / "node.db"; }

private:
    friend class ReadLease;
    friend class Writer;
    Database() = default;
    void giveBack(std::unique_ptr<Connection> connection);

    std::filesystem::path m_directory;
    int m_lock = -1;
    IntentTail m_intentTail;
    std::unique_ptr<Connection> m_writeConnection;
    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<Connection>> m_readers;
    std::size_t m_lent = 0;
};

} // namespace paradox::storage

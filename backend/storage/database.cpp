#include "storage/database.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "storage/schema.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

namespace paradox::storage {

namespace {

std::unexpected<OpenFailure> refuse(OpenError error, std::string words)
{
    return std::unexpected(OpenFailure{error, std::move(words)});
}

/// Puts the connection into the mode that everything here relies on.
bool settle(Connection &connection, Connection::Access access)
{
    if (access == Connection::Access::ReadOnly)
        return connection.script("PRAGMA cache_size = -4000; PRAGMA query_only = ON; PRAGMA temp_store = MEMORY");
    return connection.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                             "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -32000;"
                             "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864");
}

std::expected<int, OpenFailure> lockDirectory(const std::filesystem::path &directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error || !std::filesystem::is_directory(directory))
        return refuse(OpenError::CannotOpen, "cannot use the directory " + directory.string());
    const std::filesystem::path file = directory / "node.lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return refuse(OpenError::CannotOpen, "cannot open " + file.string() + ": " + std::strerror(errno));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return refuse(OpenError::InUse, "another node already runs on " + directory.string());
    }
    return descriptor;
}

} // namespace

ReadLease::ReadLease(Database &database, std::unique_ptr<Connection> connection)
    : m_database(&database),
      m_connection(std::move(connection))
{
}

ReadLease::ReadLease(ReadLease &&other) noexcept
    : m_database(other.m_database),
      m_connection(std::move(other.m_connection))
{
}

ReadLease::~ReadLease()
{
    if (m_connection)
        m_database->giveBack(std::move(m_connection));
}

std::expected<std::unique_ptr<Database>, OpenFailure> Database::open(const std::filesystem::path &directory)
{
    std::unique_ptr<Database> database(new Database);
    database->m_directory = directory;
    const std::expected<int, OpenFailure> lock = lockDirectory(directory);
    if (!lock)
        return std::unexpected(lock.error());
    database->m_lock = *lock;

    const std::filesystem::path file = database->file();
    // SQLite gives the WAL and its index the rights of the database file.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return refuse(OpenError::CannotOpen, "cannot open " + file.string() + ": " + std::strerror(errno));
    ::close(descriptor);

    std::string words;
    database->m_writeConnection = Connection::open(file.string(), Connection::Access::ReadWrite, words);
    if (!database->m_writeConnection)
        return refuse(OpenError::CannotOpen, "cannot open " + file.string() + ": " + words);
    if (auto migrated = migrate(*database->m_writeConnection); !migrated)
        return refuse(migrated.error().error, file.string() + ": " + migrated.error().words);
    if (!settle(*database->m_writeConnection, Connection::Access::ReadWrite))
        return refuse(OpenError::Damaged, file.string() + ": " + database->m_writeConnection->failureWords());
    database->m_writeConnection->setIntentTail(database->m_intentTail);
    database->m_intentTail.load(*database->m_writeConnection);
    if (database->m_writeConnection->failure())
        return refuse(OpenError::Damaged, file.string() + ": " + database->m_writeConnection->failureWords());
    for (std::size_t i = 0; i < readersMax; ++i) {
        auto reader = Connection::open(file.string(), Connection::Access::ReadOnly, words);
        if (!reader || !settle(*reader, Connection::Access::ReadOnly))
            return refuse(OpenError::CannotOpen, "cannot read " + file.string() + ": " + words);
        reader->setIntentTail(database->m_intentTail);
        database->m_readers.push_back(std::move(reader));
    }
    return database;
}

Database::~Database()
{
    PARADOX_ASSERT(m_lent == 0);
    m_readers.clear();
    m_writeConnection.reset();
    if (m_lock >= 0)
        ::close(m_lock);
}

std::expected<void, OpenFailure> Database::claim(const Cluster &cluster)
{
    Connection &connection = *m_writeConnection;
    Bytes wanted;
    for (const ByteSpan part : {cluster.genesis.span(), cluster.program.span(), cluster.engine.span()})
        wanted.insert(wanted.end(), part.begin(), part.end());
    std::optional<Bytes> present;
    {
        Query query = connection.query("SELECT value FROM meta WHERE key = 'cluster'");
        if (query.step()) {
            const ByteSpan value = query.blob(0);
            present.emplace(value.begin(), value.end());
        }
    }
    if (!present && !connection.failure())
        connection.run("INSERT INTO meta VALUES ('cluster', ?1)", wanted);
    if (connection.failure())
        return refuse(OpenError::Damaged, m_directory.string() + ": " + connection.failureWords());
    if (!present || *present == wanted)
        return {};
    const ByteSpan stored = *present;
    std::string words = "the database in " + m_directory.string() + " belongs to another cluster: ";
    if (!std::equal(stored.begin(), stored.begin() + 32, wanted.begin()))
        words += "its genesis is " + base58Encode(stored.first(32)) + ", this one's is " + toBase58(cluster.genesis);
    else
        words += "the genesis is the same, but program or venue is another";
    return refuse(OpenError::OtherCluster, words);
}

ReadLease Database::read()
{
    std::unique_lock lock(m_mutex);
    m_returned.wait(lock, [this] { return !m_readers.empty(); });
    std::unique_ptr<Connection> connection = std::move(m_readers.back());
    m_readers.pop_back();
    ++m_lent;
    connection->clearFailure();
    return {*this, std::move(connection)};
}

void Database::giveBack(std::unique_ptr<Connection> connection)
{
    const std::lock_guard lock(m_mutex);
    m_readers.push_back(std::move(connection));
    --m_lent;
    m_returned.notify_one();
}

} // namespace paradox::storage

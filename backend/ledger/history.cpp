#include "ledger/history.h"

#include "domain/assert.h"
#include "ledger/file.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace paradox::ledger {

namespace {

constexpr int indexBits = 20; ///< a place is slot and index in one number

std::int64_t toPlace(Slot slot, std::uint32_t index)
{
    return static_cast<std::int64_t>(slot.value << indexBits | index);
}

/// The first eight bytes: enough to find a few candidates, which are then compared whole.
template <class Fixed>
std::int64_t headOf(const Fixed &value)
{
    std::int64_t head = 0;
    std::memcpy(&head, value.data(), sizeof head);
    return head;
}

bool concerns(const TransactionRecord &record, const PublicKey &address)
{
    const std::vector<PublicKey> keys = record.keys();
    return std::ranges::find(keys, address) != keys.end();
}

enum Query : std::size_t {
    insertBlock,
    insertTransaction,
    insertSignature,
    insertAddress,
    selectSignature,
    selectAddress,
    selectBlock,
    selectRecords,
    selectSlots,
    selectLast,
};

constexpr std::array queries = std::to_array<const char *>({
    "INSERT OR IGNORE INTO blocks(slot, body) VALUES(?1, ?2)",
    "INSERT OR IGNORE INTO transactions(place, body) VALUES(?1, ?2)",
    "INSERT OR IGNORE INTO signatures(head, place) VALUES(?1, ?2)",
    "INSERT OR IGNORE INTO addresses(head, place) VALUES(?1, ?2)",
    "SELECT t.body FROM signatures s JOIN transactions t ON t.place = s.place WHERE s.head = ?1 ORDER BY s.place DESC",
    "SELECT t.body FROM addresses a JOIN transactions t ON t.place = a.place"
    " WHERE a.head = ?1 AND a.place < ?2 AND a.place > ?3 ORDER BY a.place DESC",
    "SELECT body FROM blocks WHERE slot = ?1",
    "SELECT body FROM transactions WHERE place >= ?1 AND place < ?2 ORDER BY place",
    "SELECT slot FROM blocks WHERE slot >= ?1 AND slot <= ?2 ORDER BY slot LIMIT ?3",
    "SELECT max(slot) FROM blocks",
});

constexpr const char *schema =
    "CREATE TABLE IF NOT EXISTS genesis(hash BLOB NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS blocks(slot INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS transactions(place INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS signatures(head INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY(head, place))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS addresses(head INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY(head, place))"
    " STRICT, WITHOUT ROWID;";

} // namespace

/// One prepared statement in use: reset when it goes.
class History::Statement {
public:
    explicit Statement(sqlite3_stmt *statement) : m_statement(statement) {}
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    ~Statement() { sqlite3_finalize(m_statement); }

    Statement &start()
    {
        sqlite3_reset(m_statement);
        return *this;
    }
    Statement &bind(int at, std::int64_t value)
    {
        sqlite3_bind_int64(m_statement, at, value);
        return *this;
    }
    Statement &bind(int at, ByteSpan value)
    {
        sqlite3_bind_blob64(m_statement, at, value.data(), value.size(), SQLITE_TRANSIENT);
        return *this;
    }
    [[nodiscard]] bool row() { return sqlite3_step(m_statement) == SQLITE_ROW; }
    [[nodiscard]] bool done() { return sqlite3_step(m_statement) == SQLITE_DONE; }
    [[nodiscard]] ByteSpan blob()
    {
        const auto *bytes = static_cast<const std::uint8_t *>(sqlite3_column_blob(m_statement, 0));
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, 0))};
    }
    [[nodiscard]] std::int64_t number() { return sqlite3_column_int64(m_statement, 0); }

private:
    sqlite3_stmt *m_statement;
};

History::History(sqlite3 *database) : m_database(database)
{
}

History::~History()
{
    m_statements.clear();
    sqlite3_close(m_database);
}

std::unique_ptr<History> History::open(const std::filesystem::path &file, const Hash &genesis)
{
    // SQLite gives its other files the mode of this one.
    const File made(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!made.isOpen())
        return nullptr;
    sqlite3 *database = nullptr;
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
    if (sqlite3_open_v2(file.c_str(), &database, flags, nullptr) != SQLITE_OK) {
        sqlite3_close(database);
        return nullptr;
    }
    std::unique_ptr<History> history(new History(database));
    if (!history->prepare(genesis))
        return nullptr;
    return history;
}

bool History::execute(const char *sql) const
{
    return sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool History::prepare(const Hash &genesis)
{
    // Losing the last appended slots to a power cut is fine (the journal has them), a damaged file is not.
    if (!execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;"
                 "PRAGMA trusted_schema=OFF; PRAGMA journal_size_limit=16777216") ||
        !execute(schema))
        return false;
    sqlite3_db_config(m_database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    for (const char *sql : queries) {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v3(m_database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
            return false;
        m_statements.push_back(std::make_unique<Statement>(statement));
    }
    sqlite3_stmt *own = nullptr;
    if (sqlite3_prepare_v2(m_database, "SELECT hash FROM genesis", -1, &own, nullptr) != SQLITE_OK)
        return false;
    Statement held(own);
    if (held.row())
        return Hash::from(held.blob()) == genesis && m_statements[selectLast]->start().row() &&
               (m_lastSlot = {static_cast<std::uint64_t>(m_statements[selectLast]->number())}, true);
    sqlite3_stmt *insertion = nullptr;
    if (sqlite3_prepare_v2(m_database, "INSERT INTO genesis(hash) VALUES(?1)", -1, &insertion, nullptr) != SQLITE_OK)
        return false;
    return Statement(insertion).bind(1, genesis.span()).done();
}

bool History::insert(const SlotRecords &slot)
{
    const auto number = static_cast<std::int64_t>(slot.block.slot.value);
    if (!m_statements[insertBlock]->start().bind(1, number).bind(2, encodeBlock(slot.block)).done())
        return false;
    for (const RecordRef &record : slot.records) {
        const std::int64_t place = toPlace(record->slot, record->index);
        if (!m_statements[insertTransaction]->start().bind(1, place).bind(2, encodeRecord(*record)).done())
            return false;
        const std::int64_t head = headOf(record->signature());
        if (!m_statements[insertSignature]->start().bind(1, head).bind(2, place).done())
            return false;
        for (const PublicKey &key : record->keys()) {
            if (!m_statements[insertAddress]->start().bind(1, headOf(key)).bind(2, place).done())
                return false;
        }
    }
    return true;
}

bool History::append(std::span<const SlotRecords> slots)
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &statement : m_statements)
        statement->start(); // an open read would keep the log from shrinking
    if (!execute("BEGIN IMMEDIATE"))
        return false;
    bool good = true;
    for (const SlotRecords &slot : slots) {
        if (good && slot.block.slot > m_lastSlot && !slot.records.empty())
            good = insert(slot);
    }
    for (const auto &statement : m_statements)
        statement->start();
    if (!good || !execute("COMMIT")) {
        (void)execute("ROLLBACK");
        return false;
    }
    for (const SlotRecords &slot : slots)
        m_lastSlot = std::max(m_lastSlot, slot.block.slot);
    return true;
}

bool History::checkpoint()
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &statement : m_statements)
        statement->start();
    return sqlite3_wal_checkpoint_v2(m_database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) == SQLITE_OK;
}

Slot History::lastSlot() const
{
    const std::scoped_lock lock(m_mutex);
    return m_lastSlot;
}

std::optional<TransactionRecord> History::bySignature(const Signature &signature) const
{
    const std::scoped_lock lock(m_mutex);
    Statement &found = m_statements[selectSignature]->start().bind(1, headOf(signature));
    while (found.row()) {
        std::optional<TransactionRecord> record = decodeRecord(found.blob());
        if (record && record->signature() == signature)
            return record;
    }
    return std::nullopt;
}

std::vector<TransactionRecord> History::byAddress(const AddressQuery &query) const
{
    const std::scoped_lock lock(m_mutex);
    constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();
    const std::int64_t before = query.before ? toPlace(query.before->slot, query.before->index) : newest;
    const std::int64_t until = query.until ? toPlace(query.until->slot, query.until->index) : -1;
    Statement &found = m_statements[selectAddress]->start();
    found.bind(1, headOf(query.address)).bind(2, before).bind(3, until);
    std::vector<TransactionRecord> records;
    while (records.size() < query.limit && found.row()) {
        std::optional<TransactionRecord> record = decodeRecord(found.blob());
        if (record && concerns(*record, query.address))
            records.push_back(std::move(*record));
    }
    return records;
}

std::optional<History::SlotRecords> History::block(Slot slot) const
{
    const std::scoped_lock lock(m_mutex);
    Statement &found = m_statements[selectBlock]->start().bind(1, static_cast<std::int64_t>(slot.value));
    if (slot.value >> 43 != 0 || !found.row())
        return std::nullopt;
    const std::optional<Block> block = decodeBlock(found.blob());
    if (!block)
        return std::nullopt;
    SlotRecords result{*block, {}};
    Statement &rows = m_statements[selectRecords]->start();
    rows.bind(1, toPlace(slot, 0)).bind(2, toPlace({slot.value + 1}, 0));
    while (rows.row()) {
        if (std::optional<TransactionRecord> record = decodeRecord(rows.blob()))
            result.records.push_back(std::make_shared<const TransactionRecord>(std::move(*record)));
    }
    return result;
}

std::vector<Slot> History::slots(Slot first, Slot last, std::size_t limit) const
{
    constexpr std::uint64_t highest = std::numeric_limits<std::int64_t>::max();
    const std::scoped_lock lock(m_mutex);
    Statement &found = m_statements[selectSlots]->start();
    found.bind(1, static_cast<std::int64_t>(std::min(first.value, highest)));
    found.bind(2, static_cast<std::int64_t>(std::min(last.value, highest))).bind(3, static_cast<std::int64_t>(limit));
    std::vector<Slot> slots;
    while (found.row())
        slots.push_back({static_cast<std::uint64_t>(found.number())});
    return slots;
}

} // namespace paradox::ledger

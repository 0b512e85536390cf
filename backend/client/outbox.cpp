#include "client/outbox.h"

#include <sqlite3.h>

namespace paradox::client {
namespace {

constexpr int applicationId = 0x50504f42; // "PPOB"

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Statement prepare(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
    return {statement, &sqlite3_finalize};
}

/// True when the statement ran to its end, whether it gave rows or not.
bool run(sqlite3 *database, const char *sql)
{
    const Statement statement = prepare(database, sql);
    int code = SQLITE_ERROR;
    while (statement && (code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    }
    return code == SQLITE_DONE;
}

int pragma(sqlite3 *database, const char *sql)
{
    const Statement statement = prepare(database, sql);
    return statement && sqlite3_step(statement.get()) == SQLITE_ROW ? sqlite3_column_int(statement.get(), 0) : -1;
}

void bindBlob(const Statement &statement, int index, ByteSpan bytes)
{
    sqlite3_bind_blob(statement.get(), index, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
}

ByteSpan blob(const Statement &statement, int column)
{
    const auto *data = static_cast<const std::uint8_t *>(sqlite3_column_blob(statement.get(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), column))};
}

} // namespace

class Outbox::Store {
public:
    explicit Store(sqlite3 *handle) : database(handle) {}
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;
    ~Store() { sqlite3_close(database); }

    sqlite3 *database;
};

Outbox::Outbox(std::unique_ptr<Store> store) : m_store(std::move(store))
{
}
Outbox::~Outbox() = default;

std::unique_ptr<Outbox> Outbox::open(const QString &path, QString &error)
{
    sqlite3 *handle = nullptr;
    const int opened = sqlite3_open_v2(path.toUtf8().constData(), &handle,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, nullptr);
    auto store = std::make_unique<Store>(handle);
    if (opened != SQLITE_OK) {
        error = QStringLiteral("The outbox cannot be opened: ") + QString::fromUtf8(sqlite3_errmsg(handle));
        return nullptr;
    }
    sqlite3_busy_timeout(handle, 5000);
    const int found = pragma(handle, "PRAGMA application_id");
    const bool isOurs =
        found == applicationId || (found == 0 && pragma(handle, "SELECT count(*) FROM sqlite_schema") == 0);
    const bool isReady =
        isOurs && run(handle, "PRAGMA application_id = 1347440450") && run(handle, "PRAGMA journal_mode = WAL") &&
        run(handle, "PRAGMA synchronous = FULL") &&
        run(handle, "CREATE TABLE IF NOT EXISTS outbox(id BLOB PRIMARY KEY, preimage BLOB NOT NULL, "
                    "signature BLOB NOT NULL, state INTEGER NOT NULL, written_at INTEGER NOT NULL) STRICT");
    if (!isReady) {
        error = QStringLiteral("The outbox file is not an outbox or cannot be written.");
        return nullptr;
    }
    return std::unique_ptr<Outbox>(new Outbox(std::move(store)));
}

bool Outbox::put(const SignedIntent &intent, UnixMillis now)
{
    const IntentPreimage preimage = encodeIntent(intent.intent);
    const Statement statement = prepare(m_store->database, "INSERT INTO outbox VALUES(?1, ?2, ?3, ?4, ?5) "
                                                           "ON CONFLICT(id) DO UPDATE SET state = excluded.state");
    bindBlob(statement, 1, intentIdOf(preimage).bytes);
    bindBlob(statement, 2, preimage);
    bindBlob(statement, 3, intent.signature.bytes);
    sqlite3_bind_int(statement.get(), 4, static_cast<int>(OutboxState::Sending));
    sqlite3_bind_int64(statement.get(), 5, now.value);
    const bool done = sqlite3_step(statement.get()) == SQLITE_DONE;
    if (done)
        Q_EMIT changed();
    return done;
}

bool Outbox::mark(const IntentId &id, OutboxState state)
{
    const Statement statement = prepare(m_store->database, "UPDATE outbox SET state = ?2 WHERE id = ?1");
    bindBlob(statement, 1, id.bytes);
    sqlite3_bind_int(statement.get(), 2, static_cast<int>(state));
    const bool done = sqlite3_step(statement.get()) == SQLITE_DONE;
    if (done)
        Q_EMIT changed();
    return done;
}

bool Outbox::remove(const IntentId &id)
{
    const Statement statement = prepare(m_store->database, "DELETE FROM outbox WHERE id = ?1");
    bindBlob(statement, 1, id.bytes);
    const bool done = sqlite3_step(statement.get()) == SQLITE_DONE;
    if (done)
        Q_EMIT changed();
    return done;
}

std::vector<OutboxEntry> Outbox::entries() const
{
    std::vector<OutboxEntry> entries;
    const Statement statement = prepare(
        m_store->database, "SELECT id, preimage, signature, state, written_at FROM outbox ORDER BY written_at, id");
    while (statement && sqlite3_step(statement.get()) == SQLITE_ROW) {
        const auto id = IntentId::from(blob(statement, 0));
        const auto intent = decodeIntent(blob(statement, 1));
        const auto signature = Signature::from(blob(statement, 2));
        if (!id || !intent || !signature)
            continue;
        const bool isResolving = sqlite3_column_int(statement.get(), 3) == static_cast<int>(OutboxState::Resolving);
        entries.push_back({.id = *id,
                           .intent = {*intent, *signature},
                           .state = isResolving ? OutboxState::Resolving : OutboxState::Sending,
                           .writtenAt = {sqlite3_column_int64(statement.get(), 4)}});
    }
    return entries;
}

} // namespace paradox::client

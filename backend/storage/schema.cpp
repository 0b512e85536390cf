#include "storage/schema.h"

#include <array>
#include <string>

namespace paradox::storage {

namespace {

// Steps are append-only: a released step is never edited, the next change is a new one.
constexpr const char *stepOne = R"sql(
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    feed_seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    topic INTEGER NOT NULL,
    ref INTEGER NOT NULL,
    entity BLOB,
    owner BLOB,
    actor INTEGER NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    reason TEXT,
    payload TEXT
) STRICT;
CREATE INDEX events_by_ref ON events(topic, ref);

CREATE TABLE sessions (
    session_no INTEGER PRIMARY KEY,
    session BLOB NOT NULL UNIQUE CHECK (length(session) = 32),
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    state INTEGER NOT NULL,
    grant_bytes BLOB NOT NULL CHECK (length(grant_bytes) = 254),
    max_total INTEGER NOT NULL,
    held INTEGER NOT NULL CHECK (held >= 0),
    spent INTEGER NOT NULL CHECK (spent >= 0),
    intents INTEGER NOT NULL CHECK (intents >= 0),
    registration TEXT,
    reason TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (held + spent <= max_total)
) STRICT;
CREATE INDEX sessions_by_owner ON sessions(owner, session_no);
CREATE INDEX sessions_living ON sessions(session_no) WHERE state <= 2;

CREATE TABLE owner_epochs (
    owner BLOB PRIMARY KEY CHECK (length(owner) = 32),
    epoch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was signed never changes; where it stands is a small row beside it.
CREATE TABLE intents (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL CHECK (length(id) = 32),
    session_no INTEGER NOT NULL,
    preimage BLOB NOT NULL CHECK (length(preimage) = 369),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    admitted_at INTEGER NOT NULL
) STRICT;
CREATE TABLE intent_states (
    seq INTEGER PRIMARY KEY,
    state INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    reason TEXT,
    paired_with INTEGER,
    trade_seq INTEGER,
    batch_seq INTEGER
) STRICT;
CREATE INDEX intents_unfinished ON intent_states(seq) WHERE state <= 1;
CREATE TABLE nonces (
    session_no INTEGER NOT NULL,
    nonce INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (session_no, nonce)
) STRICT, WITHOUT ROWID;
-- Eight bytes of a key find it; the row itself settles a tie.
CREATE TABLE intents_by_id (head INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (head, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE intents_by_owner (head INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (head, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE intents_by_item (head INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (head, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE receipts (
    first_seq INTEGER PRIMARY KEY,
    size INTEGER NOT NULL CHECK (size > 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

CREATE TABLE batches (
    batch_seq INTEGER PRIMARY KEY,
    id BLOB UNIQUE CHECK (length(id) = 32),
    state INTEGER NOT NULL,
    mint BLOB NOT NULL CHECK (length(mint) = 32),
    mode INTEGER NOT NULL,
    fee_bps INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    cut_at INTEGER NOT NULL,
    netted_at INTEGER NOT NULL,
    finalized_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    read_slot INTEGER NOT NULL,
    trades INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    items INTEGER NOT NULL,
    wallets INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    fees INTEGER NOT NULL,
    net INTEGER NOT NULL,
    ratio_bps INTEGER NOT NULL,
    header BLOB,
    header_hash BLOB,
    previous_header_hash BLOB,
    intents_root BLOB,
    owners_root BLOB,
    deltas_root BLOB,
    chunk_count INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_retry_at INTEGER NOT NULL,
    reason TEXT
) STRICT;
CREATE INDEX batches_unfinished ON batches(batch_seq) WHERE state NOT IN (6, 7, 9);
CREATE TABLE batch_trades (
    batch_seq INTEGER NOT NULL REFERENCES batches,
    trade_seq INTEGER NOT NULL,
    seller_seq INTEGER NOT NULL,
    buyer_seq INTEGER NOT NULL,
    seller_intent BLOB NOT NULL,
    buyer_intent BLOB NOT NULL,
    item BLOB NOT NULL,
    seller BLOB NOT NULL,
    buyer BLOB NOT NULL,
    amount INTEGER NOT NULL,
    verdict INTEGER NOT NULL,
    place INTEGER,
    PRIMARY KEY (batch_seq, trade_seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE batch_owner_moves (
    batch_seq INTEGER NOT NULL REFERENCES batches,
    item BLOB NOT NULL,
    from_wallet BLOB NOT NULL,
    to_wallet BLOB NOT NULL,
    PRIMARY KEY (batch_seq, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE batch_deltas (
    batch_seq INTEGER NOT NULL REFERENCES batches,
    wallet BLOB NOT NULL,
    mint BLOB NOT NULL,
    delta INTEGER NOT NULL,
    PRIMARY KEY (batch_seq, wallet, mint)
) STRICT, WITHOUT ROWID;
CREATE TABLE batch_opening_owners (
    batch_seq INTEGER NOT NULL REFERENCES batches,
    item BLOB NOT NULL,
    wallet BLOB NOT NULL,
    PRIMARY KEY (batch_seq, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE batch_opening_available (
    batch_seq INTEGER NOT NULL REFERENCES batches,
    wallet BLOB NOT NULL,
    available INTEGER NOT NULL,
    PRIMARY KEY (batch_seq, wallet)
) STRICT, WITHOUT ROWID;
CREATE TABLE chunks (
    batch_seq INTEGER NOT NULL REFERENCES batches,
    phase INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    state INTEGER NOT NULL,
    operation TEXT,
    attempts INTEGER NOT NULL,
    plan BLOB NOT NULL,
    PRIMARY KEY (batch_seq, phase, idx)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char *stepTwo = R"sql(
CREATE TABLE operations (
    operation_no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    state INTEGER NOT NULL,
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    slot INTEGER NOT NULL,
    error TEXT,
    fee INTEGER,
    batch_seq INTEGER,
    chunk INTEGER,
    session BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX operations_by_owner ON operations(owner, operation_no);
CREATE INDEX operations_by_batch ON operations(batch_seq, operation_no) WHERE batch_seq IS NOT NULL;
CREATE INDEX operations_unfinished ON operations(operation_no) WHERE state <= 3;
CREATE TABLE attempts (
    operation_no INTEGER NOT NULL REFERENCES operations,
    number INTEGER NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    blockhash BLOB NOT NULL CHECK (length(blockhash) = 32),
    last_valid_block_height INTEGER NOT NULL,
    state INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    error TEXT,
    bytes BLOB NOT NULL,
    PRIMARY KEY (operation_no, number)
) STRICT;
CREATE INDEX attempts_by_signature ON attempts(signature);

CREATE TABLE chain_events (
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    instruction INTEGER NOT NULL,
    inner_no INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (signature, instruction, inner_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE dead_letters (
    signature BLOB PRIMARY KEY CHECK (length(signature) = 64),
    slot INTEGER NOT NULL,
    error TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE watermark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    slot INTEGER NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;
INSERT INTO watermark VALUES (1, 0, zeroblob(64));
CREATE TRIGGER watermark_is_monotone BEFORE UPDATE ON watermark WHEN new.slot < old.slot
BEGIN
    SELECT raise(ABORT, 'the watermark never goes back');
END;
CREATE TABLE item_owners (
    item BLOB PRIMARY KEY CHECK (length(item) = 32),
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    slot INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX item_owners_by_owner ON item_owners(owner, item);
CREATE TABLE item_moves (
    move_no INTEGER PRIMARY KEY,
    item BLOB NOT NULL CHECK (length(item) = 32),
    from_wallet BLOB NOT NULL,
    to_wallet BLOB NOT NULL,
    batch_id BLOB,
    signature BLOB NOT NULL,
    slot INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX item_moves_by_item ON item_moves(item, move_no);
CREATE TABLE wallet_balances (
    wallet BLOB PRIMARY KEY CHECK (length(wallet) = 32),
    available INTEGER NOT NULL,
    allowance INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token_families (
    id TEXT PRIMARY KEY,
    address BLOB NOT NULL CHECK (length(address) = 32),
    roles TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX token_families_by_address ON token_families(address);
CREATE TABLE refresh_tokens (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    family TEXT NOT NULL REFERENCES token_families ON DELETE CASCADE,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_family ON refresh_tokens(family);
CREATE TABLE revoked_access (
    jti TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE idempotency_keys (
    principal TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    status INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (principal, route, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys(created_at);
)sql";

constexpr const char *stepThree = R"sql(
CREATE TABLE lookup_tables (
    address BLOB PRIMARY KEY CHECK (length(address) = 32),
    recent_slot INTEGER NOT NULL,
    state INTEGER NOT NULL,
    used_in INTEGER NOT NULL,
    rent INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE lookup_orders (
    operation TEXT PRIMARY KEY,
    address BLOB NOT NULL REFERENCES lookup_tables,
    appended BLOB NOT NULL CHECK (length(appended) % 32 = 0)
) STRICT, WITHOUT ROWID;
)sql";

// The counters change with every group of admissions; beside the grant they would take its page along each time.
constexpr const char *stepFour = R"sql(
DROP INDEX sessions_by_owner;
DROP INDEX sessions_living;
ALTER TABLE sessions RENAME TO sessions_before;
CREATE TABLE sessions (
    session_no INTEGER PRIMARY KEY,
    session BLOB NOT NULL UNIQUE CHECK (length(session) = 32),
    owner BLOB NOT NULL CHECK (length(owner) = 32),
    state INTEGER NOT NULL,
    grant_bytes BLOB NOT NULL CHECK (length(grant_bytes) = 254),
    registration TEXT,
    reason TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_owner ON sessions(owner, session_no);
CREATE INDEX sessions_living ON sessions(session_no) WHERE state <= 2;
CREATE TABLE session_use (
    session_no INTEGER PRIMARY KEY REFERENCES sessions,
    max_total INTEGER NOT NULL,
    held INTEGER NOT NULL CHECK (held >= 0),
    spent INTEGER NOT NULL CHECK (spent >= 0),
    intents INTEGER NOT NULL CHECK (intents >= 0),
    updated_at INTEGER NOT NULL,
    CHECK (held + spent <= max_total)
) STRICT;
INSERT INTO sessions
    SELECT session_no, session, owner, state, grant_bytes, registration, reason, created_at, updated_at
    FROM sessions_before;
INSERT INTO session_use SELECT session_no, max_total, held, spent, intents, updated_at FROM sessions_before;
DROP TABLE sessions_before;
CREATE VIEW sessions_with_use AS
    SELECT s.session_no, s.session, s.owner, s.state, s.grant_bytes, u.held, u.spent, u.intents, s.registration,
        s.reason, s.created_at, max(s.updated_at, u.updated_at) AS updated_at
    FROM sessions s CROSS JOIN session_use u ON u.session_no = s.session_no;
)sql";

struct Step {
    const char *sql;
    const char *setVersion; ///< PRAGMA takes no bound values
};

constexpr std::array steps = {
    Step{stepOne, "PRAGMA user_version = 1"},
    Step{stepTwo, "PRAGMA user_version = 2"},
    Step{stepThree, "PRAGMA user_version = 3"},
    Step{stepFour, "PRAGMA user_version = 4"},
};

std::int64_t pragmaOf(Connection &connection, Sql sql)
{
    Query query = connection.query(sql);
    return query.step() ? query.integer(0) : -1;
}

OpenFailure failure(OpenError error, std::string words)
{
    return {error, std::move(words)};
}

} // namespace

int schemaVersion()
{
    return static_cast<int>(steps.size());
}

std::expected<void, OpenFailure> migrate(Connection &connection)
{
    const std::int64_t application = pragmaOf(connection, "PRAGMA application_id");
    const std::int64_t version = pragmaOf(connection, "PRAGMA user_version");
    const std::int64_t tables = pragmaOf(connection, "SELECT count(*) FROM sqlite_schema");
    if (connection.failure())
        return std::unexpected(failure(OpenError::Damaged, connection.failureWords()));
    if (application != applicationId && (application != 0 || version != 0 || tables != 0))
        return std::unexpected(failure(OpenError::NotOurs, "the file belongs to another application"));
    if (version > schemaVersion())
        return std::unexpected(failure(OpenError::NewerSchema, "the database was written by a newer release (schema " +
                                                                   std::to_string(version) + ", this one knows " +
                                                                   std::to_string(schemaVersion()) + ")"));
    for (std::size_t i = static_cast<std::size_t>(version); i < steps.size(); ++i) {
        const bool done = connection.script("BEGIN IMMEDIATE") && connection.script(steps[i].sql) &&
                          connection.script("PRAGMA application_id = 1347961905") &&
                          connection.script(steps[i].setVersion) && connection.script("COMMIT");
        if (!done) {
            const std::string words = connection.failureWords();
            connection.rollBack();
            return std::unexpected(
                failure(OpenError::MigrationFailed, "schema step " + std::to_string(i + 1) + ": " + words));
        }
    }
    return {};
}

} // namespace paradox::storage

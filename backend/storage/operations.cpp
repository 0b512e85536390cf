#include "storage/operations.h"

#include "domain/assert.h"

#include <array>
#include <limits>

namespace paradox::storage {

namespace {

constexpr std::array<std::string_view, 13> kindWords = {"deposit",
                                                        "withdraw",
                                                        "register_item",
                                                        "transfer_item",
                                                        "session_registration",
                                                        "session_revocation",
                                                        "other",
                                                        "settle_net_batch",
                                                        "open_net_batch",
                                                        "lock_net_chunk",
                                                        "commit_net_chunk",
                                                        "finalize_net_batch",
                                                        "abort_net_batch"};

} // namespace

std::string_view toText(OperationKind kind)
{
    const auto index = static_cast<std::size_t>(kind);
    PARADOX_ASSERT(index < kindWords.size());
    return kindWords[index];
}

std::optional<OperationKind> parseOperationKind(std::string_view text)
{
    for (std::size_t i = 0; i < kindWords.size(); ++i) {
        if (kindWords[i] == text)
            return static_cast<OperationKind>(i);
    }
    return std::nullopt;
}

namespace operations {

namespace {

std::vector<Attempt> attemptsOf(Connection &connection, std::uint64_t operation)
{
    std::vector<Attempt> result;
    Query query = connection.query("SELECT number, signature, blockhash, last_valid_block_height, state, sent_at, slot,"
                                   " error, bytes FROM attempts WHERE operation_no = ?1 ORDER BY number",
                                   operation);
    while (query.step()) {
        const ByteSpan bytes = query.blob(8);
        result.push_back({.number = static_cast<std::uint32_t>(query.integer(0)),
                          .signature = query.fixed<Signature>(1),
                          .blockhash = query.fixed<Hash>(2),
                          .lastValidBlockHeight = query.id<BlockHeight>(3),
                          .state = static_cast<AttemptState>(query.integer(4)),
                          .sentAt = query.id<UnixMillis>(5),
                          .slot = query.id<Slot>(6),
                          .error = query.text(7),
                          .bytes = Bytes(bytes.begin(), bytes.end())});
    }
    return result;
}

Operation operationOf(Connection &connection, const Query &query)
{
    Operation operation;
    operation.number = query.unsignedInteger(0);
    operation.id = query.text(1);
    operation.kind = static_cast<OperationKind>(query.integer(2));
    operation.state = static_cast<OperationState>(query.integer(3));
    operation.owner = query.fixed<PublicKey>(4);
    operation.signature = query.fixed<Signature>(5);
    operation.slot = query.id<Slot>(6);
    operation.error = query.text(7);
    if (!query.isNull(8))
        operation.fee = Lamports{query.unsignedInteger(8)};
    operation.batchSeq = query.optionalId<BatchSeq>(9);
    if (!query.isNull(10))
        operation.chunk = static_cast<std::uint32_t>(query.integer(10));
    if (!query.isNull(11))
        operation.session = query.fixed<PublicKey>(11);
    operation.createdAt = query.id<UnixMillis>(12);
    operation.updatedAt = query.id<UnixMillis>(13);
    operation.attempts = attemptsOf(connection, operation.number);
    return operation;
}

std::optional<Operation> one(Connection &connection, Query query)
{
    return query.step() ? std::optional(operationOf(connection, query)) : std::nullopt;
}

std::vector<Operation> collect(Connection &connection, Query query)
{
    std::vector<Operation> result;
    while (query.step())
        result.push_back(operationOf(connection, query));
    return result;
}

void recordMove(Transaction &transaction, const Operation &operation, std::string_view from, Actor actor)
{
    transaction.record({.topic = Topic::Transactions,
                        .ref = operation.number,
                        .owner = operation.owner,
                        .actor = actor,
                        .from = std::string(from),
                        .to = std::string(toText(operation.state)),
                        .reason = operation.error});
}

struct Stored {
    std::uint64_t number = 0;
    OperationState state = OperationState::Pending;
};

std::optional<Stored> storedOf(Connection &connection, const std::string &id)
{
    Query query = connection.query("SELECT operation_no, state FROM operations WHERE id = ?1", id);
    if (!query.step())
        return std::nullopt;
    return Stored{query.unsignedInteger(0), static_cast<OperationState>(query.integer(1))};
}

} // namespace

std::optional<std::uint64_t> insert(Transaction &transaction, const Operation &operation)
{
    Operation inserted = operation;
    {
        Query query = transaction.connection().query(
            "INSERT INTO operations (id, kind, state, owner, signature, slot, error, fee, batch_seq, chunk, session,"
            " created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)"
            " ON CONFLICT (id) DO NOTHING RETURNING operation_no",
            operation.id, operation.kind, operation.state, operation.owner, operation.signature, operation.slot,
            operation.error, operation.fee, operation.batchSeq, operation.chunk, operation.session, transaction.now());
        if (!query.step())
            return std::nullopt;
        inserted.number = query.unsignedInteger(0);
        while (query.step())
            ;
    }
    for (const Attempt &attempt : operation.attempts)
        putAttempt(transaction, operation.id, attempt);
    recordMove(transaction, inserted, {}, operation.owner.isZero() ? Actor::Node : Actor::Owner);
    return inserted.number;
}

void update(Transaction &transaction, const Operation &operation, Actor actor)
{
    Connection &connection = transaction.connection();
    const std::optional<Stored> stored = storedOf(connection, operation.id);
    if (connection.failure())
        return;
    PARADOX_ASSERT(stored.has_value());
    PARADOX_ASSERT(stored->state == operation.state || mayMove(stored->state, operation.state));
    connection.run("UPDATE operations SET state = ?2, signature = ?3, slot = ?4, error = ?5, fee = ?6, batch_seq = ?7,"
                   " chunk = ?8, session = ?9, updated_at = ?10 WHERE operation_no = ?1",
                   stored->number, operation.state, operation.signature, operation.slot, operation.error, operation.fee,
                   operation.batchSeq, operation.chunk, operation.session, transaction.now());
    if (stored->state == operation.state)
        return;
    Operation moved = operation;
    moved.number = stored->number;
    recordMove(transaction, moved, toText(stored->state), actor);
}

void putAttempt(Transaction &transaction, const std::string &operationId, const Attempt &attempt)
{
    Connection &connection = transaction.connection();
    const std::optional<Stored> stored = storedOf(connection, operationId);
    if (connection.failure())
        return;
    PARADOX_ASSERT(stored.has_value());
    std::optional<AttemptState> before;
    {
        Query query = connection.query("SELECT state FROM attempts WHERE operation_no = ?1 AND number = ?2",
                                       stored->number, attempt.number);
        if (query.step())
            before = static_cast<AttemptState>(query.integer(0));
    }
    if (!before) {
        connection.run("INSERT INTO attempts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", stored->number,
                       attempt.number, attempt.signature, attempt.blockhash, attempt.lastValidBlockHeight,
                       attempt.state, attempt.sentAt, attempt.slot, attempt.error, attempt.bytes);
        return;
    }
    PARADOX_ASSERT(*before == attempt.state || mayMove(*before, attempt.state));
    // Signature, blockhash and bytes were sent as they are: they never change.
    connection.run("UPDATE attempts SET state = ?3, sent_at = ?4, slot = ?5, error = ?6"
                   " WHERE operation_no = ?1 AND number = ?2",
                   stored->number, attempt.number, attempt.state, attempt.sentAt, attempt.slot, attempt.error);
}

std::optional<Operation> byId(Connection &connection, std::string_view id)
{
    return one(connection, connection.query("SELECT * FROM operations WHERE id = ?1", id));
}

std::optional<Operation> byNumber(Connection &connection, std::uint64_t number)
{
    return one(connection, connection.query("SELECT * FROM operations WHERE operation_no = ?1", number));
}

std::optional<Operation> bySignature(Connection &connection, const Signature &signature)
{
    return one(connection, connection.query("SELECT o.* FROM attempts a JOIN operations o"
                                            " ON o.operation_no = a.operation_no WHERE a.signature = ?1",
                                            signature));
}

std::vector<Operation> list(Connection &connection, const OperationFilter &filter)
{
    const std::int64_t before =
        filter.before ? static_cast<std::int64_t>(*filter.before) : std::numeric_limits<std::int64_t>::max();
    if (filter.batchSeq)
        return collect(connection,
                       connection.query("SELECT * FROM operations WHERE batch_seq = ?1"
                                        " AND operation_no < ?2 AND (?3 IS NULL OR owner = ?3)"
                                        " AND (?4 IS NULL OR state = ?4)"
                                        " ORDER BY operation_no DESC LIMIT ?5",
                                        *filter.batchSeq, before, filter.owner, filter.state, filter.limit));
    if (filter.owner)
        return collect(connection, connection.query("SELECT * FROM operations WHERE owner = ?1 AND operation_no < ?2"
                                                    " AND (?3 IS NULL OR state = ?3)"
                                                    " ORDER BY operation_no DESC LIMIT ?4",
                                                    *filter.owner, before, filter.state, filter.limit));
    return collect(connection, connection.query("SELECT * FROM operations WHERE operation_no < ?1"
                                                " AND (?2 IS NULL OR state = ?2) ORDER BY operation_no DESC LIMIT ?3",
                                                before, filter.state, filter.limit));
}

std::vector<Operation> unfinished(Connection &connection)
{
    return collect(connection, connection.query("SELECT * FROM operations WHERE state <= 3 ORDER BY operation_no"));
}

std::vector<std::pair<OperationState, std::uint64_t>> countByState(Connection &connection)
{
    std::vector<std::pair<OperationState, std::uint64_t>> result;
    Query query = connection.query("SELECT state, count(*) FROM operations GROUP BY state");
    while (query.step())
        result.emplace_back(static_cast<OperationState>(query.integer(0)), query.unsignedInteger(1));
    return result;
}

} // namespace operations
} // namespace paradox::storage

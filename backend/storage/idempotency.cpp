#include "storage/idempotency.h"

namespace paradox::storage::idempotency {

void keep(Transaction &transaction, const IdempotencyKey &key, const IdempotentAnswer &answer)
{
    transaction.connection().run(
        "INSERT INTO idempotency_keys (principal, route, key, fingerprint, status, content_type, body, created_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        key.principal, key.route, key.key, answer.fingerprint, answer.status, answer.contentType, answer.body,
        transaction.now());
}

void prune(Transaction &transaction, UnixMillis before)
{
    transaction.connection().run("DELETE FROM idempotency_keys WHERE created_at < ?1", before);
}

std::optional<IdempotentAnswer> find(Connection &connection, const IdempotencyKey &key)
{
    Query query = connection.query("SELECT fingerprint, status, content_type, body FROM idempotency_keys"
                                   " WHERE principal = ?1 AND route = ?2 AND key = ?3",
                                   key.principal, key.route, key.key);
    if (!query.step())
        return std::nullopt;
    const ByteSpan body = query.blob(3);
    return IdempotentAnswer{.fingerprint = query.fixed<Hash>(0),
                            .status = static_cast<int>(query.integer(1)),
                            .contentType = query.text(2),
                            .body = Bytes(body.begin(), body.end())};
}

} // namespace paradox::storage::idempotency

#pragma once

#include "domain/bytes.h"
#include "storage/writer.h"

#include <optional>
#include <string>

namespace paradox::storage {

/// An Idempotency-Key header, within who sent it and where to.
struct IdempotencyKey {
    std::string principal;
    std::string route;
    std::string key; ///< at most 255 bytes
};

/// The first request under a key and its answer.
struct IdempotentAnswer {
    Hash fingerprint; ///< H(method, path, body)
    int status = 0;   ///< 0 while the first request is still being answered; never in the database
    std::string contentType;
    Bytes body;
};

namespace idempotency {

/// The answer to the first request under a key that has none yet.
void keep(Transaction &transaction, const IdempotencyKey &key, const IdempotentAnswer &answer);
/// Forgets answers from before.
void prune(Transaction &transaction, UnixMillis before);

[[nodiscard]] std::optional<IdempotentAnswer> find(Connection &connection, const IdempotencyKey &key);

} // namespace idempotency
} // namespace paradox::storage

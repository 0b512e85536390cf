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
    int status = 0;   ///< 0 while the first request is still being answered
    std::string contentType;
    Bytes body;
};

namespace idempotency {

/// Claims the key; nothing when it was free, else what is there already.
[[nodiscard]] std::optional<IdempotentAnswer> claim(Transaction &transaction, const IdempotencyKey &key,
                                                    const Hash &fingerprint);
void complete(Transaction &transaction, const IdempotencyKey &key, const IdempotentAnswer &answer);
void release(Transaction &transaction, const IdempotencyKey &key); ///< the first request failed: may be tried again
/// At the start of a node: claims whose first request died with the process.
void releaseAll(Transaction &transaction);
/// Forgets answers from before.
void prune(Transaction &transaction, UnixMillis before);

[[nodiscard]] std::optional<IdempotentAnswer> find(Connection &connection, const IdempotencyKey &key);

} // namespace idempotency
} // namespace paradox::storage

#pragma once

#include "chain/chain.h"
#include "storage/batches.h"
#include "storage/index.h"
#include "storage/intents.h"
#include "storage/operations.h"
#include "storage/sessions.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

// The objects of the API as JSON: sums, sequences and slots as decimal strings, keys in base58, hashes in hex, times in
// RFC 3339. What has not happened is null.
namespace paradox::api {

/// Reads along what an intent refers to: its partner's id and its batch's.
[[nodiscard]] nlohmann::json toJson(const storage::StoredIntent &intent, storage::Connection &connection);
[[nodiscard]] nlohmann::json toJson(const storage::Session &session, storage::Connection &connection);
[[nodiscard]] nlohmann::json toJson(const storage::Batch &batch, storage::Connection &connection);
/// A batch with everything needed to do it again.
[[nodiscard]] nlohmann::json detailJson(const storage::Batch &batch, storage::Connection &connection,
                                        const PublicKey &treasury);
[[nodiscard]] nlohmann::json toJson(const storage::Operation &operation);
[[nodiscard]] nlohmann::json toJson(const storage::ItemOwner &owner);
[[nodiscard]] nlohmann::json toJson(const storage::ItemMove &move);

[[nodiscard]] nlohmann::json timeOrNull(UnixMillis time); ///< 0 is null
[[nodiscard]] nlohmann::json textOrNull(const std::string &text);
template <class Tag>
[[nodiscard]] std::string decimal(Strong<Tag> value)
{
    return std::to_string(value.value);
}
[[nodiscard]] inline std::string decimal(Lamports amount)
{
    return std::to_string(amount.value);
}

} // namespace paradox::api

#pragma once

#include "storage/writer.h"

#include <optional>
#include <string_view>

namespace paradox::storage::meta {

/// Single values that belong to the whole database; keys are words of this code, e.g. "genesis".
[[nodiscard]] std::optional<Bytes> get(Connection &connection, std::string_view key);
void put(Transaction &transaction, std::string_view key, ByteSpan value);

} // namespace paradox::storage::meta

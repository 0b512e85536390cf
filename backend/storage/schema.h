#pragma once

#include "storage/database.h"

namespace paradox::storage {

/// "PXD1": marks the file as ours.
inline constexpr int applicationId = 0x50584431;

/// Brings an empty or older database up to this release, one numbered step per transaction. A newer one is refused
/// and left alone.
[[nodiscard]] std::expected<void, OpenFailure> migrate(Connection &connection);

/// The number of the last step.
[[nodiscard]] int schemaVersion();

} // namespace paradox::storage

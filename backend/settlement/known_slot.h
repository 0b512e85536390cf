#pragma once

#include "domain/ids.h"
#include "storage/database.h"
#include "storage/operations.h"

namespace paradox::settlement {

/// A slot that the database knows to be final, because of what was read of the chain or settled on it: after a restart
/// a node of the cluster that lags must not tell of a time before it.
[[nodiscard]] Slot finalizedBefore(storage::Connection &connection);

/// The newest slot in which an attempt of it is final, whatever came of it; 0: none is.
[[nodiscard]] Slot landedIn(const storage::Operation &operation);

} // namespace paradox::settlement

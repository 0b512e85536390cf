#pragma once

#include "domain/ids.h"
#include "storage/database.h"

namespace paradox::settlement {

/// A slot that the database knows to be final, because of what was read of the chain or settled on it: after a restart
/// a node of the cluster that lags must not tell of a time before it.
[[nodiscard]] Slot finalizedBefore(storage::Connection &connection);

} // namespace paradox::settlement

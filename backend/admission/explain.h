#pragma once

#include "storage/events.h"
#include "storage/intents.h"

#include <optional>
#include <string>
#include <vector>

namespace paradox::admission {

/// Why an intent is where it is: what happened to it, and what it waits for.
struct Explanation {
    storage::StoredIntent intent;
    std::vector<storage::Event> life; ///< its moves, oldest first
    std::string waitsForCode;         ///< "COUNTERPARTY", "BATCH_CUT", "SETTLEMENT", "NOTHING", …
    std::string waitsFor;             ///< one sentence
};

/// From a read connection; nothing when the intent is unknown.
[[nodiscard]] std::optional<Explanation> explain(storage::Connection &connection, const IntentId &id);

} // namespace paradox::admission

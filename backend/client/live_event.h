#pragma once

#include "client/values.h"

#include <variant>

namespace paradox::client {

/// News of the node itself: words only.
struct NodeNote {
    std::string json; ///< the event's data

    bool operator==(const NodeNote &) const = default;
};

/// One state move on the node. The data is the whole object, so a store upserts by its id.
struct LiveEvent {
    FeedSeq seq;
    std::string topic; ///< "intents", "batches", "transactions", "sessions", "node"
    UnixMillis at;
    std::string from{}; ///< state words; empty when there was none
    std::string to{};
    std::optional<std::string> reason{};
    std::variant<IntentRecord, BatchRecord, OperationRecord, SessionRecord, NodeNote> data{};
};

struct Heartbeat {
    std::optional<FeedSeq> seq; ///< up to there all has been sent; none before the subscription
    UnixMillis at;
    Slot slot;
    Slot finalizedSlot;
};

} // namespace paradox::client

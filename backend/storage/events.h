#pragma once

#include "domain/bytes.h"
#include "domain/ids.h"
#include "storage/connection.h"

#include <string>
#include <string_view>
#include <vector>

namespace paradox::storage {

/// Topics of the live feed. The numbers are stored: never renumber.
enum class Topic : std::uint8_t { Intents = 0, Batches = 1, Transactions = 2, Sessions = 3, Node = 4, Alerts = 5 };
[[nodiscard]] std::string_view toText(Topic topic); ///< "intents"
[[nodiscard]] std::string_view typeOf(Topic topic); ///< "intent", "batch", "operation", "session", "node", "alert"
[[nodiscard]] std::optional<Topic> parseTopic(std::string_view text);

/// Who made a move. The numbers are stored: never renumber.
enum class Actor : std::uint8_t { Node = 0, Owner = 1, Session = 2, Operator = 3, Chain = 4 };
[[nodiscard]] std::string_view toText(Actor actor);

/// One row of the append-only table of moves, which is the live feed.
struct Event {
    FeedSeq seq;
    UnixMillis at;
    Topic topic = Topic::Node;
    std::uint64_t ref =
        0;           ///< intents: seq; batches: batch seq; transactions: operation number; sessions: session number
    Hash entity;     ///< intent id, batch id or session key; zeros where there is none
    PublicKey owner; ///< zeros: nobody's in particular
    Actor actor = Actor::Node;
    std::string from; ///< state words of protocol §7; empty at birth
    std::string to;
    std::string reason;  ///< code, or empty
    std::string payload; ///< JSON object, or empty; only for topics without a table of their own (node, alerts)
};

namespace events {

/// Events above `after`, in order.
[[nodiscard]] std::vector<Event> after(Connection &connection, FeedSeq after, std::size_t limit);
/// The life line of one entity, oldest first.
[[nodiscard]] std::vector<Event> of(Connection &connection, Topic topic, std::uint64_t ref, std::size_t limit);
/// 0 when there is none.
[[nodiscard]] FeedSeq last(Connection &connection);
/// The lowest that is kept; 0 when there is none. A client that asks for less must take a new snapshot.
[[nodiscard]] FeedSeq first(Connection &connection);

} // namespace events
} // namespace paradox::storage

#pragma once

#include "client/error.h"
#include "domain/ids.h"

#include <optional>
#include <string>

namespace paradox::client {

enum class LinkPhase : std::uint8_t {
    Closed,   ///< open() not called yet, or close() was
    Starting, ///< the local node is coming up
    Connecting,
    CatchingUp, ///< events of the past are being read, or a snapshot is needed
    Live,
    Stale,        ///< connected, but not even a heartbeat for a while
    Offline,      ///< not connected; tried again at `nextTryAt`
    WrongCluster, ///< another genesis than this profile's: nothing is shown or signed
    Incompatible, ///< the node speaks another version
    Stopped,      ///< the local node failed too often; only a person starts it again
};

/// What is known of the way to the node, as one value.
struct LinkState {
    LinkPhase phase = LinkPhase::Closed;
    UnixMillis since;
    UnixMillis lastHeard; ///< last event or heartbeat; zero when never
    std::optional<UnixMillis> nextTryAt{};
    int catchUpPercent = 0;
    std::optional<Error> error{};
    std::string detail{}; ///< for a person; of a local node, its phase

    bool operator==(const LinkState &other) const
    {
        return phase == other.phase && since == other.since && detail == other.detail &&
               catchUpPercent == other.catchUpPercent && nextTryAt == other.nextTryAt;
    }
};

[[nodiscard]] std::string_view toText(LinkPhase phase);

} // namespace paradox::client

#pragma once

#include "programs/client/vault_batch_event_values.h"
#include "programs/client/vault_event_values.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace paradox::vault {

using VaultEvent =
    std::variant<ConfigInitialized, GameCreated, PausedSet, LedgerOpened, LedgerClosed, CreditsDeposited,
                 CreditsWithdrawn, ProtocolFeesWithdrawn, ItemRegistered, ItemTransferred, ListingCreated,
                 ListingCancelled, SessionKeyInitialized, SessionKeyRevoked, SessionEpochBumped, NetBatchOpened,
                 NetChunkLocked, NetChunkCommitted, NetChunkReturned, NetBatchSettled, NetBatchAborted>;

[[nodiscard]] std::string_view nameOf(const VaultEvent &event); ///< "NetBatchSettled"

/// From one event's bytes (discriminator and Borsh). Nothing when unknown, truncated or overlong.
[[nodiscard]] std::optional<VaultEvent> decodeEvent(ByteSpan bytes);

struct EventLog {
    std::vector<VaultEvent> events; ///< in the order emitted
    std::size_t undecodable = 0;    ///< data lines of this program that are no event known here
    bool isTruncated = false;       ///< the runtime dropped lines ("Log truncated"): fetch the accounts instead
};
/// The events of one transaction's log, only those emitted while `program` itself was running: lines are attributed
/// by the nesting of "Program X invoke [n]" and "Program X success"/"failed".
[[nodiscard]] EventLog eventsOf(const PublicKey &program, std::span<const std::string> logs);

} // namespace paradox::vault

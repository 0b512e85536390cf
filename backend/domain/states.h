#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace paradox {

// The states of protocol §7, their words, and the only moves that exist. The numbers are stored: never renumber.

enum class IntentState : std::uint8_t { Pending, Netted, Settled, Rejected, Expired, Cancelled, Revoked };
enum class BatchState : std::uint8_t {
    Open,
    Cut,
    Netted,
    Locking,
    Committing,
    Confirmed,
    Finalized,
    Empty,
    Aborting,
    Aborted
};
enum class OperationState : std::uint8_t {
    Pending,
    Processing,
    Submitted,
    Confirmed,
    Settled,
    Failed,
    Expired,
    Cancelled,
    Compensating,
    Compensated
};
enum class AttemptState : std::uint8_t { Signed, Sent, Landed, LandedError, Expired };
/// Unregistered: granted and known to the node, not yet confirmed on chain; it cannot trade.
enum class SessionState : std::uint8_t { Unregistered, Active, Frozen, Expired, Revoked, Exhausted };

[[nodiscard]] bool mayMove(IntentState from, IntentState to);
[[nodiscard]] bool mayMove(BatchState from, BatchState to);
[[nodiscard]] bool mayMove(OperationState from, OperationState to);
[[nodiscard]] bool mayMove(AttemptState from, AttemptState to);
[[nodiscard]] bool mayMove(SessionState from, SessionState to);

/// Lower-case words with underscores: "pending", "landed_error".
[[nodiscard]] std::string_view toText(IntentState state);
[[nodiscard]] std::string_view toText(BatchState state);
[[nodiscard]] std::string_view toText(OperationState state);
[[nodiscard]] std::string_view toText(AttemptState state);
[[nodiscard]] std::string_view toText(SessionState state);

[[nodiscard]] std::optional<IntentState> parseIntentState(std::string_view text);
[[nodiscard]] std::optional<BatchState> parseBatchState(std::string_view text);
[[nodiscard]] std::optional<OperationState> parseOperationState(std::string_view text);
[[nodiscard]] std::optional<SessionState> parseSessionState(std::string_view text);

} // namespace paradox

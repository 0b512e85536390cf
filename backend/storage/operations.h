#pragma once

#include "domain/amount.h"
#include "domain/states.h"
#include "storage/writer.h"

#include <optional>
#include <string>
#include <vector>

namespace paradox::storage {

/// The numbers are stored: never renumber.
enum class OperationKind : std::uint8_t {
    Deposit = 0,
    Withdraw = 1,
    RegisterItem = 2,
    TransferItem = 3,
    SessionRegistration = 4,
    SessionRevocation = 5,
    Other = 6,
    SettleNetBatch = 7,
    OpenNetBatch = 8,
    LockNetChunk = 9,
    CommitNetChunk = 10,
    FinalizeNetBatch = 11,
    AbortNetBatch = 12
};
[[nodiscard]] std::string_view toText(OperationKind kind); ///< "deposit", "lock_net_chunk", …
[[nodiscard]] std::optional<OperationKind> parseOperationKind(std::string_view text);

/// One signed transaction, stored before it is sent.
struct Attempt {
    std::uint32_t number = 1; ///< from 1 within its operation
    Signature signature;
    Hash blockhash;
    BlockHeight lastValidBlockHeight;
    AttemptState state = AttemptState::Signed;
    UnixMillis sentAt; ///< 0 until sent
    Slot slot;         ///< 0 until landed
    std::string error; ///< in the chain's words, or empty
    Bytes bytes;       ///< the whole signed transaction; sent again as it is
};

struct Operation {
    std::uint64_t number = 0; ///< given by insert; order of age
    std::string id;           ///< unguessable, by the caller
    OperationKind kind = OperationKind::Other;
    OperationState state = OperationState::Pending;
    PublicKey owner;     ///< zeros for the node's own
    Signature signature; ///< of the latest attempt
    Slot slot;           ///< 0 until landed
    std::string error;   ///< words or code, or empty
    std::optional<Lamports> fee;
    std::optional<BatchSeq> batchSeq;
    std::optional<std::uint32_t> chunk;
    std::optional<PublicKey> session; ///< for registrations and revocations
    UnixMillis createdAt;
    UnixMillis updatedAt;
    std::vector<Attempt> attempts; ///< in order
};

struct OperationFilter {
    std::optional<PublicKey> owner;
    std::optional<OperationState> state;
    std::optional<BatchSeq> batchSeq;
    std::optional<std::uint64_t> before; ///< keyset: newest first, numbers below this
    std::size_t limit = 100;
};

namespace operations {

/// Writes it with its attempts and the birth event; gives its number. Nothing when the id is taken.
[[nodiscard]] std::optional<std::uint64_t> insert(Transaction &transaction, const Operation &operation);
/// Writes all fields but attempts; `operation.state` is the new one. Asserts mayMove (or equal: then no event).
void update(Transaction &transaction, const Operation &operation, Actor actor);
/// Inserts a new attempt, or updates state, times and error of a known one (mayMove asserted). No event of its own.
void putAttempt(Transaction &transaction, const std::string &operationId, const Attempt &attempt);

[[nodiscard]] std::optional<Operation> byId(Connection &connection, std::string_view id);
[[nodiscard]] std::optional<Operation> byNumber(Connection &connection, std::uint64_t number);
/// Of any attempt.
[[nodiscard]] std::optional<Operation> bySignature(Connection &connection, const Signature &signature);
[[nodiscard]] std::vector<Operation> list(Connection &connection, const OperationFilter &filter);
/// Pending, processing, submitted or confirmed, oldest first.
[[nodiscard]] std::vector<Operation> unfinished(Connection &connection);
[[nodiscard]] std::vector<std::pair<OperationState, std::uint64_t>> countByState(Connection &connection);

} // namespace operations
} // namespace paradox::storage

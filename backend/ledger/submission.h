#pragma once

#include "ledger/bank.h"

#include <functional>
#include <optional>
#include <span>

namespace paradox::ledger {

enum class SubmitOutcome : std::uint8_t {
    Recorded, ///< in a block, durable; it may still have failed on chain
    Dropped,  ///< passed every check asked for, refused by the bank afterwards: a cluster says nothing either
    SignatureInvalid,
    PreflightFailed,
    SlotNotReached, ///< minContextSlot
    Overloaded,
    Unavailable, ///< stopping, or the disk is gone
};

struct SubmitResult {
    SubmitOutcome outcome = SubmitOutcome::Unavailable;
    Execution preflight{};                     ///< with PreflightFailed
    Slot slot{};                               ///< of the preflight
    std::optional<TransactionError> refusal{}; ///< with Dropped
};

struct Submission {
    solana::Transaction transaction;
    std::optional<Commitment> preflight; ///< nothing: skipped
    Slot minContextSlot{};
    std::function<void(SubmitResult &&)> done; ///< once, on a thread of the engine: returns quickly
};

/// What happens on the chain, in order, once it is durable. Called on one thread of the engine.
class ChainListener {
public:
    virtual ~ChainListener() = default;
    virtual void onRecords(std::span<const RecordRef> records) = 0;
    virtual void onSlotOpened(Slot slot, Slot parent, Slot root) = 0;
    virtual void onConfirmed(Slot slot) = 0;
    virtual void onFinalized(Slot slot) = 0;
};

} // namespace paradox::ledger

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
    Unavailable, ///< stopping, or the disk fails; nothing was done
    Undecided,   ///< executed, but the disk has failed: it lands when the disk recovers before the process ends
};

struct SubmitResult {
    SubmitOutcome outcome = SubmitOutcome::Unavailable;
    Execution preflight{};                     ///< with PreflightFailed
    Slot slot{};                               ///< of the preflight
    std::optional<TransactionError> refusal{}; ///< with Dropped
};

/// What becomes of a transaction behind its checks: a chaos test may lose it on the way to the bank.
enum class Delivery : std::uint8_t { Normal, Lost };

struct Submission {
    solana::Transaction transaction;
    std::optional<Commitment> preflight; ///< nothing: skipped
    Slot minContextSlot{};
    Delivery delivery = Delivery::Normal;
    std::function<void(SubmitResult &&)> done; ///< once, on a thread of the engine: returns quickly
};

/// The chain has gone on from an older block, or jumped ahead.
struct Fork {
    Slot parent;                                    ///< the newest block that stayed
    Slot working;                                   ///< the slot that opened after it
    Slot confirmed;                                 ///< what had been confirmed before
    std::vector<Slot> dead;                         ///< blocks that are no more, ascending
    std::vector<AccountStore::Reverted> accounts{}; ///< what they had changed
    std::size_t transactions = 0;                   ///< undone: they may be sent again
};

/// Accounts written outside of any transaction.
struct Rewrite {
    Slot slot;
    std::vector<AccountWrite> writes;
};

/// What happens on the chain, in order, once it is durable. Called on one thread of the engine.
class ChainListener {
public:
    virtual ~ChainListener() = default;
    virtual void onRecords(std::span<const RecordRef> records) = 0;
    virtual void onSlotOpened(Slot slot, Slot parent, Slot root) = 0;
    virtual void onConfirmed(Slot slot) = 0;
    virtual void onFinalized(Slot slot) = 0;
    virtual void onFork(const Fork &fork) = 0;
    virtual void onRewrite(const Rewrite &rewrite) = 0;
};

} // namespace paradox::ledger

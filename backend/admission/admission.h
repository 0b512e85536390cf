#pragma once

#include "admission/book.h"
#include "admission/refusal.h"
#include "domain/acts.h"
#include "domain/clock.h"
#include "domain/grant.h"
#include "domain/trade.h"
#include "netting/admission_receipt.h"
#include "solana/keypair.h"
#include "storage/intents.h"
#include "storage/sessions.h"
#include "storage/writer.h"

#include <expected>
#include <functional>
#include <memory>
#include <vector>

namespace paradox::admission {

struct Options {
    storage::Cluster cluster;
    NetMode mode = NetMode::Net; ///< HELD: a buyer's half reserves its amount of what his ledger holds (protocol §4)
    std::vector<PublicKey> mints = {PublicKey{}}; ///< currencies of the venue; zeros = lamports
    unsigned verifyThreads = 2;
    std::size_t verifyQueueMax = 65'536; ///< submissions waiting for a signature check
    std::size_t writerQueueMax = 65'536; ///< verified ones waiting to be written
    std::size_t pendingMax = 2'000'000;  ///< intents waiting in the book
    std::size_t pendingPerOwnerMax = 200'000;
};

struct Submission {
    IntentPreimage preimage{};
    Signature signature;
    std::optional<PublicKey> caller; ///< the signed-in address; none: anybody may carry a signed intent in
};

/// The receipts of one commit group: one signature for all.
class ReceiptTree;

/// The answer to an intent that is in, now or since before: durable when it is given.
struct Admitted {
    IntentId id;
    Seq seq;
    IntentState state = IntentState::Pending;
    UnixMillis admittedAt;
    bool repeated = false;                       ///< the same intent was here before
    std::shared_ptr<const ReceiptTree> receipts; ///< none for repeated ones: ask receiptOf
};

using Answer = std::expected<Admitted, Refusal>;

/// A signed end of one session, or of all (session = zeros).
struct SignedRevocation {
    Revocation revocation;
    PublicKey signer; ///< the owner, or the session itself
    Signature signature;
};

template <class Result>
using Callback = std::move_only_function<void(std::expected<Result, Refusal>)>;

/// The way in. Callbacks come on the writer thread after the fsync, or, for an early no, on the calling thread or a
/// verify thread: hand the answer over and return. Every call from any thread, unless it takes a Transaction.
class Admission {
public:
    /// Before writer.start(): registers for rollbacks and rebuilds the book from the database.
    Admission(storage::Database &database, storage::Writer &writer, Clock &clock, const solana::Keypair &engineKey,
              Options options);
    /// After stop() and writer.stop(), in this order.
    ~Admission();

    /// Checks what is queued and takes no more: everything later is refused as QueueFull. Idempotent.
    void stop();

    void submit(Submission submission, std::move_only_function<void(Answer)> callback);
    /// One answer each, in order, when the last is known.
    void submitMany(std::vector<Submission> submissions, std::move_only_function<void(std::vector<Answer>)> callback);

    void cancel(const IntentId &intent, const Signature &signature, Callback<storage::StoredIntent> callback);
    void createSession(const Grant &grant, std::string registrationOperation, Callback<storage::Session> callback);
    /// The sessions that ended.
    void revoke(const SignedRevocation &request, Callback<std::vector<storage::Session>> callback);

    // In a writer job of the caller's.

    /// The chain knows the session: unregistered → active. False when unknown or not unregistered.
    bool activate(storage::Transaction &transaction, const PublicKey &session);
    /// → revoked, and its pending intents with it. False when unknown or at an end.
    bool end(storage::Transaction &transaction, const PublicKey &session, storage::Actor actor,
             std::string_view reason);
    bool freeze(storage::Transaction &transaction, const PublicKey &session);
    bool unfreeze(storage::Transaction &transaction, const PublicKey &session);
    /// The owner's counter on chain rose: sessions with a grant below it end.
    void raiseEpoch(storage::Transaction &transaction, const PublicKey &owner, std::uint64_t epoch);
    /// Ends what is past its time: intents (EXPIRED) and sessions (GRANT_EXPIRED). At most `limit` moves; how many.
    std::size_t sweep(storage::Transaction &transaction, std::size_t limit = 1000);

    [[nodiscard]] Book &book();

    struct Load {
        std::size_t verifyQueued = 0;
        std::size_t writerQueued = 0;
        std::uint64_t pending = 0;
        std::size_t sessions = 0;   ///< kept in memory
        std::size_t owners = 0;     ///< of these
        std::uint64_t admitted = 0; ///< since the start of the process
        std::uint64_t refused = 0;
    };
    [[nodiscard]] Load load() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The receipt of a fresh answer, and the same of any stored intent (read connection; nothing when unknown).
[[nodiscard]] netting::AdmissionReceipt receiptOf(const Admitted &admitted);
[[nodiscard]] std::optional<netting::AdmissionReceipt> receiptOf(storage::Connection &connection, const IntentId &id,
                                                                 const PublicKey &engineKey);

} // namespace paradox::admission

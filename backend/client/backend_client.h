#pragma once

#include "client/answers.h"
#include "client/link.h"
#include "client/live_event.h"
#include "client/reply.h"

#include <QList>
#include <QObject>

namespace paradox::client {

/// The door to a node, wherever it is: values in, values out. Remote, local, durable and fake clients are all this, and
/// nobody above asks which. Each call answers exactly once, later, within its time limit. One thread: its creator's.
class BackendClient : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void open() = 0;  ///< connects and keeps connected; watch linkChanged
    virtual void close() = 0; ///< open calls answer Closed; no signal after it
    [[nodiscard]] virtual LinkState link() const = 0;
    /// Follow the feed: events after `from`. Without it only calls are made.
    virtual void follow(FeedSeq from) = 0;

    [[nodiscard]] virtual Reply<Health> health() = 0;

    [[nodiscard]] virtual Reply<Challenge> challenge(const PublicKey &address) = 0;
    /// The tokens are used from here on.
    [[nodiscard]] virtual Reply<Tokens> signIn(const SignedText &text) = 0;
    [[nodiscard]] virtual Reply<Tokens> refresh() = 0;
    [[nodiscard]] virtual Reply<OpenedSession> createSession(const SessionOffer &offer) = 0;
    [[nodiscard]] virtual Reply<Page<SessionRecord>> sessions(const PageRequest &page) = 0;
    [[nodiscard]] virtual Reply<SessionRecord> session(const PublicKey &session) = 0;
    [[nodiscard]] virtual Reply<SessionRecord> revokeSession(const SignedRevocation &revocation) = 0;
    /// How many ended.
    [[nodiscard]] virtual Reply<std::uint64_t> revokeAllSessions(const SignedRevocation &revocation) = 0;

    [[nodiscard]] virtual Reply<Admitted> submitIntent(const SignedIntent &intent) = 0;
    /// At most 4096; answers in order.
    [[nodiscard]] virtual Reply<AdmittedEach> submitIntents(const std::vector<SignedIntent> &intents) = 0;
    [[nodiscard]] virtual Reply<IntentRecord> cancelIntent(const IntentId &id, const Signature &signature) = 0;
    [[nodiscard]] virtual Reply<Page<IntentRecord>> intents(const IntentQuery &query) = 0;
    [[nodiscard]] virtual Reply<IntentRecord> intent(const IntentId &id) = 0;
    [[nodiscard]] virtual Reply<Explanation> explain(const IntentId &id) = 0;
    /// The receipt file, as JSON text: netting::parseReceipt() reads it.
    [[nodiscard]] virtual Reply<std::string> receipt(const IntentId &id) = 0;

    [[nodiscard]] virtual Reply<Page<BatchRecord>> batches(const PageRequest &page) = 0;
    [[nodiscard]] virtual Reply<BatchDetail> batch(const BatchName &name) = 0;
    [[nodiscard]] virtual Reply<std::vector<OperationRecord>> batchTransactions(const BatchName &name) = 0;
    [[nodiscard]] virtual Reply<Bytes> batchCar(const BatchName &name) = 0;
    /// Cuts the open batch now; for operators. Nothing when there was nothing to cut.
    [[nodiscard]] virtual Reply<std::optional<BatchSeq>> runBatch() = 0;

    [[nodiscard]] virtual Reply<Page<OperationRecord>> operations(const OperationQuery &query) = 0;
    [[nodiscard]] virtual Reply<OperationRecord> operation(const std::string &id) = 0;

    [[nodiscard]] virtual Reply<Blockhash> blockhash() = 0;
    [[nodiscard]] virtual Reply<Simulation> simulate(const Bytes &transaction) = 0;
    [[nodiscard]] virtual Reply<Relayed> relay(const Bytes &transaction) = 0;
    [[nodiscard]] virtual Reply<Signature> airdrop(const PublicKey &address, Lamports amount) = 0;
    [[nodiscard]] virtual Reply<ChainAccount> account(const PublicKey &address) = 0;

    [[nodiscard]] virtual Reply<ItemRecord> item(const PublicKey &item) = 0;
    [[nodiscard]] virtual Reply<std::vector<HistoryEntry>> itemHistory(const PublicKey &item) = 0;
    [[nodiscard]] virtual Reply<Page<ItemRecord>> itemsOf(const PublicKey &owner, const PageRequest &page) = 0;
    [[nodiscard]] virtual Reply<Balances> balances(const PublicKey &address) = 0;
    /// GET /api/stats as JSON text.
    [[nodiscard]] virtual Reply<std::string> stats() = 0;
    [[nodiscard]] virtual Reply<std::vector<LiveEvent>> events(FeedSeq from, int limit) = 0;

Q_SIGNALS:
    void linkChanged(const paradox::client::LinkState &state);
    /// Gap-free and strictly rising by seq, at most about ten times a second.
    void eventsArrived(const QList<paradox::client::LiveEvent> &events);
    /// The feed cannot be continued from where it was: read the lists again. The feed goes on after `from`.
    void resnapshotNeeded(paradox::FeedSeq from);
    void heartbeat(const paradox::client::Heartbeat &beat);
    void healthChanged(const paradox::client::Health &health);
    /// Tokens are gone or not taken any more: the person must sign in again.
    void signedOut();
};

} // namespace paradox::client

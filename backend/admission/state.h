#pragma once

#include "admission/admission.h"
#include "admission/checks.h"
#include "admission/deadlines.h"
#include "admission/half_table.h"
#include "admission/pair_index.h"
#include "admission/receipt_tree.h"
#include "admission/session_table.h"

#include <algorithm>
#include <atomic>
#include <map>

namespace paradox::admission {

/// The book in memory, a mirror of the unfinished rows. Writer thread only, unless said otherwise; every change goes to
/// the database in the same call, counters of sessions once per commit group.
class State {
public:
    State(const Options &options, const solana::Keypair &engineKey) : m_options(options), m_engineKey(engineKey) {}

    /// Forgets all and reads the database.
    void rebuild(storage::Connection &connection);

    [[nodiscard]] Answer admit(storage::Transaction &transaction, const Parsed &parsed);

    [[nodiscard]] Half *find(Seq seq);
    [[nodiscard]] SessionTable &sessions() { return m_sessions; }
    [[nodiscard]] const SessionTable &sessions() const { return m_sessions; }

    struct Leave {
        IntentState to = IntentState::Expired;
        storage::Actor actor = storage::Actor::Node;
        std::string_view reason = {};
        std::optional<BatchSeq> batch = {};
    };
    /// A pending half leaves the book: its hold is void, its partner waits again.
    void leave(storage::Transaction &transaction, Half &half, const Leave &leave);
    /// Both halves of an open trade leave, and stay each other's partners on record.
    void leaveTogether(storage::Transaction &transaction, Half &half, const Leave &leave);

    void moveSession(storage::Transaction &transaction, SessionEntry &entry, SessionState to, storage::Actor actor,
                     std::string_view reason);
    /// Whatever the session's state: its pending halves → revoked.
    void revokePending(storage::Transaction &transaction, SessionEntry &entry, storage::Actor actor,
                       std::string_view reason);
    std::size_t sweep(storage::Transaction &transaction, std::size_t limit);
    void watchSession(const SessionEntry &entry);

    enum class Life { Alive, Waiting, Expired, Revoked };
    [[nodiscard]] Life lifeOf(const Half &half, UnixSeconds now) const;
    /// Ends a pending half that lifeOf calls expired or revoked; true when it did.
    bool leaveIfDead(storage::Transaction &transaction, Half &half);

    // For Book: trades and batches.
    using OpenTrades = std::map<Seq, Half *>; ///< by trade; the seller's half
    [[nodiscard]] const OpenTrades &openTrades(const PublicKey &mint);
    [[nodiscard]] Half *openTrade(Seq trade); ///< the seller's half, or null
    void net(storage::Transaction &transaction, Half &seller, BatchSeq batch);
    void settleBatch(storage::Transaction &transaction, BatchSeq batch);
    void giveBack(storage::Transaction &transaction, Half &half);
    [[nodiscard]] std::vector<Seq> nettedIn(BatchSeq batch) const;
    void forgetBatch(BatchSeq batch) { m_netted.erase(batch); }

    [[nodiscard]] OpenCounts counts() const; ///< any thread
    void publishCounts();

private:
    [[nodiscard]] static std::optional<Answer> repeatOf(storage::Transaction &transaction, storage::SessionNo session,
                                                        const Parsed &parsed);
    [[nodiscard]] static bool mayRepeat(storage::Transaction &transaction, SessionEntry &entry, std::uint64_t nonce);
    [[nodiscard]] std::optional<Refusal> checkLimits(const SessionEntry &entry, const Intent &intent) const;
    [[nodiscard]] std::optional<Refusal> checkFunds(storage::Transaction &transaction, const Intent &intent);
    Half *findPartner(storage::Transaction &transaction, const Half &half);
    void pair(Half &a, Half &b);
    void unpair(Half &half);
    void enterPending(Half &half);
    void leavePending(Half &half);
    Half &remember(const Half &half);
    void forget(Half &half);
    /// Sessions that have ended and have nothing in the book go, once nobody can be holding on to them.
    void dropEnded();
    void noteEnd(const SessionEntry &entry);
    [[nodiscard]] static Answer answerWithoutEntry(storage::Transaction &transaction, const Parsed &parsed);
    void settle(storage::Transaction &transaction, Half &half);
    void writeMove(storage::Transaction &transaction, Half &half, const Leave &leave);
    void writePair(storage::Transaction &transaction, const Half &half);
    void touch(storage::Transaction &transaction, SessionEntry &entry);
    void openGroup(storage::Transaction &transaction);
    void closeGroup(storage::Transaction &transaction);

    const Options &m_options;
    const solana::Keypair &m_engineKey;
    SessionTable m_sessions;
    PairIndex m_index;
    Seq m_lastSeq;
    HalfTable m_halves;
    std::unordered_map<PublicKey, std::size_t> m_pendingOfOwner;
    std::size_t m_pending = 0;
    std::unordered_map<PublicKey, OpenTrades> m_open; ///< by mint
    std::unordered_map<BatchSeq, std::vector<Seq>> m_netted;

    Deadlines m_intentEnds;  ///< may name halves that are gone
    Deadlines m_sessionEnds; ///< may name sessions that have ended or are gone

    bool m_groupOpen = false;
    std::shared_ptr<ReceiptTree> m_receipts;
    std::vector<SessionEntry *> m_dirty;
    std::vector<storage::SessionNo> m_ended; ///< looked at when the group is closed

    std::atomic<std::uint64_t> m_tradeCount = 0;
    std::atomic<std::int64_t> m_oldestPairedAt = 0;
    std::atomic<std::uint64_t> m_pendingCount = 0;
};

} // namespace paradox::admission

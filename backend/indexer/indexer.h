#pragma once

#include "chain/listener.h"
#include "domain/clock.h"
#include "programs/client/vault.h"
#include "storage/index.h"
#include "storage/sessions.h"
#include "storage/writer.h"

#include <set>
#include <string>
#include <string_view>

namespace paradox::indexer {

struct IndexerOptions {
    PublicKey program;
    PublicKey game;                                 ///< events of other venues are passed over
    std::int64_t sessionCheckIntervalMs = 2000;     ///< of new sessions
    std::int64_t sessionRecheckIntervalMs = 60'000; ///< of the others: one page each time
};

/// Who keeps sessions, and hears from the chain about them. Called in the writer's transaction of a page.
class SessionKeeper {
public:
    virtual ~SessionKeeper() = default;
    virtual void activate(storage::Transaction &transaction, const PublicKey &session) = 0;
    virtual void end(storage::Transaction &transaction, const PublicKey &session, std::string_view reason) = 0;
    virtual void raiseEpoch(storage::Transaction &transaction, const PublicKey &owner, std::uint64_t epoch) = 0;
};

/// What a page of transactions touched, found while folding.
struct Touched {
    std::set<PublicKey> players;  ///< whose ledgers changed
    std::set<PublicKey> accounts; ///< to be read whole, where a log was cut short
};

/// Folds the vault's events into owners, balances and history. A page of transactions is one database transaction: its
/// events are inserted, what was inserted for the first time is folded, and the watermark moves up. Only finalized
/// transactions arrive here, so nothing is ever taken back. Owners and history come from the events; balances, of the
/// ledgers that the events name, from the accounts as of one later finalized slot, because only they know the
/// allowance. Sessions begin and end here, too, as the chain says. Lives on the back-office thread.
class Indexer {
public:
    Indexer(chain::Listener &listener, chain::Chain &chain, storage::Database &database, storage::Writer &writer,
            SessionKeeper &sessions, Clock &clock, const IndexerOptions &options)
        : m_listener(listener),
          m_chain(chain),
          m_database(database),
          m_writer(writer),
          m_sessions(sessions),
          m_clock(clock),
          m_options(options),
          m_addresses(options.program),
          m_nextRecheckMs(clock.monotonicMs() + options.sessionRecheckIntervalMs)
    {
    }

    /// One page at most; true when there may be more at once.
    bool tick();
    [[nodiscard]] const std::string &trouble() const { return m_trouble; }

private:
    struct Decoded {
        chain::Heard heard;
        vault::EventLog log;
    };
    [[nodiscard]] std::vector<Decoded> decode(std::vector<chain::Heard> page, Touched &touched) const;
    /// The ledgers of `touched.players` in their order, then `touched.accounts`.
    [[nodiscard]] chain::Result<chain::AccountsAt> readTouched(const Touched &touched) const;
    bool foldPage(const std::vector<Decoded> &page, const Touched &touched, const chain::AccountsAt &accounts);
    void foldAccounts(storage::Transaction &transaction, const Touched &touched, const chain::AccountsAt &accounts);
    void checkSessions(std::int64_t nowMs);
    /// Of the sessions above the cursor, which moves on; nothing when the chain or the database failed.
    [[nodiscard]] std::optional<std::size_t> checkPage(storage::SessionNo &cursor);

    chain::Listener &m_listener;
    chain::Chain &m_chain;
    storage::Database &m_database;
    storage::Writer &m_writer;
    SessionKeeper &m_sessions;
    Clock &m_clock;
    IndexerOptions m_options;
    vault::Addresses m_addresses;
    std::int64_t m_nextSessionCheckMs = 0;
    std::int64_t m_nextRecheckMs;
    storage::SessionNo m_checkedNew;   ///< highest number that was looked at once
    storage::SessionNo m_checkedAgain; ///< how far the round of the others has come
    std::string m_trouble;
};

} // namespace paradox::indexer

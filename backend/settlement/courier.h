#pragma once

#include "chain/chain.h"
#include "domain/clock.h"
#include "storage/operations.h"
#include "storage/writer.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace paradox::settlement {

struct CourierOptions {
    std::int64_t pollIntervalMs = 200;
    std::int64_t resendIntervalMs = 2000;
};

/// A freshly signed attempt of an operation, new or known.
struct Launch {
    storage::Operation operation; ///< as known; a new one has number 0
    Bytes bytes;                  ///< the signed transaction
    Signature signature;
    Hash blockhash;
    BlockHeight lastValidBlockHeight;
};

/// Sends transactions and follows them to their end by the attempt rules (protocol §6): signed bytes are durable before
/// they leave, the same bytes are sent again every two seconds, the status decides, and an attempt is dead only when
/// the finalized height has passed its last valid one and the history of a node that far knows nothing of it.
/// Operations of wallets end here; those of a batch are ended by the settler, who knows the chain's accounts.
///
/// Lives on the back-office thread. After a crash `load` is all there is to do.
class Courier {
public:
    /// In the transaction that writes an operation's end, so that others can write with it.
    using EndHook = std::function<void(storage::Transaction &, const storage::Operation &)>;

    Courier(chain::Chain &chain, storage::Writer &writer, Clock &clock, CourierOptions options = {})
        : m_chain(chain),
          m_writer(writer),
          m_clock(clock),
          m_options(options)
    {
    }

    void setEndHook(EndHook hook) { m_endHook = std::move(hook); }

    /// Takes up every unfinished operation of the database.
    void load(storage::Connection &connection);

    /// Makes attempts and `alongside` durable in one transaction, then sends. Refuses (asserts) an operation that still
    /// has a live attempt. On failure nothing was kept and nothing was sent.
    [[nodiscard]] std::expected<void, storage::StorageError>
    launch(std::span<Launch> launches, std::move_only_function<void(storage::Transaction &)> alongside = {});

    /// Statuses, resends, expiries. Errors of the chain's node are kept in `trouble` and tried again.
    void tick();

    [[nodiscard]] const storage::Operation *find(const std::string &id) const;
    [[nodiscard]] std::size_t liveCount() const { return m_runs.size(); }
    /// The settler's word on an operation of a batch: it is over. Within `transaction`; call `forget` once durable.
    void end(storage::Transaction &transaction, const std::string &id, OperationState state, const std::string &error);
    void forget(const std::string &id) { m_runs.erase(id); }
    void forgetAll() { m_runs.clear(); }

    /// Whether an attempt is still open: signed or sent, and neither landed nor dead.
    [[nodiscard]] static bool hasLiveAttempt(const storage::Operation &operation);
    [[nodiscard]] const std::string &trouble() const { return m_blindness.empty() ? m_trouble : m_blindness; }

private:
    struct Run {
        storage::Operation operation;
        std::int64_t nextSendMs = 0;
    };
    struct Change;

    void sendDue(std::int64_t nowMs);
    void readStatuses();
    void judge(const Run &run, const std::optional<chain::SignatureStatus> &status, std::vector<Change> &changes);
    void readExpiries();
    void write(std::vector<Change> changes);
    static void apply(storage::Operation &operation, const Change &change);
    void record(storage::Transaction &transaction, const storage::Operation &before, const storage::Operation &after);
    [[nodiscard]] std::vector<Run *> liveRuns();

    chain::Chain &m_chain;
    storage::Writer &m_writer;
    Clock &m_clock;
    CourierOptions m_options;
    EndHook m_endHook;
    std::map<std::string, Run> m_runs;
    std::int64_t m_nextPollMs = 0;
    std::int64_t m_pauseUntilMs = 0; ///< the node asked for one
    std::string m_trouble;
    std::string m_blindness; ///< why the last look told nothing
};

} // namespace paradox::settlement

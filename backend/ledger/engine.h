#pragma once

#include "domain/assert.h"
#include "domain/clock.h"
#include "ledger/bank.h"
#include "ledger/fair_mutex.h"
#include "ledger/history.h"
#include "ledger/journal.h"
#include "ledger/submission.h"
#include "solana/verifier.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>

namespace paradox::ledger {

/// Runs one bank: verify pool → bank thread, which executes and closes slots → flusher, which writes and syncs the
/// journal in groups and only then answers → historian, which moves final slots to the history and takes snapshots.
/// While the disk fails the chain stands still and takes nothing; it goes on by itself when the disk does.
class Engine {
public:
    struct Options {
        std::filesystem::path directory;
        Bank::Options bank;
        std::uint32_t slotMs = 100;
        bool syncToDisk = true;
        unsigned verifyThreads = 1;
        std::uint64_t snapshotEveryBytes = 64 * 1024 * 1024;
    };
    static constexpr std::uint32_t emptyBlocksMax = 10'000;    ///< of one produce()
    static constexpr std::uint64_t skippedSlotsMax = 1U << 30; ///< of one skip()

    /// Brings the chain back from snapshot and journal; no thread yet.
    [[nodiscard]] static std::expected<std::unique_ptr<Engine>, StoreError> open(Options options, const Clock &clock);
    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    void start(ChainListener &listener); ///< outlives the threads
    void stop();                         ///< makes durable what was accepted, then joins. Idempotent

    /// Any thread. Calls done exactly once, at once when there is no room.
    void submit(Submission submission);

    // Cheat-codes. Any thread; done once, on a thread of the engine, when the change is durable and told, or at once
    // when it is refused.
    enum class ControlError { NotThatDeep, Unavailable };
    using Controlled = std::expected<Slot, ControlError>; ///< the working slot afterwards
    /// Undoes the newest `blocks` closed blocks, and the working slot with them.
    void fork(std::uint32_t blocks, std::function<void(std::expected<Fork, ControlError> &&)> done);
    /// Closes slot after slot: time passes for blockhashes and lookup tables.
    void produce(std::uint32_t blocks, std::function<void(Controlled &&)> done);
    /// Closes the slot and leaves so many without a block.
    void skip(std::uint64_t slots, std::function<void(Controlled &&)> done);
    /// Writes what the function makes of the chain as it is then.
    void rewrite(std::function<std::vector<AccountWrite>(const Bank &)> writes,
                 std::function<void(Controlled &&)> done);
    /// Moves the chain's clock against the real one, from the next slot on; it never goes back.
    void setClockSkew(std::int64_t seconds) { m_clockSkewSeconds = seconds; }
    [[nodiscard]] std::int64_t clockSkew() const { return m_clockSkewSeconds; }
    /// Lets readers see the chain so many blocks behind, at most the bank's lagMax.
    void setLag(std::uint32_t blocks) { m_lag = blocks; }

    /// A look at the chain that holds still while it lives. Keep it short: the bank waits. One at a time on a thread:
    /// the second would wait for the bank, and that for the first.
    class Reader {
    public:
        explicit Reader(const Engine &engine) : m_engine(engine), m_lock(engine.m_stateMutex) {}
        [[nodiscard]] const Bank &bank() const { return *m_engine.m_bank; }
        // What a client is shown: the chain, or the chain as it was while this node lags.
        [[nodiscard]] Slot slotAt(Commitment commitment) const { return bank().slotAt(commitment, m_engine.m_lag); }
        [[nodiscard]] Commitment commitmentOf(Slot slot) const;
        [[nodiscard]] std::optional<SignatureStatus> status(const Signature &signature) const;
        /// Slots that are not yet in the history, oldest first; the working one last.
        [[nodiscard]] const std::deque<History::SlotRecords> &recent() const { return m_engine.m_recent; }
        [[nodiscard]] RecordRef record(const Signature &signature) const;

    private:
        struct OnlyOne {
            OnlyOne()
            {
                PARADOX_ASSERT(!isReading);
                isReading = true;
            }
            ~OnlyOne() { isReading = false; }
            OnlyOne(const OnlyOne &) = delete;
            static inline thread_local bool isReading = false;
        };

        const Engine &m_engine;
        OnlyOne m_onlyOne;
        std::shared_lock<FairMutex> m_lock;
    };
    [[nodiscard]] Reader read() const { return Reader(*this); }
    [[nodiscard]] const History &history() const { return *m_history; }
    [[nodiscard]] bool healthy() const { return !m_diskFailed; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] std::uint64_t journalSyncs() const { return m_syncs; }

private:
    struct Answer {
        std::function<void(SubmitResult &&)> done;
        SubmitResult result;
    };
    /// What the flusher writes in one go.
    struct Group {
        std::vector<std::function<void(ChainListener &)>> first; ///< told before all else: it was flushed alone
        Bytes frames;
        bool hasTransactions = false; ///< or anything else of value
        std::vector<Answer> answers;
        std::vector<RecordRef> records;                    ///< in order; those before `closed` belong to earlier slots
        std::vector<std::pair<std::size_t, Block>> closed; ///< each behind so many records
        std::vector<std::function<void(bool durable)>> controlled;
        [[nodiscard]] bool empty() const { return frames.empty() && answers.empty() && controlled.empty(); }
    };

    Engine(Options options, const Clock &clock);
    [[nodiscard]] std::expected<void, StoreError> restore();
    [[nodiscard]] bool restoreFrame(const StoredFrame &frame, Slot root);
    [[nodiscard]] bool restoreTransaction(const StoredFrame &frame, Slot root);
    [[nodiscard]] bool restoreReopen(const StoredFrame &frame, Slot root);
    void keepRecent(const RecordRef &record);
    void openRecent();

    void verifyLoop();
    void checkBatch(std::vector<Submission> &batch, solana::SignatureVerifier &verifier);
    void preflight(std::vector<Submission> &batch);
    void bankLoop();
    void executeBatch(std::vector<Submission> &batch);
    void closeSlot();
    void post(std::function<void()> control); ///< to the bank thread
    /// Waits on the bank thread until everything so far is durable and told. False: the disk fails.
    [[nodiscard]] bool drainFlusher();
    [[nodiscard]] Fork reopen(Slot parent, Slot working);
    [[nodiscard]] std::expected<Fork, ControlError> forkNow(std::uint32_t blocks);
    void tellWhenDurable(std::function<void(Controlled &&)> done);
    std::size_t dropRecentAfter(Slot slot);
    void flushLoop();
    void flush(Group &group);
    [[nodiscard]] bool makeDurable(Group &group);
    static void leaveUndecided(Group &group);
    void publish(const Group &group);
    void historyLoop();
    [[nodiscard]] bool persistFinal(); ///< false: nothing to do
    void takeSnapshot();

    Options m_options;
    const Clock &m_clock;
    ChainListener *m_listener = nullptr;

    mutable FairMutex m_stateMutex; ///< bank and recent records
    std::unique_ptr<Bank> m_bank;
    std::deque<History::SlotRecords> m_recent;
    std::unordered_map<Signature, RecordRef> m_bySignature;
    std::atomic<std::size_t> m_backlog{0}; ///< records not yet in the history

    std::unique_ptr<Journal> m_journal; ///< of the flusher, once it runs
    std::unique_ptr<History> m_history;

    std::mutex m_verifyMutex;
    std::condition_variable m_verifyWake;
    std::deque<Submission> m_toVerify;
    unsigned m_idleVerifiers = 0; ///< those that wait to be woken
    std::mutex m_bankMutex;
    std::condition_variable m_bankWake;
    std::deque<Submission> m_toExecute;
    std::deque<std::function<void()>> m_controls;
    std::mutex m_flushMutex;
    std::condition_variable m_flushWake;
    std::condition_variable m_flushed;
    Group m_toFlush;
    bool m_isFlushing = false;
    std::mutex m_historyMutex;
    std::condition_variable m_historyWake;

    std::atomic<bool> m_verifyStop{false};
    std::atomic<bool> m_bankStop{false};
    std::atomic<bool> m_flushStop{false};
    std::atomic<bool> m_historyStop{false};
    std::atomic<bool> m_diskFailed{false};
    std::atomic<bool> m_snapshotDue{false};
    std::atomic<std::uint64_t> m_syncs{0};
    std::atomic<std::int64_t> m_clockSkewSeconds{0};
    std::atomic<std::uint32_t> m_lag{0};
    std::vector<std::thread> m_verifiers;
    std::thread m_bankThread;
    std::thread m_flushThread;
    std::thread m_historyThread;
};

} // namespace paradox::ledger

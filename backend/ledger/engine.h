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
    enum class OpenError { Unusable, Corrupt };

    /// Brings the chain back from snapshot and journal; no thread yet.
    [[nodiscard]] static std::expected<std::unique_ptr<Engine>, OpenError> open(Options options, const Clock &clock);
    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    void start(ChainListener &listener); ///< outlives the threads
    void stop();                         ///< makes durable what was accepted, then joins. Idempotent

    /// Any thread. Calls done exactly once, at once when there is no room.
    void submit(Submission submission);

    /// A look at the chain that holds still while it lives. Keep it short: the bank waits. One at a time on a thread:
    /// the second would wait for the bank, and that for the first.
    class Reader {
    public:
        explicit Reader(const Engine &engine) : m_engine(engine), m_lock(engine.m_stateMutex) {}
        [[nodiscard]] const Bank &bank() const { return *m_engine.m_bank; }
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
    [[nodiscard]] std::uint64_t journalSyncs() const { return m_syncs; }

private:
    struct Answer {
        std::function<void(SubmitResult &&)> done;
        SubmitResult result;
    };
    /// What the flusher writes in one go.
    struct Group {
        Bytes frames;
        bool hasTransactions = false;
        std::vector<Answer> answers;
        std::vector<RecordRef> records;                    ///< in order; those before `closed` belong to earlier slots
        std::vector<std::pair<std::size_t, Block>> closed; ///< each behind so many records
        [[nodiscard]] bool empty() const { return frames.empty() && answers.empty(); }
    };

    Engine(Options options, const Clock &clock);
    [[nodiscard]] std::expected<void, OpenError> restore();
    [[nodiscard]] bool restoreFrame(const StoredFrame &frame, Slot root);
    void keepRecent(const RecordRef &record);
    void openRecent();

    void verifyLoop();
    void checkBatch(std::vector<Submission> &batch, solana::SignatureVerifier &verifier);
    void preflight(std::vector<Submission> &batch);
    void bankLoop();
    void executeBatch(std::vector<Submission> &batch);
    void closeSlot();
    void flushLoop();
    void flush(Group &group);
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
    std::mutex m_bankMutex;
    std::condition_variable m_bankWake;
    std::deque<Submission> m_toExecute;
    std::mutex m_flushMutex;
    std::condition_variable m_flushWake;
    Group m_toFlush;
    std::mutex m_historyMutex;
    std::condition_variable m_historyWake;

    std::atomic<bool> m_verifyStop{false};
    std::atomic<bool> m_bankStop{false};
    std::atomic<bool> m_flushStop{false};
    std::atomic<bool> m_historyStop{false};
    std::atomic<bool> m_diskFailed{false};
    std::atomic<bool> m_snapshotDue{false};
    std::atomic<std::uint64_t> m_syncs{0};
    std::vector<std::thread> m_verifiers;
    std::thread m_bankThread;
    std::thread m_flushThread;
    std::thread m_historyThread;
};

} // namespace paradox::ledger

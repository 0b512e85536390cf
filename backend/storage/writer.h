#pragma once

#include "domain/assert.h"
#include "domain/clock.h"
#include "storage/checkpointer.h"
#include "storage/database.h"
#include "storage/events.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <expected>
#include <functional>
#include <future>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace paradox::storage {

/// The group's open transaction, as a job sees it. Writer thread only. Failures stick; the writer rolls back after each
/// job.
class Transaction {
public:
    [[nodiscard]] Connection &connection() { return m_connection; }
    operator Connection &() { return m_connection; }
    /// One reading of the clock per job.
    [[nodiscard]] UnixMillis now() const { return m_now; }
    /// The job changes memory that mirrors the database: should it be rolled back, the listeners must rebuild that.
    void touchMemory() { m_memoryTouched = true; }
    /// Gives the event its number and time, writes it, and has it published once the group is durable.
    FeedSeq record(Event event);
    /// Rolls this job back and reports Constraint to its afterFailure. Only in a job with Isolation::Savepoint.
    void abandon() { m_abandoned = true; }
    /// Runs once, still inside this transaction: before the next job with a savepoint, at the latest before the commit.
    /// Dropped when the job or the group is rolled back.
    void beforeCommit(std::move_only_function<void(Transaction &)> hook) { m_hooks.push_back(std::move(hook)); }

private:
    friend class Writer;
    Transaction(Connection &connection, FeedSeq last) : m_connection(connection), m_lastFeedSeq(last) {}
    void runHooks();

    Connection &m_connection;
    UnixMillis m_now;
    bool m_abandoned = false;
    bool m_memoryTouched = false;
    FeedSeq m_lastFeedSeq;
    std::vector<Event> m_events;
    std::vector<std::move_only_function<void(Transaction &)>> m_hooks;
};

/// Savepoint: the job fails alone. Shared: cheaper, for statements that fail only with the disk, and then with the
/// group.
enum class Isolation { Savepoint, Shared };

struct Job {
    std::move_only_function<void(Transaction &)> run;
    std::move_only_function<void()> afterCommit = {};              ///< writer thread, after the fsync; must be quick
    std::move_only_function<void(StorageError)> afterFailure = {}; ///< writer thread; nothing of the job is kept
    Isolation isolation = Isolation::Savepoint;
};

struct WriterOptions {
    std::size_t queueMax = 8192;
    std::size_t groupJobsMax = 256;
};

/// The one thread that writes. Jobs run in the order posted; all that queued while the last fsync ran share the next
/// transaction, so at any load one fsync serves many. Post from any thread.
class Writer {
public:
    using Publisher = std::function<void(std::span<const Event>)>;

    Writer(Database &database, Clock &clock, WriterOptions options = {});
    ~Writer();
    Writer(const Writer &) = delete;

    /// Runs the answers of a group, for whoever hands them on together. On the writer thread; set before start.
    using Answering = std::function<void(const std::function<void()> &answers)>;
    void setAnswering(Answering answering) { m_answering = std::move(answering); }
    /// Called on the writer thread with each group's events once durable, before the jobs' afterCommit. Before start.
    void setPublisher(Publisher publisher) { m_publisher = std::move(publisher); }
    /// Called on the writer thread after a rollback of work that touched memory, to rebuild it from what the connection
    /// sees. Before start.
    void onRollback(std::function<void(Connection &)> listener) { m_rollbackListeners.push_back(std::move(listener)); }

    void start();
    /// Finishes what is queued, refuses what comes later. Idempotent.
    void stop();

    /// False when the queue is full or the writer has stopped: answer 503. A job's callback may post the next.
    [[nodiscard]] bool post(Job job);

    /// Runs the job and waits until it is durable. Not bounded by queueMax, and never from the writer thread.
    template <class Work>
    auto execute(Work work) -> std::expected<std::invoke_result_t<Work, Transaction &>, StorageError>;

    [[nodiscard]] FeedSeq lastFeedSeq() const { return FeedSeq{m_publishedFeedSeq.load()}; }
    [[nodiscard]] std::size_t queued() const; ///< jobs
    /// Set after a failed commit, cleared by the next good one: readiness looks here.
    [[nodiscard]] bool failing() const { return m_failing.load(); }

private:
    [[nodiscard]] bool enqueue(Job job, std::size_t queueMax);
    void loop();
    void runGroup(std::vector<Job> &jobs);
    [[nodiscard]] std::optional<StorageError> runJob(Transaction &transaction, Job &job);
    [[nodiscard]] std::optional<StorageError> commit(Transaction &transaction);
    void publish(const Transaction &transaction);
    void rebuildMemory();
    bool runIdle();

    Database &m_database;
    Clock &m_clock;
    WriterOptions m_options;
    Publisher m_publisher;
    Answering m_answering = [](const std::function<void()> &answers) { answers(); };
    std::vector<std::function<void(Connection &)>> m_rollbackListeners;
    Checkpointer m_checkpointer;
    FeedSeq m_lastFeedSeq; ///< writer thread
    std::atomic<std::uint64_t> m_publishedFeedSeq = 0;
    std::atomic<bool> m_failing = false;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_queue;
    bool m_stopping = false;
    std::thread m_thread;
};

template <class Work>
auto Writer::execute(Work work) -> std::expected<std::invoke_result_t<Work, Transaction &>, StorageError>
{
    using Result = std::invoke_result_t<Work, Transaction &>;
    using Answer = std::expected<Result, StorageError>;
    // Shared: the waiting thread may be gone before set_value() returns on the writer's.
    const auto promise = std::make_shared<std::promise<Answer>>();
    std::future<Answer> future = promise->get_future();
    Answer answer = std::unexpected(StorageError::Stopped);
    const bool posted =
        enqueue({.run =
                     [&](Transaction &transaction) {
                         if constexpr (std::is_void_v<Result>) {
                             work(transaction);
                             answer = Answer();
                         } else {
                             answer = work(transaction);
                         }
                     },
                 .afterCommit = [&answer, promise] { promise->set_value(std::move(answer)); },
                 .afterFailure = [promise](StorageError error) { promise->set_value(std::unexpected(error)); }},
                static_cast<std::size_t>(-1));
    return posted ? future.get() : Answer(std::unexpected(StorageError::Stopped));
}

} // namespace paradox::storage

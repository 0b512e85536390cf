#include "storage/writer.h"

#include "domain/assert.h"

#include <pthread.h>

namespace paradox::storage {

FeedSeq Transaction::record(Event event)
{
    event.seq = FeedSeq{m_lastFeedSeq.value + 1};
    event.at = m_now;
    const auto orNull = [](const std::string &text) {
        return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
    };
    const auto keyOrNull = [](const auto &key) { return key.isZero() ? std::nullopt : std::optional(key.span()); };
    m_connection.run("INSERT INTO events (feed_seq, at_ms, topic, ref, entity, owner, actor, from_state, to_state,"
                     " reason, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                     event.seq, event.at, event.topic, event.ref, keyOrNull(event.entity), keyOrNull(event.owner),
                     event.actor, orNull(event.from), event.to, orNull(event.reason), orNull(event.payload));
    m_lastFeedSeq = event.seq;
    m_events.push_back(std::move(event));
    return m_lastFeedSeq;
}

void Transaction::runHooks()
{
    for (std::size_t i = 0; i < m_hooks.size(); ++i) {
        auto hook = std::move(m_hooks[i]); // a hook may add another
        hook(*this);
    }
    m_hooks.clear();
}

Writer::Writer(Database &database, Clock &clock, WriterOptions options)
    : m_database(database),
      m_clock(clock),
      m_options(options)
{
    m_lastFeedSeq = events::last(*m_database.m_writeConnection);
    m_publishedFeedSeq = m_lastFeedSeq.value;
}

Writer::~Writer()
{
    stop();
}

void Writer::start()
{
    PARADOX_ASSERT(!m_thread.joinable());
    m_checkpointer.start(m_database.file().string(), *m_database.m_writeConnection);
    m_thread = std::thread([this] { loop(); });
}

void Writer::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    m_checkpointer.stop();
    std::deque<Job> left;
    {
        const std::lock_guard lock(m_mutex);
        left.swap(m_queue);
    }
    for (Job &job : left) {
        if (job.afterFailure)
            job.afterFailure(StorageError::Stopped);
    }
}

bool Writer::post(Job job)
{
    return enqueue(std::move(job), m_options.queueMax);
}

bool Writer::enqueue(Job job, std::size_t queueMax)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_queue.size() >= queueMax)
            return false;
        m_queue.push_back(std::move(job));
        if (m_queue.size() > 1)
            return true; // the writer is awake already
    }
    m_wake.notify_one();
    return true;
}

std::size_t Writer::queued() const
{
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

void Writer::loop()
{
    pthread_setname_np(pthread_self(), "paradox-writer");
    bool moreIdleWork = true;
    while (true) {
        std::vector<Job> jobs;
        {
            std::unique_lock lock(m_mutex);
            if (!moreIdleWork)
                m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
            if (m_stopping && m_queue.empty())
                return;
            while (!m_queue.empty() && jobs.size() < m_options.groupJobsMax) {
                jobs.push_back(std::move(m_queue.front()));
                m_queue.pop_front();
            }
        }
        if (jobs.empty()) {
            moreIdleWork = runIdle();
        } else {
            runGroup(jobs);
            moreIdleWork = true;
        }
        m_checkpointer.look();
    }
}

void Writer::runGroup(std::vector<Job> &jobs)
{
    Connection &connection = *m_database.m_writeConnection;
    Transaction transaction(connection, m_lastFeedSeq);
    std::vector<std::optional<StorageError>> failures(jobs.size());
    std::optional<StorageError> groupFailure;
    connection.run("BEGIN IMMEDIATE");
    groupFailure = connection.failure();
    for (std::size_t i = 0; i < jobs.size() && !groupFailure; ++i) {
        failures[i] = runJob(transaction, jobs[i]);
        if (failures[i] && jobs[i].isolation == Isolation::Shared)
            groupFailure = failures[i];
        else if (connection.failure()) // there is no savepoint to go back to
            groupFailure = connection.failure();
    }
    if (!groupFailure)
        groupFailure = commit(transaction);
    if (groupFailure) {
        connection.rollBack();
        m_failing = true;
        rebuildMemory();
    } else {
        m_failing = false;
        m_lastFeedSeq = transaction.m_lastFeedSeq;
        m_database.m_intentTail.committed();
        publish(transaction);
    }
    m_answering([&] {
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            const std::optional<StorageError> failure = groupFailure ? groupFailure : failures[i];
            if (!failure && jobs[i].afterCommit)
                jobs[i].afterCommit();
            else if (failure && jobs[i].afterFailure)
                jobs[i].afterFailure(*failure);
        }
    });
}

std::optional<StorageError> Writer::runJob(Transaction &transaction, Job &job)
{
    Connection &connection = transaction.m_connection;
    transaction.m_now = m_clock.wall();
    transaction.m_abandoned = false;
    transaction.m_memoryTouched = false;
    if (job.isolation == Isolation::Shared) {
        job.run(transaction);
        PARADOX_ASSERT(!transaction.m_abandoned);
        return connection.failure();
    }
    // What earlier jobs left for later goes in before the savepoint, so that rolling back to it loses only this job's.
    transaction.runHooks();
    if (connection.failure())
        return connection.failure();
    const FeedSeq feedBefore = transaction.m_lastFeedSeq;
    const std::size_t eventsBefore = transaction.m_events.size();
    connection.run("SAVEPOINT job");
    job.run(transaction);
    const std::optional<StorageError> failure =
        transaction.m_abandoned ? std::optional(StorageError::Constraint) : connection.failure();
    if (failure && !connection.isInTransaction())
        return failure; // it has ended the whole transaction: what stands in the connection ends the group
    if (failure) {
        connection.clearFailure();
        connection.run("ROLLBACK TO job");
        transaction.m_lastFeedSeq = feedBefore;
        transaction.m_events.resize(eventsBefore);
        transaction.m_hooks.clear();
    }
    connection.run("RELEASE job");
    if (failure && transaction.m_memoryTouched && !connection.failure())
        rebuildMemory();
    return failure;
}

std::optional<StorageError> Writer::commit(Transaction &transaction)
{
    transaction.runHooks();
    IntentTail &tail = m_database.m_intentTail;
    tail.flushSlice(transaction, IntentTail::rowsMax, tail.busySliceRows());
    transaction.m_connection.run("COMMIT");
    return transaction.m_connection.failure();
}

void Writer::publish(const Transaction &transaction)
{
    if (transaction.m_events.empty())
        return;
    PARADOX_ASSERT(transaction.m_events.front().seq.value == m_publishedFeedSeq + 1);
    m_publishedFeedSeq = m_lastFeedSeq.value;
    if (m_publisher)
        m_publisher(transaction.m_events);
}

void Writer::rebuildMemory()
{
    m_database.m_intentTail.rolledBack(*m_database.m_writeConnection);
    for (const auto &listener : m_rollbackListeners)
        listener(*m_database.m_writeConnection);
}

bool Writer::runIdle()
{
    IntentTail &tail = m_database.m_intentTail;
    if (tail.size() < IntentTail::idleFlushRows)
        return false;
    std::vector<Job> jobs;
    const auto flush = [&](Transaction &transaction) {
        tail.flushSlice(transaction, IntentTail::idleFlushRows, IntentTail::idleSliceRows);
    };
    jobs.push_back({.run = flush, .isolation = Isolation::Shared});
    runGroup(jobs);
    return !m_failing;
}

} // namespace paradox::storage

#include "domain/assert.h"
#include "http/answers_together.h"
#include "ledger/engine.h"
#include "ledger/snapshot.h"
#include "solana/borsh.h"

#include <algorithm>
#include <chrono>

namespace paradox::ledger {

namespace {

constexpr std::chrono::milliseconds diskRetryInterval{100};

} // namespace

void Engine::bankLoop()
{
    constexpr std::size_t batchMax = 256;
    using SteadyClock = std::chrono::steady_clock;
    const auto period = std::chrono::milliseconds(m_options.slotMs);
    SteadyClock::time_point due = SteadyClock::now() + period;
    std::vector<Submission> batch;
    std::deque<std::function<void()>> controls;
    for (;;) {
        batch.clear();
        controls.clear();
        {
            std::unique_lock lock(m_bankMutex);
            m_bankWake.wait_until(lock, due, [&] { return m_bankStop || !m_toExecute.empty() || !m_controls.empty(); });
            if (m_bankStop && m_toExecute.empty() && m_controls.empty())
                return;
            controls.swap(m_controls);
            for (std::size_t i = 0; i < batchMax && !m_toExecute.empty(); ++i) {
                batch.push_back(std::move(m_toExecute.front()));
                m_toExecute.pop_front();
            }
        }
        if (!batch.empty())
            executeBatch(batch);
        for (const std::function<void()> &control : controls)
            control();
        const SteadyClock::time_point now = SteadyClock::now();
        if (now < due)
            continue;
        closeSlot();
        // A machine that slept opens one slot, not thousands.
        due = now - due > 4 * period ? now + period : due + period;
    }
}

void Engine::executeBatch(std::vector<Submission> &batch)
{
    if (m_diskFailed) {
        for (Submission &submission : batch)
            submission.done({.outcome = SubmitOutcome::Unavailable});
        return;
    }
    Group group;
    {
        const std::unique_lock lock(m_stateMutex);
        for (Submission &submission : batch) {
            const auto record = m_bank->process(submission.transaction);
            if (!record) {
                SubmitResult result{.outcome = SubmitOutcome::Dropped, .refusal = record.error()};
                group.answers.push_back({std::move(submission.done), std::move(result)});
                continue;
            }
            keepRecent(*record);
            group.records.push_back(*record);
            group.answers.push_back({std::move(submission.done), {.outcome = SubmitOutcome::Recorded}});
        }
    }
    const std::scoped_lock lock(m_flushMutex);
    for (const RecordRef &record : group.records) {
        const Bytes body = encodeRecord(*record);
        const Bytes size = solana::BorshWriter().put(static_cast<std::uint32_t>(body.size())).take();
        putFrame(m_toFlush.frames, FrameKind::Transaction, {size, body, encodeWrites(record->execution.writes)});
    }
    m_toFlush.hasTransactions = m_toFlush.hasTransactions || !group.records.empty();
    std::ranges::move(group.answers, std::back_inserter(m_toFlush.answers));
    std::ranges::move(group.records, std::back_inserter(m_toFlush.records));
    m_flushWake.notify_one();
}

void Engine::closeSlot()
{
    if (m_diskFailed)
        return; // the chain stands still
    Block block;
    {
        const std::unique_lock lock(m_stateMutex);
        block = m_bank->closeSlot({m_clock.wallSeconds().value + m_clockSkewSeconds});
        m_recent.back().block = block;
        openRecent();
    }
    const std::scoped_lock lock(m_flushMutex);
    putFrame(m_toFlush.frames, FrameKind::Block, {encodeBlock(block)});
    m_toFlush.closed.emplace_back(m_toFlush.records.size(), block);
    m_flushWake.notify_one();
}

void Engine::flushLoop()
{
    for (;;) {
        Group group;
        {
            std::unique_lock lock(m_flushMutex);
            m_flushWake.wait(lock, [&] { return m_flushStop || !m_toFlush.empty(); });
            if (m_toFlush.empty())
                return;
            std::swap(group, m_toFlush);
            m_isFlushing = true;
        }
        flush(group);
        const std::scoped_lock lock(m_flushMutex);
        m_isFlushing = false;
        m_flushed.notify_all();
    }
}

/// Waits for a disk that has failed. False: the engine is to stop, and the disk still takes nothing.
bool Engine::makeDurable(Group &group)
{
    // Empty slots are written but not synced: nothing of value is in them.
    bool durable = m_journal->write(group.frames);
    if (durable && group.hasTransactions) {
        durable = m_journal->sync();
        ++m_syncs;
    }
    if (durable)
        return true;
    // The state in memory is ahead of the disk: nothing more is taken until the disk has caught up.
    {
        const std::scoped_lock lock(m_flushMutex);
        m_diskFailed = true;
        m_flushed.notify_all();
    }
    leaveUndecided(group);
    while (!m_journal->repair()) {
        Group later;
        {
            std::unique_lock lock(m_flushMutex);
            if (m_flushWake.wait_for(lock, diskRetryInterval, [&] { return m_flushStop.load(); }))
                return false;
            later.answers.swap(m_toFlush.answers);
            later.controlled.swap(m_toFlush.controlled);
        }
        leaveUndecided(later);
    }
    m_diskFailed = false;
    return true;
}

/// What has been done, but is not on disk yet, may still be: nobody is told yes, and nobody waits for it.
void Engine::leaveUndecided(Group &group)
{
    for (Answer &answer : std::exchange(group.answers, {})) {
        if (answer.result.outcome == SubmitOutcome::Recorded)
            answer.result.outcome = SubmitOutcome::Undecided;
        answer.done(std::move(answer.result));
    }
    for (const auto &done : std::exchange(group.controlled, {}))
        done(false);
}

void Engine::flush(Group &group)
{
    if (!makeDurable(group))
        return;
    {
        const http::AnswersTogether together;
        for (Answer &answer : group.answers)
            answer.done(std::move(answer.result));
    }
    publish(group);
    for (const auto &done : group.controlled)
        done(true);
    if (!group.closed.empty() && m_journal->segmentBytes() > m_options.snapshotEveryBytes) {
        // Where no new segment can be begun the old one goes on, and the next slot tries again.
        if (m_journal->rotate({group.closed.back().second.slot.value + 1}))
            m_snapshotDue = true;
    }
}

void Engine::publish(const Group &group)
{
    for (const auto &tell : group.first)
        tell(*m_listener);
    const std::span<const RecordRef> records(group.records);
    std::size_t told = 0;
    for (const auto &[count, block] : group.closed) {
        if (count > told)
            m_listener->onRecords(records.subspan(told, count - told));
        told = count;
        Slot finalizedBefore;
        Slot finalized;
        {
            const std::unique_lock lock(m_stateMutex);
            finalizedBefore = m_bank->slotAt(Commitment::Finalized);
            m_bank->setDurable(block.slot);
            finalized = m_bank->slotAt(Commitment::Finalized);
        }
        m_listener->onSlotOpened({block.slot.value + 1}, block.slot, finalized);
        m_listener->onConfirmed(block.slot);
        for (Slot slot{finalizedBefore.value + 1}; slot <= finalized; ++slot)
            m_listener->onFinalized(slot);
    }
    if (records.size() > told)
        m_listener->onRecords(records.subspan(told));
}

void Engine::historyLoop()
{
    while (!m_historyStop) {
        {
            std::unique_lock lock(m_historyMutex);
            m_historyWake.wait_for(lock, std::chrono::milliseconds(500), [&] { return m_historyStop.load(); });
        }
        while (persistFinal() && !m_historyStop) {
        }
        if (m_snapshotDue.exchange(false))
            takeSnapshot();
    }
    while (persistFinal()) {
    }
}

bool Engine::persistFinal()
{
    constexpr std::size_t recordsMax = 8'192;
    std::vector<History::SlotRecords> slots;
    {
        const Reader reader = read();
        const Slot final = m_bank->slotAt(Commitment::Finalized);
        std::size_t records = 0;
        for (const History::SlotRecords &slot : m_recent) {
            if (slot.block.slot > final || records > recordsMax)
                break;
            records += slot.records.size();
            slots.push_back(slot);
        }
    }
    if (slots.empty() || !m_history->append(slots))
        return false;
    const std::unique_lock lock(m_stateMutex);
    for (std::size_t i = 0; i < slots.size(); ++i) {
        for (const RecordRef &record : m_recent.front().records)
            m_bySignature.erase(record->signature());
        m_backlog -= m_recent.front().records.size();
        m_recent.pop_front();
    }
    return true;
}

void Engine::takeSnapshot()
{
    SnapshotImage image;
    {
        const Reader reader = read();
        image = takeImage(reader.bank());
    }
    if (!m_history->checkpoint() || !writeSnapshot(m_options.directory, m_options.bank.genesis.hash, image))
        return;
    // The journal goes as far as both have taken over from it.
    m_journal->dropBefore({std::min(image.root, m_history->lastSlot()).value + 1});
}

} // namespace paradox::ledger

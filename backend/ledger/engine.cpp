#include "ledger/engine.h"

#include "domain/assert.h"
#include "ledger/snapshot.h"
#include "solana/borsh.h"

#include <pthread.h>

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::size_t verifyQueueMax = 32'768;
/// With a name that operators see beside the thread's load.
template <class Loop>
std::thread startThread(const char *name, Loop loop)
{
    return std::thread([name, loop] {
        pthread_setname_np(pthread_self(), name);
        loop();
    });
}

constexpr std::size_t backlogMax = 500'000; ///< the history must not fall behind without bound

} // namespace

Engine::Engine(Options options, const Clock &clock)
    : m_options(std::move(options)),
      m_clock(clock),
      m_bank(std::make_unique<Bank>(m_options.bank))
{
}

Engine::~Engine()
{
    stop();
}

std::expected<std::unique_ptr<Engine>, StoreError> Engine::open(Options options, const Clock &clock)
{
    std::unique_ptr<Engine> engine(new Engine(std::move(options), clock));
    if (const auto restored = engine->restore(); !restored)
        return std::unexpected(restored.error());
    return engine;
}

RecordRef Engine::Reader::record(const Signature &signature) const
{
    const auto at = m_engine.m_bySignature.find(signature);
    return at == m_engine.m_bySignature.end() ? nullptr : at->second;
}

Commitment Engine::Reader::commitmentOf(Slot slot) const
{
    if (slot <= slotAt(Commitment::Finalized))
        return Commitment::Finalized;
    return slot <= slotAt(Commitment::Confirmed) ? Commitment::Confirmed : Commitment::Processed;
}

std::optional<SignatureStatus> Engine::Reader::status(const Signature &signature) const
{
    const std::optional<SignatureStatus> status = bank().status(signature);
    return status && status->slot <= slotAt(Commitment::Processed) ? status : std::nullopt;
}

void Engine::openRecent()
{
    History::SlotRecords slot;
    slot.block.slot = m_bank->slotAt(Commitment::Processed);
    m_recent.push_back(std::move(slot));
}

void Engine::keepRecent(const RecordRef &record)
{
    m_recent.back().records.push_back(record);
    m_bySignature.insert_or_assign(record->signature(), record);
    ++m_backlog;
}

std::expected<void, StoreError> Engine::restore()
{
    const Hash &genesis = m_options.bank.genesis.hash;
    m_history = History::open(m_options.directory / "history.sqlite", genesis);
    if (!m_history)
        return std::unexpected(StoreError::Unusable);
    const auto root = loadSnapshot(m_options.directory, genesis, *m_bank);
    if (!root)
        return std::unexpected(root.error());
    m_bank->beginRestore();
    openRecent();
    m_journal = std::make_unique<Journal>(Journal::Options{m_options.directory, genesis, m_options.syncToDisk});
    const auto opened = m_journal->open([&](const StoredFrame &frame) { return restoreFrame(frame, *root); });
    if (!opened)
        return std::unexpected(opened.error());
    m_bank->resume(m_clock.wallSeconds());
    const std::vector<AccountWrite> installed = m_bank->install();
    if (installed.empty())
        return {};
    Bytes frames;
    const Bytes slot = solana::BorshWriter().put(m_bank->slotAt(Commitment::Processed).value).take();
    putFrame(frames, FrameKind::Placed, {slot, encodeWrites(installed)});
    if (!m_journal->write(frames) || !m_journal->sync())
        return std::unexpected(StoreError::Unusable);
    return {};
}

bool Engine::restoreFrame(const StoredFrame &frame, Slot root)
{
    const Slot working = m_bank->slotAt(Commitment::Processed);
    if (frame.kind == FrameKind::Block) {
        const std::optional<Block> block = decodeBlock(frame.payload);
        if (!block || (block->slot > root && block->slot != working))
            return false;
        if (block->slot <= root)
            return true;
        m_recent.back().block = *block;
        m_bank->restoreBlock(*block);
        m_bank->setDurable(block->slot);
        const bool idle = m_recent.back().records.empty() || block->slot <= m_history->lastSlot();
        if (idle) { // what a long journal says of empty or archived slots need not pile up
            for (const RecordRef &record : m_recent.back().records)
                m_bySignature.erase(record->signature());
            m_backlog -= m_recent.back().records.size();
            m_recent.pop_back();
        }
        openRecent();
        return true;
    }
    solana::BorshReader reader(frame.payload);
    if (frame.kind == FrameKind::Writes || frame.kind == FrameKind::Placed) {
        const Slot slot{reader.take<std::uint64_t>()};
        const auto writes = decodeWrites(reader.rest());
        if (!reader.ok() || !writes || (slot > root && slot != working))
            return false;
        if (slot > root && frame.kind == FrameKind::Placed)
            m_bank->place(*writes);
        else if (slot > root)
            m_bank->rewrite(*writes);
        return true;
    }
    if (frame.kind == FrameKind::Reopen)
        return restoreReopen(frame, root);
    return frame.kind == FrameKind::Transaction && restoreTransaction(frame, root);
}

bool Engine::restoreReopen(const StoredFrame &frame, Slot root)
{
    solana::BorshReader reader(frame.payload);
    const Slot parent{reader.take<std::uint64_t>()};
    const Slot working{reader.take<std::uint64_t>()};
    if (reader.atEnd() && working <= root)
        return true;
    if (!reader.atEnd() || working <= m_bank->slotAt(Commitment::Processed) || !m_bank->recentBlock(parent) ||
        parent < m_bank->slotAt(Commitment::Finalized))
        return false;
    (void)m_bank->reopen(parent, working);
    (void)dropRecentAfter(parent);
    openRecent();
    return true;
}

bool Engine::restoreTransaction(const StoredFrame &frame, Slot root)
{
    const Slot working = m_bank->slotAt(Commitment::Processed);
    solana::BorshReader reader(frame.payload);
    std::optional<TransactionRecord> record = decodeRecord(reader.vec());
    auto writes = decodeWrites(reader.rest());
    if (!reader.ok() || !record || !writes || (record->slot > root && record->slot != working))
        return false;
    if (record->slot <= root)
        return true;
    record->execution.writes = std::move(*writes);
    const RecordRef kept = std::make_shared<const TransactionRecord>(std::move(*record));
    m_bank->restoreRecord(kept);
    keepRecent(kept);
    return true;
}

void Engine::start(ChainListener &listener)
{
    m_listener = &listener;
    for (const History::SlotRecords &slot : m_recent) {
        if (!slot.records.empty()) // brought back, and not yet final
            listener.onRecords(slot.records);
    }
    for (unsigned i = 0; i < std::max(1U, m_options.verifyThreads); ++i)
        m_verifiers.push_back(startThread("ledger-verify", [this] { verifyLoop(); }));
    m_bankThread = startThread("ledger-bank", [this] { bankLoop(); });
    m_flushThread = startThread("ledger-flush", [this] { flushLoop(); });
    m_historyThread = startThread("ledger-history", [this] { historyLoop(); });
}

void Engine::stop()
{
    const auto end = [](std::atomic<bool> &flag, std::mutex &mutex, std::condition_variable &wake) {
        const std::scoped_lock lock(mutex);
        flag = true;
        wake.notify_all();
    };
    // Front to back, so that everything taken in reaches the disk before its answer.
    end(m_verifyStop, m_verifyMutex, m_verifyWake);
    for (std::thread &verifier : m_verifiers)
        verifier.join();
    m_verifiers.clear();
    end(m_bankStop, m_bankMutex, m_bankWake);
    if (m_bankThread.joinable())
        m_bankThread.join();
    end(m_flushStop, m_flushMutex, m_flushWake);
    if (m_flushThread.joinable())
        m_flushThread.join();
    end(m_historyStop, m_historyMutex, m_historyWake);
    if (m_historyThread.joinable())
        m_historyThread.join();
}

void Engine::submit(Submission submission)
{
    SubmitOutcome refusal = m_diskFailed ? SubmitOutcome::Unavailable : SubmitOutcome::Overloaded;
    if (!m_diskFailed) {
        const std::scoped_lock lock(m_verifyMutex);
        if (m_verifyStop) {
            refusal = SubmitOutcome::Unavailable;
        } else if (m_toVerify.size() < verifyQueueMax && m_backlog < backlogMax) {
            m_toVerify.push_back(std::move(submission));
            if (m_idleVerifiers > 0)
                m_verifyWake.notify_one();
            return;
        }
    }
    submission.done({.outcome = refusal});
}

void Engine::verifyLoop()
{
    constexpr std::size_t batchMax = 128;
    solana::SignatureVerifier verifier({.tablesMax = 512, .sightsMax = 32'768}); // for each thread its own: bound both
    std::vector<Submission> batch;
    for (;;) {
        batch.clear();
        {
            std::unique_lock lock(m_verifyMutex);
            ++m_idleVerifiers;
            m_verifyWake.wait(lock, [&] { return m_verifyStop || !m_toVerify.empty(); });
            --m_idleVerifiers;
            if (m_toVerify.empty())
                return;
            for (std::size_t i = 0; i < batchMax && !m_toVerify.empty(); ++i) {
                batch.push_back(std::move(m_toVerify.front()));
                m_toVerify.pop_front();
            }
        }
        checkBatch(batch, verifier);
        preflight(batch);
        if (batch.empty())
            continue;
        const std::scoped_lock lock(m_bankMutex);
        std::ranges::move(batch, std::back_inserter(m_toExecute));
        m_bankWake.notify_one();
    }
}

void Engine::checkBatch(std::vector<Submission> &batch, solana::SignatureVerifier &verifier)
{
    std::vector<solana::SignatureCheck> checks;
    for (const Submission &submission : batch) {
        const solana::Transaction &transaction = submission.transaction;
        for (std::size_t i = 0; i < transaction.signatures.size(); ++i)
            checks.push_back({transaction.message.staticKeys[i], transaction.messageBytes, transaction.signatures[i]});
    }
    std::vector<std::uint8_t> results(checks.size());
    verifier.verify(checks, results);
    std::size_t at = 0;
    std::erase_if(batch, [&](Submission &submission) {
        bool good = true;
        for (std::size_t i = 0; i < submission.transaction.signatures.size(); ++i)
            good = results[at++] != 0 && good;
        if (!good)
            submission.done({.outcome = SubmitOutcome::SignatureInvalid});
        return !good;
    });
}

void Engine::preflight(std::vector<Submission> &batch)
{
    std::vector<Answer> failed;
    {
        const Reader reader = read();
        std::erase_if(batch, [&](Submission &submission) {
            const Commitment commitment = submission.preflight.value_or(Commitment::Processed);
            const Slot slot = reader.slotAt(commitment);
            SubmitResult result{.outcome = SubmitOutcome::PreflightFailed, .slot = slot};
            if (slot < submission.minContextSlot) {
                result.outcome = SubmitOutcome::SlotNotReached;
            } else {
                if (submission.preflight)
                    result.preflight = reader.bank().simulate(submission.transaction, slot);
                if (!result.preflight.error && submission.delivery == Delivery::Normal)
                    return false;
                if (!result.preflight.error)
                    result.outcome = SubmitOutcome::Dropped;
            }
            failed.push_back({std::move(submission.done), std::move(result)});
            return true;
        });
    }
    for (Answer &answer : failed)
        answer.done(std::move(answer.result));
}

} // namespace paradox::ledger

#include "settlement/settler.h"

#include "domain/assert.h"
#include "settlement/known_slot.h"
#include "storage/index.h"

#include <algorithm>

namespace paradox::settlement {

using storage::ChunkPhase;
using storage::ChunkState;

Settler::Loaded Settler::load()
{
    const storage::ReadLease lease = m_database.read();
    for (storage::Batch &batch : storage::batches::unfinished(lease)) {
        if (batch.state == BatchState::Open || batch.state == BatchState::Cut)
            continue;
        Active active{.batch = std::move(batch), .runs = {}};
        for (storage::Chunk &chunk : storage::batches::chunks(lease, active.batch.seq)) {
            std::optional<ChunkPlan> plan = decodePlan(chunk.plan);
            PARADOX_ASSERT(plan.has_value());
            active.runs.push_back({.chunk = std::move(chunk), .plan = std::move(*plan)});
        }
        if (lease.failure())
            return Loaded::Unreadable;
        m_active = std::move(active);
        return Loaded::Batch;
    }
    return lease.failure() ? Loaded::Unreadable : Loaded::Nothing;
}

void Settler::tick()
{
    const std::int64_t now = m_clock.monotonicMs();
    if (now < m_nextLookMs)
        return;
    m_nextLookMs = now + m_options.pollIntervalMs;
    if (!m_active) {
        switch (load()) {
        case Loaded::Batch:
            break;
        case Loaded::Nothing:
            m_tables.tidy();
            return;
        case Loaded::Unreadable:
            return; // a batch may need the tables
        }
    }
    if (m_active->batch.state == BatchState::Aborting) {
        tickAbort();
        return;
    }
    // The final look first: what it says can only become more by the time of the second.
    const chain::Result<View> finalized = look(chain::Commitment::Finalized);
    const chain::Result<View> confirmed = look(chain::Commitment::Confirmed);
    if (!canSee(finalized, confirmed))
        return;
    if (!syncState(*confirmed) || !keepApplied(*finalized)) {
        m_active.reset(); // the database said no: begin again from what it holds
        return;
    }
    finish(*finalized);
    if (m_active && areTablesReady())
        send(*confirmed, *finalized);
}

chain::Result<Settler::View> Settler::look(chain::Commitment commitment)
{
    std::vector<PublicKey> keys = {m_venue.addresses.batch(m_venue.game, *m_active->batch.id)};
    for (const Run &run : m_active->runs) {
        for (const PublicKey &wallet : run.plan.wallets) {
            if (run.chunk.phase == ChunkPhase::Open)
                keys.push_back(m_venue.addresses.ledger(m_venue.game, wallet));
        }
    }
    const chain::Result<chain::AccountsAt> read = m_chain.accounts(keys, commitment);
    if (!read)
        return std::unexpected(read.error());
    View view{.slot = read->slot, .batch = {}, .missingLedgers = {}};
    const std::optional<chain::AccountInfo> &account = read->accounts[0];
    if (account && account->owner == m_venue.addresses.program()) {
        const auto batch = vault::decodeBatch(account->data);
        // The address holds our header's hash, and only the program can write there.
        PARADOX_ASSERT(batch.has_value());
        PARADOX_ASSERT(batch->id == *m_active->batch.id);
        view.batch = *batch;
    }
    for (std::size_t i = 1; i < keys.size(); ++i) {
        if (!read->accounts[i] || read->accounts[i]->owner != m_venue.addresses.program())
            view.missingLedgers.push_back(keys[i]);
    }
    return view;
}

/// A node that lags shows a batch as it was before something that is final by now, or as if it had never been: what is
/// not there then may not be taken for gone.
bool Settler::isCurrent(const View &view) const
{
    return std::ranges::all_of(m_active->runs, [&](const Run &run) {
        const bool isOfBatch = run.chunk.phase != ChunkPhase::Open || run.chunk.index == 0;
        if (run.chunk.state == ChunkState::Applied && isOfBatch && !view.batch)
            return false;
        const storage::Operation *operation = m_courier.find(run.chunk.operationId);
        return !operation || landedIn(*operation) <= view.slot;
    });
}

bool Settler::canSee(const chain::Result<View> &finalized, const chain::Result<View> &confirmed)
{
    bool isSeen = true;
    m_blindness.clear();
    for (const chain::Result<View> *view : {&finalized, &confirmed}) {
        if (*view && isCurrent(**view))
            continue;
        m_blindness = *view ? "the chain's node is behind what has landed of the batch" : view->error().words;
        isSeen = false;
    }
    return isSeen;
}

bool Settler::isApplied(const Run &run, const View &view)
{
    const bool isDone = view.batch && view.batch->phase == vault::BatchPhase::Finalized;
    switch (run.chunk.phase) {
    case ChunkPhase::Whole:
    case ChunkPhase::Finalize:
        return isDone;
    case ChunkPhase::Open:
        return run.chunk.index == 0 ? view.batch.has_value() : view.missingLedgers.empty();
    case ChunkPhase::Lock:
        return view.batch && view.batch->isLocked(run.chunk.index);
    case ChunkPhase::Commit:
        return view.batch && view.batch->isCommitted(run.chunk.index);
    case ChunkPhase::Abort:
        return view.batch && view.batch->phase == vault::BatchPhase::Aborted;
    }
    return false;
}

bool Settler::isNext(const Run &run, const View &view, const Active &active)
{
    const bool allLocked = view.batch && view.batch->chunksLocked == view.batch->chunkCount;
    switch (run.chunk.phase) {
    case ChunkPhase::Open:
        return run.chunk.index > 0 || view.missingLedgers.empty();
    case ChunkPhase::Whole:
        return view.missingLedgers.empty();
    case ChunkPhase::Lock:
        return view.batch && view.batch->phase == vault::BatchPhase::Locking;
    case ChunkPhase::Commit:
        return allLocked && active.batch.state == BatchState::Committing;
    case ChunkPhase::Finalize:
        return allLocked && view.batch->chunksCommitted == view.batch->chunkCount &&
               active.batch.state == BatchState::Committing;
    case ChunkPhase::Abort:
        return false;
    }
    return false;
}

/// Follows the chain's account with the batch's state. Only moves of protocol §7.
bool Settler::syncState(const View &confirmed)
{
    const BatchState from = m_active->batch.state;
    const bool isDone = confirmed.batch && confirmed.batch->phase == vault::BatchPhase::Finalized;
    const bool allLocked = isDone || (confirmed.batch && confirmed.batch->chunksLocked == confirmed.batch->chunkCount);
    std::vector<BatchState> steps;
    if (from == BatchState::Netted && confirmed.batch)
        steps.push_back(BatchState::Locking);
    if ((from == BatchState::Locking || !steps.empty()) && allLocked)
        steps.push_back(BatchState::Committing);
    if ((from == BatchState::Committing || (!steps.empty() && steps.back() == BatchState::Committing)) && isDone)
        steps.push_back(BatchState::Confirmed);
    if (from == BatchState::Confirmed && !isDone)
        steps.push_back(allLocked ? BatchState::Committing : BatchState::Locking); // a fork
    if (steps.empty())
        return true;
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        storage::Batch batch = m_active->batch;
        batch.updatedAt = transaction.now();
        for (const BatchState step : steps) {
            batch.state = step;
            storage::batches::update(transaction, batch, storage::Actor::Chain);
        }
    });
    if (written)
        m_active->batch.state = steps.back();
    return written.has_value();
}

/// A chunk whose effect is final is done, whichever attempt brought it.
bool Settler::keepApplied(const View &finalized)
{
    std::vector<Run *> done;
    for (Run &run : m_active->runs) {
        const storage::Operation *operation = m_courier.find(run.chunk.operationId);
        const bool isLive = operation && Courier::hasLiveAttempt(*operation);
        if (run.chunk.state != ChunkState::Applied && !isLive && isApplied(run, finalized))
            done.push_back(&run);
    }
    if (done.empty())
        return true;
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        for (const Run *run : done) {
            storage::Chunk chunk = run->chunk;
            chunk.state = ChunkState::Applied;
            storage::batches::putChunk(transaction, chunk);
            m_courier.end(transaction, chunk.operationId, OperationState::Settled, {});
        }
        storage::Batch batch = m_active->batch;
        batch.updatedAt = transaction.now();
        storage::batches::update(transaction, batch, storage::Actor::Chain);
    });
    if (!written)
        return false;
    for (Run *run : done) {
        run->chunk.state = ChunkState::Applied;
        m_courier.forget(run->chunk.operationId);
    }
    return true;
}

/// In HELD mode a hold goes only when the index has what the chain took: else the money looked free in between.
bool Settler::isIndexed() const
{
    if (m_active->batch.mode != NetMode::Held)
        return true;
    const storage::ReadLease lease = m_database.read();
    for (const Run &run : m_active->runs) {
        if (run.chunk.phase != ChunkPhase::Whole && run.chunk.phase != ChunkPhase::Finalize)
            continue;
        const auto operation = storage::operations::byId(lease, run.chunk.operationId);
        for (const storage::Attempt &attempt : operation ? operation->attempts : std::vector<storage::Attempt>()) {
            if (attempt.state == AttemptState::Landed && !storage::index::knows(lease, attempt.signature))
                return false;
        }
    }
    return !lease.failure();
}

void Settler::finish(const View &finalized)
{
    const bool isDone = finalized.batch && finalized.batch->phase == vault::BatchPhase::Finalized;
    const bool allApplied =
        std::ranges::all_of(m_active->runs, [](const Run &run) { return run.chunk.state == ChunkState::Applied; });
    if (m_active->batch.state != BatchState::Confirmed || !isDone || !allApplied || !isIndexed())
        return;
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        storage::Batch batch = m_active->batch;
        batch.state = BatchState::Finalized;
        batch.finalizedAt = transaction.now();
        batch.updatedAt = transaction.now();
        storage::batches::update(transaction, batch, storage::Actor::Chain);
        m_book.settle(transaction, batch.seq);
    });
    if (written) {
        m_active.reset();
        m_alarm.clear();
    }
}

bool Settler::isFree(const Run &run) const
{
    const storage::Operation *operation = m_courier.find(run.chunk.operationId);
    return !operation || !Courier::hasLiveAttempt(*operation);
}

void Settler::send(const View &confirmed, const View &finalized)
{
    const std::int64_t now = m_clock.monotonicMs();
    std::size_t inFlight = 0;
    std::vector<Run *> next;
    for (Run &run : m_active->runs) {
        if (!isFree(run))
            ++inFlight;
        else if (run.chunk.state != ChunkState::Applied && !isApplied(run, confirmed) && !isApplied(run, finalized) &&
                 now >= run.retryAtMs && isNext(run, confirmed, *m_active))
            next.push_back(&run);
    }
    if (next.empty() || inFlight >= m_options.inFlightMax)
        return;
    next.resize(std::min(next.size(), m_options.inFlightMax - inFlight));

    const chain::Result<chain::LatestBlockhash> blockhash = m_chain.latestBlockhash(chain::Commitment::Confirmed);
    if (!blockhash) {
        m_alarm = blockhash.error().words;
        return;
    }
    std::vector<Launch> launches;
    std::vector<Run *> launched;
    for (Run *run : next) {
        std::optional<Launch> launch = build(*run, *blockhash);
        if (!m_active || m_active->batch.state == BatchState::Aborting)
            return; // the simulation refused a leg
        if (!launch)
            continue;
        launches.push_back(std::move(*launch));
        launched.push_back(run);
    }
    launch(std::move(launches), launched);
}

void Settler::launch(std::vector<Launch> launches, const std::vector<Run *> &runs)
{
    if (launches.empty())
        return;
    std::vector<storage::Chunk> chunks;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        storage::Chunk chunk = runs[i]->chunk;
        chunk.state = ChunkState::Sending;
        chunk.operationId = launches[i].operation.id;
        ++chunk.attempts;
        chunks.push_back(std::move(chunk));
    }
    storage::Batch batch = m_active->batch;
    batch.attempts += static_cast<std::uint32_t>(launches.size());
    if (batch.state == BatchState::Netted)
        batch.state = BatchState::Locking;
    const auto written = m_courier.launch(launches, [&](storage::Transaction &transaction) {
        for (const storage::Chunk &chunk : chunks)
            storage::batches::putChunk(transaction, chunk);
        batch.updatedAt = transaction.now();
        storage::batches::update(transaction, batch, storage::Actor::Node);
    });
    if (!written) {
        m_active.reset();
        return;
    }
    m_active->batch = std::move(batch);
    for (std::size_t i = 0; i < runs.size(); ++i)
        runs[i]->chunk = std::move(chunks[i]);
    m_alarm.clear();
}

void Settler::pause(Run &run)
{
    const std::int64_t wait = m_options.retryAfterMs << std::min(run.refusals, 6U);
    run.retryAtMs = m_clock.monotonicMs() + std::min(wait, m_options.retryAfterMsMax);
    ++run.refusals;
}

} // namespace paradox::settlement

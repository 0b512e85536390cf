#include "settlement/settler.h"

#include "domain/assert.h"

namespace paradox::settlement {

using storage::ChunkState;

/// Nothing of a batch is sent before the tables of all its chunks can be used; then they stay. Where the cluster will
/// not have tables, the batch is planned again without.
bool Settler::areTablesReady()
{
    std::vector<Run *> runs;
    std::vector<TableNeed> needs;
    for (Run &run : m_active->runs) {
        if (run.plan.addressing != vault::Addressing::LookupTable || run.chunk.state == ChunkState::Applied)
            continue;
        runs.push_back(&run);
        needs.push_back({vault::chunkAddresses(m_venue.game, run.plan.legs), run.plan.table});
    }
    if (needs.empty())
        return true;
    if (m_active->batch.state != BatchState::Netted)
        return m_tables.refresh();
    const TableKeeper::Readiness readiness = m_tables.prepare(m_active->batch.seq, needs);
    if (readiness == TableKeeper::Readiness::Refused) {
        planWithoutTables();
        return false;
    }
    if (!keepTables(runs, needs))
        return false;
    if (readiness == TableKeeper::Readiness::Waiting)
        m_alarm = m_tables.trouble();
    return readiness == TableKeeper::Readiness::Ready;
}

bool Settler::keepTables(std::span<Run *const> runs, std::span<const TableNeed> needs)
{
    std::vector<std::pair<Run *, storage::Chunk>> changed;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i]->plan.table == needs[i].table)
            continue;
        runs[i]->plan.table = needs[i].table;
        changed.emplace_back(runs[i], runs[i]->chunk);
        changed.back().second.plan = encodePlan(runs[i]->plan);
    }
    if (changed.empty())
        return true;
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        for (const auto &[run, chunk] : changed)
            storage::batches::putChunk(transaction, chunk);
    });
    if (!written) {
        m_active.reset(); // begin again from what the database holds
        return false;
    }
    for (auto &[run, chunk] : changed)
        run->chunk = std::move(chunk);
    return true;
}

/// Only while nothing of the batch was sent: its account on chain will say how many chunks there are.
void Settler::planWithoutTables()
{
    PARADOX_ASSERT(m_active->batch.state == BatchState::Netted);
    std::vector<storage::Chunk> before;
    for (const Run &run : m_active->runs)
        before.push_back(run.chunk);
    const auto chunks = planChunks(joinChunks(m_active->batch.seq, before), vault::Addressing::Static);
    if (!chunks) {
        m_alarm = "the cluster refuses lookup tables, and without them the batch has too many chunks";
        return;
    }
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        storage::Batch batch = m_active->batch;
        batch.chunkCount = countChunks(*chunks);
        batch.updatedAt = transaction.now();
        storage::batches::dropChunks(transaction, batch.seq);
        for (const storage::Chunk &chunk : *chunks)
            storage::batches::putChunk(transaction, chunk);
        storage::batches::update(transaction, batch, storage::Actor::Node);
    });
    m_active.reset();
    if (written)
        static_cast<void>(load());
}

} // namespace paradox::settlement

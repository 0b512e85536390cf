#include "storage/batches.h"

#include "domain/assert.h"

#include <limits>

namespace paradox::storage {

std::string_view toText(ChunkPhase phase)
{
    switch (phase) {
    case ChunkPhase::Whole:
        return "settle";
    case ChunkPhase::Open:
        return "open";
    case ChunkPhase::Lock:
        return "lock";
    case ChunkPhase::Commit:
        return "commit";
    case ChunkPhase::Finalize:
        return "finalize";
    case ChunkPhase::Abort:
        return "abort";
    }
    PARADOX_ASSERT(false);
    return {};
}

std::string_view toText(ChunkState state)
{
    switch (state) {
    case ChunkState::Planned:
        return "planned";
    case ChunkState::Sending:
        return "sending";
    case ChunkState::Applied:
        return "applied";
    case ChunkState::Refused:
        return "refused";
    }
    PARADOX_ASSERT(false);
    return {};
}

namespace batches {

namespace {

/// The columns of SELECT b.* in table order, then how many lock and commit chunks are applied.
Batch batchOf(const Query &query)
{
    Batch batch;
    batch.seq = query.id<BatchSeq>(0);
    if (!query.isNull(1))
        batch.id = query.fixed<BatchId>(1);
    batch.state = static_cast<BatchState>(query.integer(2));
    batch.mint = query.fixed<PublicKey>(3);
    batch.mode = static_cast<NetMode>(query.integer(4));
    batch.feeBps = static_cast<std::uint16_t>(query.integer(5));
    batch.openedAt = query.id<UnixMillis>(6);
    batch.cutAt = query.id<UnixMillis>(7);
    batch.nettedAt = query.id<UnixMillis>(8);
    batch.finalizedAt = query.id<UnixMillis>(9);
    batch.updatedAt = query.id<UnixMillis>(10);
    batch.readSlot = query.id<Slot>(11);
    const auto count = [&](int column) { return static_cast<std::uint32_t>(query.integer(column)); };
    batch.trades = count(12);
    batch.accepted = count(13);
    batch.rejected = count(14);
    batch.items = count(15);
    batch.wallets = count(16);
    batch.gross = {query.unsignedInteger(17)};
    batch.fees = {query.unsignedInteger(18)};
    batch.net = {query.unsignedInteger(19)};
    batch.ratioBps = count(20);
    const ByteSpan header = query.blob(21);
    batch.header.assign(header.begin(), header.end());
    batch.headerHash = query.fixed<Hash>(22);
    batch.previousHeaderHash = query.fixed<Hash>(23);
    batch.intentsRoot = query.fixed<Hash>(24);
    batch.ownersRoot = query.fixed<Hash>(25);
    batch.deltasRoot = query.fixed<Hash>(26);
    batch.chunkCount = count(27);
    batch.attempts = count(28);
    batch.nextRetryAt = query.id<UnixMillis>(29);
    batch.reason = query.text(30);
    batch.chunksLocked = count(31);
    batch.chunksCommitted = count(32);
    return batch;
}

std::optional<Batch> one(Query query)
{
    return query.step() ? std::optional(batchOf(query)) : std::nullopt;
}

std::vector<Batch> collect(Query query)
{
    std::vector<Batch> result;
    while (query.step())
        result.push_back(batchOf(query));
    return result;
}

void recordMove(Transaction &transaction, const Batch &batch, std::optional<BatchState> from, Actor actor)
{
    transaction.record({.topic = Topic::Batches,
                        .ref = batch.seq.value,
                        .entity = batch.id ? *Hash::from(batch.id->span()) : Hash{},
                        .actor = actor,
                        .from = from ? std::string(toText(*from)) : std::string(),
                        .to = std::string(toText(batch.state)),
                        .reason = batch.reason});
}

} // namespace

BatchSeq insert(Transaction &transaction, const Batch &batch)
{
    PARADOX_ASSERT(batch.state == BatchState::Open);
    Connection &connection = transaction.connection();
    Batch inserted = batch;
    {
        Query query = connection.query("SELECT coalesce(max(batch_seq), 0) + 1 FROM batches");
        if (query.step())
            inserted.seq = query.id<BatchSeq>(0);
    }
    connection.run("INSERT INTO batches (batch_seq, state, mint, mode, fee_bps, opened_at, cut_at, netted_at,"
                   " finalized_at, updated_at, read_slot, trades, accepted, rejected, items, wallets, gross, fees, net,"
                   " ratio_bps, chunk_count, attempts, next_retry_at)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, ?7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
                   inserted.seq, inserted.state, inserted.mint, inserted.mode, inserted.feeBps, inserted.openedAt,
                   transaction.now());
    recordMove(transaction, inserted, std::nullopt, Actor::Node);
    return inserted.seq;
}

void update(Transaction &transaction, const Batch &batch, Actor actor)
{
    Connection &connection = transaction.connection();
    std::optional<BatchState> before;
    {
        Query query = connection.query("SELECT state FROM batches WHERE batch_seq = ?1", batch.seq);
        if (query.step())
            before = static_cast<BatchState>(query.integer(0));
    }
    if (connection.failure())
        return;
    PARADOX_ASSERT(before.has_value());
    PARADOX_ASSERT(*before == batch.state || mayMove(*before, batch.state));
    connection.run("UPDATE batches SET id = ?2, state = ?3, cut_at = ?4, netted_at = ?5, finalized_at = ?6,"
                   " updated_at = ?7, read_slot = ?8, trades = ?9, accepted = ?10, rejected = ?11, items = ?12,"
                   " wallets = ?13, gross = ?14, fees = ?15, net = ?16, ratio_bps = ?17, header = ?18,"
                   " header_hash = ?19, previous_header_hash = ?20, intents_root = ?21, owners_root = ?22,"
                   " deltas_root = ?23, chunk_count = ?24, attempts = ?25, next_retry_at = ?26, reason = ?27,"
                   " mint = ?28, fee_bps = ?29"
                   " WHERE batch_seq = ?1",
                   batch.seq, batch.id, batch.state, batch.cutAt, batch.nettedAt, batch.finalizedAt, transaction.now(),
                   batch.readSlot, batch.trades, batch.accepted, batch.rejected, batch.items, batch.wallets,
                   batch.gross, batch.fees, batch.net, batch.ratioBps, batch.header, batch.headerHash,
                   batch.previousHeaderHash, batch.intentsRoot, batch.ownersRoot, batch.deltasRoot, batch.chunkCount,
                   batch.attempts, batch.nextRetryAt, batch.reason, batch.mint, batch.feeBps);
    if (*before != batch.state)
        recordMove(transaction, batch, before, actor);
}

void dropChunks(Transaction &transaction, BatchSeq batch)
{
    transaction.connection().run("DELETE FROM chunks WHERE batch_seq = ?1", batch);
}

void putChunk(Transaction &transaction, const Chunk &chunk)
{
    transaction.connection().run(
        "INSERT INTO chunks (batch_seq, phase, idx, state, operation, attempts, plan) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
        "?7)"
        " ON CONFLICT (batch_seq, phase, idx) DO UPDATE SET state = excluded.state, operation = excluded.operation,"
        " attempts = excluded.attempts, plan = excluded.plan",
        chunk.batch, chunk.phase, chunk.index, chunk.state, chunk.operationId, chunk.attempts, chunk.plan);
}

std::optional<Batch> bySeq(Connection &connection, BatchSeq seq)
{
    return one(connection.query(
        "SELECT b.*, (SELECT count(*) FROM chunks c WHERE c.batch_seq = b.batch_seq AND c.phase = 2 AND c.state = 2),"
        " (SELECT count(*) FROM chunks c WHERE c.batch_seq = b.batch_seq AND c.phase IN (0, 3) AND c.state = 2)"
        " FROM batches b WHERE b.batch_seq = ?1",
        seq));
}

std::optional<Batch> byId(Connection &connection, const BatchId &id)
{
    Query query = connection.query("SELECT batch_seq FROM batches WHERE id = ?1", id);
    return query.step() ? bySeq(connection, query.id<BatchSeq>(0)) : std::nullopt;
}

std::vector<Batch> list(Connection &connection, std::optional<BatchSeq> before, std::size_t limit)
{
    const std::int64_t below =
        before ? static_cast<std::int64_t>(before->value) : std::numeric_limits<std::int64_t>::max();
    return collect(connection.query(
        "SELECT b.*, (SELECT count(*) FROM chunks c WHERE c.batch_seq = b.batch_seq AND c.phase = 2 AND c.state = 2),"
        " (SELECT count(*) FROM chunks c WHERE c.batch_seq = b.batch_seq AND c.phase IN (0, 3) AND c.state = 2)"
        " FROM batches b WHERE b.batch_seq < ?1 ORDER BY b.batch_seq DESC LIMIT ?2",
        below, limit));
}

std::vector<Batch> unfinished(Connection &connection)
{
    return collect(connection.query(
        "SELECT b.*, (SELECT count(*) FROM chunks c WHERE c.batch_seq = b.batch_seq AND c.phase = 2 AND c.state = 2),"
        " (SELECT count(*) FROM chunks c WHERE c.batch_seq = b.batch_seq AND c.phase IN (0, 3) AND c.state = 2)"
        " FROM batches b WHERE b.state NOT IN (6, 7, 9) ORDER BY b.batch_seq"));
}

std::optional<Batch> lastCommitted(Connection &connection)
{
    return one(connection.query("SELECT b.*, 0, 0 FROM batches b WHERE b.id IS NOT NULL AND b.state NOT IN (7, 8, 9)"
                                " ORDER BY b.batch_seq DESC LIMIT 1"));
}

std::vector<Chunk> chunks(Connection &connection, BatchSeq batch)
{
    std::vector<Chunk> result;
    Query query = connection.query("SELECT phase, idx, state, operation, attempts, plan FROM chunks"
                                   " WHERE batch_seq = ?1 ORDER BY phase, idx",
                                   batch);
    while (query.step()) {
        const ByteSpan plan = query.blob(5);
        result.push_back({.batch = batch,
                          .phase = static_cast<ChunkPhase>(query.integer(0)),
                          .index = static_cast<std::uint32_t>(query.integer(1)),
                          .state = static_cast<ChunkState>(query.integer(2)),
                          .operationId = query.text(3),
                          .attempts = static_cast<std::uint32_t>(query.integer(4)),
                          .plan = Bytes(plan.begin(), plan.end())});
    }
    return result;
}

} // namespace batches
} // namespace paradox::storage

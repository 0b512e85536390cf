#include "programs/vault/batch_events.h"
#include "programs/vault/legs.h"

namespace paradox::program::vault {

namespace {

bool isSet(const u8 *bits, u32 index)
{
    return (bits[index >> 3] >> (index & 7) & 1) != 0;
}
void set(u8 *bits, u32 index)
{
    bits[index >> 3] = static_cast<u8>(bits[index >> 3] | 1u << (index & 7));
}

template <class Ix>
Status checkAuthority(const Call<Ix> &call)
{
    PROGRAM_ENSURE(call.template state<Game>(Ix::game).authority == call.key(Ix::authority), Unauthorized);
    return Status::Ok;
}

template <class Ix>
Status checkBatch(const Call<Ix> &call)
{
    PROGRAM_ENSURE(call.template state<Batch>(Ix::batch).game == call.key(Ix::game), GameMismatch);
    return Status::Ok;
}

/// What settle and open share: who, when, that the id is new, and that the declared totals balance.
template <class Ix>
Status begin(const Call<Ix> &call, u64 debitTotal, u64 creditTotal, i64 now)
{
    PROGRAM_TRY(checkAuthority(call));
    PROGRAM_ENSURE(!call.exists(Ix::batch), AlreadyApplied);
    Game &game = call.template state<Game>(Ix::game);
    PROGRAM_ENSURE(!game.settlementsPaused, SettlementsPaused);
    PROGRAM_ENSURE(isZero(game.openBatch), BatchInProgress);
    u64 out = creditTotal;
    PROGRAM_ENSURE(checkedAdd(out, call.args.fees), Overflow);
    PROGRAM_ENSURE(debitTotal == out, TotalsMismatch);
    PROGRAM_TRY(call.createAt(Ix::batch, Ix::authority, fail(Error::AlreadyApplied)));

    PROGRAM_ENSURE(checkedAdd(game.lockSequence, 1), Overflow);
    Batch &batch = call.template state<Batch>(Ix::batch);
    batch.game = call.key(Ix::game);
    batch.batchId = call.args.batchId;
    batch.lockSequence = game.lockSequence;
    batch.debitTotal = debitTotal;
    batch.creditTotal = creditTotal;
    batch.fees = call.args.fees;
    batch.openedAt = now;
    return Status::Ok;
}

/// Books the fees and says that the batch is settled.
Status finish(Game &game, Batch &batch, i64 now)
{
    PROGRAM_ENSURE(checkedAdd(game.fees, batch.fees), Overflow);
    PROGRAM_ENSURE(checkedAdd(game.settledBatches, 1), Overflow);
    game.openBatch = zeroKey;
    batch.phase = BatchPhase::Finalized;
    batch.closedAt = now;
    return announce(NetBatchSettled{batch.game, batch.batchId, batch.batchId, batch.debitTotal, batch.creditTotal,
                                    batch.fees, now, batch.itemCount, batch.walletsDebited, batch.walletsCredited,
                                    batch.chunkCount});
}

Status sum(const ListView<u64> &amounts, u64 &total)
{
    total = 0;
    for (u32 i = 0; i < amounts.count; ++i)
        PROGRAM_ENSURE(checkedAdd(total, amounts.at(i)), Overflow);
    return Status::Ok;
}

} // namespace

Status handle(Call<SettleNetBatch> &call)
{
    using Ix = SettleNetBatch;
    const auto &args = call.args;
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    u64 debitTotal = 0;
    u64 creditTotal = 0;
    PROGRAM_TRY(sum(args.debits, debitTotal));
    PROGRAM_TRY(sum(args.credits, creditTotal));
    PROGRAM_TRY(begin(call, debitTotal, creditTotal, now));
    const u64 legAccounts = u64{args.debits.count} + args.credits.count + 2 * u64{args.newOwners.count};
    PROGRAM_ENSURE(legAccounts == call.remainingCount(), LegAccountsMismatch);

    Batch &batch = call.state<Batch>(Ix::batch);
    batch.itemCount = args.newOwners.count;
    batch.chunkCount = batch.chunksLocked = batch.chunksCommitted = 1;
    set(batch.lockBits, 0);
    set(batch.commitBits, 0);
    const Settlement settlement{call.input, call.key(Ix::game), batch, now};
    const u32 firstCredit = call.declared + args.debits.count;
    const CashLegs debits{call.input, call.declared, args.debits};
    const CashLegs credits{call.input, firstCredit, args.credits};
    const ItemLegs items{call.input, firstCredit + args.credits.count, 2, args.newOwners.count};
    PROGRAM_TRY(lockLegs(settlement, debits, items, args.newOwners));
    PROGRAM_TRY(announceLocked(settlement, 0, debits, items));
    PROGRAM_TRY(commitLegs(settlement, 0, credits, items));
    return finish(call.state<Game>(Ix::game), batch, now);
}

Status handle(Call<OpenNetBatch> &call)
{
    using Ix = OpenNetBatch;
    const auto &args = call.args;
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(args.chunkCount > 0 && args.chunkCount <= chunksMax, ChunkOutOfRange);
    PROGRAM_TRY(begin(call, args.debitTotal, args.creditTotal, now));

    Batch &batch = call.state<Batch>(Ix::batch);
    batch.itemCount = args.itemCount;
    batch.chunkCount = args.chunkCount;
    batch.phase = BatchPhase::Locking;
    call.state<Game>(Ix::game).openBatch = call.key(Ix::batch);
    return announce(NetBatchOpened{batch.game, batch.batchId, batch.debitTotal, batch.creditTotal, batch.fees,
                                   batch.itemCount, batch.chunkCount});
}

Status handle(Call<LockNetChunk> &call)
{
    using Ix = LockNetChunk;
    const auto &args = call.args;
    PROGRAM_TRY(checkAuthority(call));
    PROGRAM_TRY(checkBatch(call));
    Batch &batch = call.state<Batch>(Ix::batch);
    PROGRAM_ENSURE(args.index < batch.chunkCount, ChunkOutOfRange);
    PROGRAM_ENSURE(!isSet(batch.lockBits, args.index), AlreadyApplied);
    PROGRAM_ENSURE(batch.phase == BatchPhase::Locking, WrongPhase);
    PROGRAM_ENSURE(!call.state<Game>(Ix::game).settlementsPaused, SettlementsPaused);
    const u64 legAccounts = u64{args.debits.count} + 2 * u64{args.newOwners.count};
    PROGRAM_ENSURE(legAccounts == call.remainingCount(), LegAccountsMismatch);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    const Settlement settlement{call.input, call.key(Ix::game), batch, now};
    const CashLegs debits{call.input, call.declared, args.debits};
    const ItemLegs items{call.input, call.declared + args.debits.count, 2, args.newOwners.count};
    PROGRAM_TRY(lockLegs(settlement, debits, items, args.newOwners));
    set(batch.lockBits, args.index);
    ++batch.chunksLocked;
    // The last chunk completes the totals, or it is refused and the batch can still be aborted.
    if (batch.chunksLocked == batch.chunkCount)
        PROGRAM_ENSURE(batch.locked == batch.debitTotal && batch.itemsLocked == batch.itemCount, TotalsMismatch);
    return announceLocked(settlement, args.index, debits, items);
}

// Never paused: what is in escrow must be able to arrive.
Status handle(Call<CommitNetChunk> &call)
{
    using Ix = CommitNetChunk;
    const auto &args = call.args;
    PROGRAM_TRY(checkAuthority(call));
    PROGRAM_TRY(checkBatch(call));
    Batch &batch = call.state<Batch>(Ix::batch);
    PROGRAM_ENSURE(args.index < batch.chunkCount, ChunkOutOfRange);
    PROGRAM_ENSURE(!isSet(batch.commitBits, args.index), AlreadyApplied);
    PROGRAM_ENSURE(batch.phase == BatchPhase::Locking || batch.phase == BatchPhase::Committing, WrongPhase);
    PROGRAM_ENSURE(batch.chunksLocked == batch.chunkCount, NotAllLocked);
    PROGRAM_ENSURE(args.credits.count <= call.remainingCount(), LegAccountsMismatch);

    const Settlement settlement{call.input, call.key(Ix::game), batch, 0};
    const CashLegs credits{call.input, call.declared, args.credits};
    const ItemLegs items{call.input, call.declared + args.credits.count, 1, call.remainingCount() - args.credits.count};
    PROGRAM_TRY(commitLegs(settlement, args.index, credits, items));
    batch.phase = BatchPhase::Committing;
    set(batch.commitBits, args.index);
    ++batch.chunksCommitted;
    // A wrong last chunk is refused, so that the right one can still follow: committing never gets stuck.
    if (batch.chunksCommitted == batch.chunkCount)
        PROGRAM_ENSURE(batch.committed == batch.creditTotal && batch.itemsDelivered == batch.itemCount, TotalsMismatch);
    return Status::Ok;
}

Status handle(Call<FinalizeNetBatch> &call)
{
    using Ix = FinalizeNetBatch;
    PROGRAM_TRY(checkAuthority(call));
    PROGRAM_TRY(checkBatch(call));
    Batch &batch = call.state<Batch>(Ix::batch);
    PROGRAM_ENSURE(batch.phase != BatchPhase::Finalized, AlreadyApplied);
    PROGRAM_ENSURE(batch.phase == BatchPhase::Committing, WrongPhase);
    PROGRAM_ENSURE(batch.chunksCommitted == batch.chunkCount, NotAllCommitted);
    u64 out = batch.committed;
    PROGRAM_ENSURE(checkedAdd(out, batch.fees), Overflow);
    PROGRAM_ENSURE(batch.locked == out && batch.itemsDelivered == batch.itemsLocked, TotalsMismatch);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    return finish(call.state<Game>(Ix::game), batch, now);
}

} // namespace paradox::program::vault

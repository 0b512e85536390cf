#include "programs/vault/batch_events.h"
#include "programs/vault/grants.h"
#include "programs/vault/legs.h"

namespace paradox::program::vault {

namespace {

bool holdsCash(const Settlement &settlement, const Account &account)
{
    if (checkState<PlayerLedger>(account, settlement.input.programId()) != Status::Ok)
        return false;
    const PlayerLedger &ledger = account.as<PlayerLedger>();
    return ledger.game == settlement.game && ledger.lockSequence == settlement.batch.lockSequence && ledger.locked > 0;
}

bool holdsItem(const Settlement &settlement, const Account &account)
{
    if (checkState<Item>(account, settlement.input.programId()) != Status::Ok)
        return false;
    const Item &item = account.as<Item>();
    return item.game == settlement.game && item.lockSequence == settlement.batch.lockSequence;
}

constexpr u32 placesMax = 64; ///< as many as there are bits to mark them, and as a transaction locks accounts

/// Some of the accounts behind the declared ones, for the event, which is written once and in order. Marked, since
/// looking at an account again costs more than all the rest.
struct Places {
    const Input &input;
    u32 first;
    u64 marks; ///< bit n: the account at first + n
    u32 number;
    mutable u32 next;

    u32 count() const { return number; }
    void mark(u32 place)
    {
        marks |= u64{1} << (place - first);
        ++number;
    }
    bool has(u32 place) const { return (marks >> (place - first) & 1) != 0; }
    const Account &takeNext() const
    {
        while (!has(next))
            ++next;
        return input[next++];
    }
};

struct ReturnedCash : Places {
    void write(Writer &writer, u32) const
    {
        const PlayerLedger &ledger = takeNext().as<PlayerLedger>();
        const CashMoved moved{ledger.player, ledger.locked};
        CashMoved::fields(writer, moved);
    }
};

struct ReturnedItems : Places {
    void write(Writer &writer, u32) const { writer.bytes(takeNext().key().bytes, sizeof(Pubkey)); }
};

Status checkNoDuplicates(const Input &input, u32 first)
{
    for (u32 i = first; i < input.count(); ++i)
        for (u32 k = first; k < i; ++k)
            PROGRAM_ENSURE(!input[i].isSame(input[k]), DuplicateAccount);
    return Status::Ok;
}

/// Announces what comes back, then gives it back.
Status returnLegs(const Settlement &settlement, u32 first)
{
    const Input &input = settlement.input;
    Batch &batch = settlement.batch;
    PROGRAM_ENSURE(input.count() - first <= placesMax, TooManyLegs);
    ReturnedCash cash{{input, first, 0, 0, first}};
    ReturnedItems items{{input, first, 0, 0, first}};
    for (u32 i = first; i < input.count(); ++i) {
        const bool isCash = holdsCash(settlement, input[i]);
        const bool isItem = !isCash && holdsItem(settlement, input[i]);
        PROGRAM_REQUIRE((!isCash && !isItem) || input[i].isWritable(), Status::ConstraintMut);
        if (isCash)
            cash.mark(i);
        else if (isItem)
            items.mark(i);
    }
    if (cash.number + items.number == 0)
        return Status::Ok;
    const NetChunkReturned<ReturnedCash, ReturnedItems> event{settlement.game, batch.batchId, cash, items};
    PROGRAM_ENSURE(emit<legEventSizeMax>(event), TooManyLegs);

    for (u32 i = first; i < input.count(); ++i) {
        if (cash.has(i)) {
            PlayerLedger &ledger = input[i].as<PlayerLedger>();
            PROGRAM_ENSURE(checkedAdd(ledger.available, ledger.locked), Overflow);
            PROGRAM_ENSURE(checkedAdd(batch.returned, ledger.locked), Overflow);
            restoreAllowance(ledger);
            ledger.locked = 0;
        } else if (items.has(i)) {
            Item &item = input[i].as<Item>();
            item.nextOwner = zeroKey;
            item.lockSequence = 0;
            ++batch.itemsReturned;
        }
    }
    return Status::Ok;
}

} // namespace

// Never paused: what is in escrow must be able to go home.
Status handle(Call<AbortNetBatch> &call)
{
    using Ix = AbortNetBatch;
    Game &game = call.state<Game>(Ix::game);
    Batch &batch = call.state<Batch>(Ix::batch);
    PROGRAM_ENSURE(game.authority == call.key(Ix::authority), Unauthorized);
    PROGRAM_ENSURE(batch.game == call.key(Ix::game), GameMismatch);
    PROGRAM_ENSURE(batch.phase != BatchPhase::Aborted, AlreadyApplied);
    PROGRAM_ENSURE(batch.phase == BatchPhase::Locking || batch.phase == BatchPhase::Aborting, CommitStarted);
    PROGRAM_TRY(checkNoDuplicates(call.input, call.declared));

    batch.phase = BatchPhase::Aborting;
    PROGRAM_TRY(returnLegs(Settlement{call.input, call.key(Ix::game), batch, 0}, call.declared));
    if (batch.returned != batch.locked || batch.itemsReturned != batch.itemsLocked)
        return Status::Ok;
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    game.openBatch = zeroKey;
    batch.phase = BatchPhase::Aborted;
    batch.closedAt = now;
    return announce(NetBatchAborted{batch.game, batch.batchId, batch.returned, batch.itemsReturned});
}

} // namespace paradox::program::vault

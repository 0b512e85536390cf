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

/// The accounts behind the declared ones that hold something, for the event.
struct ReturnedCash {
    const Settlement &settlement;
    u32 first;
    u32 number;

    u32 count() const { return number; }
    void write(Writer &writer, u32 index) const
    {
        u32 place = first;
        while (!holdsCash(settlement, settlement.input[place]) || index-- > 0)
            ++place;
        const PlayerLedger &ledger = settlement.input[place].as<PlayerLedger>();
        const CashMoved moved{ledger.player, ledger.locked};
        CashMoved::fields(writer, moved);
    }
};

struct ReturnedItems {
    const Settlement &settlement;
    u32 first;
    u32 number;

    u32 count() const { return number; }
    void write(Writer &writer, u32 index) const
    {
        u32 place = first;
        while (!holdsItem(settlement, settlement.input[place]) || index-- > 0)
            ++place;
        writer.bytes(settlement.input[place].key().bytes, sizeof(Pubkey));
    }
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
    ReturnedCash cash{settlement, first, 0};
    ReturnedItems items{settlement, first, 0};
    for (u32 i = first; i < input.count(); ++i) {
        const bool isCash = holdsCash(settlement, input[i]);
        const bool isItem = holdsItem(settlement, input[i]);
        PROGRAM_REQUIRE((!isCash && !isItem) || input[i].isWritable(), Status::ConstraintMut);
        cash.number += isCash ? 1 : 0;
        items.number += isItem ? 1 : 0;
    }
    if (cash.number + items.number == 0)
        return Status::Ok;
    const NetChunkReturned<ReturnedCash, ReturnedItems> event{settlement.game, batch.batchId, cash, items};
    PROGRAM_ENSURE(emit<legEventSizeMax>(event), TooManyLegs);

    for (u32 i = first; i < input.count(); ++i) {
        if (holdsCash(settlement, input[i])) {
            PlayerLedger &ledger = input[i].as<PlayerLedger>();
            PROGRAM_ENSURE(checkedAdd(ledger.available, ledger.locked), Overflow);
            PROGRAM_ENSURE(checkedAdd(batch.returned, ledger.locked), Overflow);
            restoreAllowance(ledger);
            ledger.locked = 0;
        } else if (holdsItem(settlement, input[i])) {
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

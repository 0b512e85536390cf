#include "programs/vault/legs.h"

#include "programs/vault/grants.h"

namespace paradox::program::vault {

namespace {

/// A writable ledger of this venue.
Status checkCashAccount(const Settlement &settlement, const Account &account)
{
    PROGRAM_TRY(checkState<PlayerLedger>(account, settlement.input.programId()));
    PROGRAM_REQUIRE(account.isWritable(), Status::ConstraintMut);
    PROGRAM_ENSURE(account.as<PlayerLedger>().game == settlement.game, GameMismatch);
    return Status::Ok;
}

Status checkItemAccount(const Settlement &settlement, const Account &account)
{
    PROGRAM_TRY(checkState<Item>(account, settlement.input.programId()));
    PROGRAM_REQUIRE(account.isWritable(), Status::ConstraintMut);
    PROGRAM_ENSURE(account.as<Item>().game == settlement.game, GameMismatch);
    return Status::Ok;
}

/// A debit stands on the balance and on a live grant of its owner; the settlement authority alone moves nothing.
Status lockCash(const Settlement &settlement, const Account &account, u64 amount)
{
    Batch &batch = settlement.batch;
    PROGRAM_TRY(checkCashAccount(settlement, account));
    PlayerLedger &ledger = account.as<PlayerLedger>();
    PROGRAM_ENSURE(amount > 0, InvalidAmount);
    PROGRAM_ENSURE(ledger.lockSequence != batch.lockSequence, LegAlreadyLocked);
    PROGRAM_ENSURE(checkedSubtract(ledger.available, amount), InsufficientCredits);
    PROGRAM_ENSURE(drawAllowance(ledger, amount, settlement.now), AllowanceExceeded);

    ledger.locked = amount;
    ledger.lockSequence = batch.lockSequence;
    PROGRAM_ENSURE(checkedAdd(batch.locked, amount), Overflow);
    return Status::Ok;
}

/// An item stands on a live grant of its owner too; his ledger proves who he is.
Status lockItem(const Settlement &settlement, const Account &account, const Account &sellerLedger,
                const Pubkey &newOwner)
{
    PROGRAM_TRY(checkItemAccount(settlement, account));
    PROGRAM_TRY(checkState<PlayerLedger>(sellerLedger, settlement.input.programId()));
    Item &item = account.as<Item>();
    const PlayerLedger &seller = sellerLedger.as<PlayerLedger>();
    PROGRAM_ENSURE(item.lockSequence == 0, ItemLocked);
    PROGRAM_ENSURE(seller.game == settlement.game, GameMismatch);
    PROGRAM_ENSURE(seller.player == item.owner, NotItemOwner);
    PROGRAM_ENSURE(hasLiveGrant(seller, settlement.now), NoLiveGrant);
    PROGRAM_ENSURE(!isZero(newOwner) && newOwner != item.owner, InvalidOwner);

    item.nextOwner = newOwner;
    item.lockSequence = settlement.batch.lockSequence;
    return Status::Ok;
}

} // namespace

Status lockLegs(const Settlement &settlement, const CashLegs &debits, const ItemLegs &items,
                const ListView<Pubkey> &newOwners)
{
    for (u32 i = 0; i < debits.count(); ++i)
        PROGRAM_TRY(lockCash(settlement, debits.account(i), debits.amounts.at(i)));
    for (u32 i = 0; i < items.count(); ++i) {
        const Pubkey newOwner = newOwners.at(i);
        PROGRAM_TRY(lockItem(settlement, items.account(i), items.sellerLedger(i), newOwner));
    }
    Batch &batch = settlement.batch;
    batch.walletsDebited += debits.count();
    batch.itemsLocked += items.count();
    PROGRAM_ENSURE(batch.locked <= batch.debitTotal && batch.itemsLocked <= batch.itemCount, TotalsMismatch);
    return Status::Ok;
}

Status announceLocked(const Settlement &settlement, u16 index, const CashLegs &debits, const ItemLegs &items)
{
    const NetChunkLocked<CashLegs, ItemLegs> event{settlement.game, settlement.batch.batchId, index, debits, items};
    PROGRAM_ENSURE(emit<legEventSizeMax>(event), TooManyLegs);
    return Status::Ok;
}

Status commitLegs(const Settlement &settlement, u16 index, const CashLegs &credits, const ItemLegs &items)
{
    Batch &batch = settlement.batch;
    for (u32 i = 0; i < credits.count(); ++i)
        PROGRAM_TRY(checkCashAccount(settlement, credits.account(i)));
    for (u32 i = 0; i < items.count(); ++i)
        PROGRAM_TRY(checkItemAccount(settlement, items.account(i)));
    const NetChunkCommitted<CashLegs, ItemLegs> event{settlement.game, batch.batchId, index, credits, items};
    PROGRAM_ENSURE(emit<legEventSizeMax>(event), TooManyLegs);

    for (u32 i = 0; i < credits.count(); ++i) {
        const u64 amount = credits.amounts.at(i);
        PROGRAM_ENSURE(amount > 0, InvalidAmount);
        PROGRAM_ENSURE(checkedAdd(credits.account(i).as<PlayerLedger>().available, amount), Overflow);
        PROGRAM_ENSURE(checkedAdd(batch.committed, amount), Overflow);
    }
    for (u32 i = 0; i < items.count(); ++i) {
        Item &item = items.account(i).as<Item>();
        PROGRAM_ENSURE(item.lockSequence == batch.lockSequence, NotLockedHere);
        item.owner = item.nextOwner;
        item.nextOwner = zeroKey;
        item.listing = zeroKey;
        item.lockSequence = 0;
    }
    batch.walletsCredited += credits.count();
    batch.itemsDelivered += items.count();
    PROGRAM_ENSURE(batch.committed <= batch.creditTotal && batch.itemsDelivered <= batch.itemCount, TotalsMismatch);
    return Status::Ok;
}

} // namespace paradox::program::vault

#pragma once

#include "programs/vault/state.h"

// What live grants still allow to be debited from a ledger. Slots are kept packed, soonest expiry first; debits are
// drawn in that order, so that at any time the sum of debits stays within the grants that were live when they happened.
namespace paradox::program::vault {

/// Expiry is exclusive, as in protocol §2.
inline bool isLive(const GrantSlot &slot, i64 now)
{
    return slot.expiresAt > now;
}

inline bool hasLiveGrant(const PlayerLedger &ledger, i64 now)
{
    return ledger.grantCount > 0 && isLive(ledger.grants[ledger.grantCount - 1], now);
}

inline void removeSlot(PlayerLedger &ledger, u32 index)
{
    --ledger.grantCount;
    for (u32 i = index; i < ledger.grantCount; ++i)
        ledger.grants[i] = ledger.grants[i + 1];
    ledger.grants[ledger.grantCount] = GrantSlot{};
}

/// Forgets grants that have expired, then adds one. False when all slots are live.
inline bool addGrant(PlayerLedger &ledger, const GrantSlot &grant, i64 now)
{
    while (ledger.grantCount > 0 && !isLive(ledger.grants[0], now))
        removeSlot(ledger, 0);
    if (ledger.grantCount == grantSlotsMax)
        return false;
    u32 place = ledger.grantCount;
    while (place > 0 && ledger.grants[place - 1].expiresAt > grant.expiresAt) {
        ledger.grants[place] = ledger.grants[place - 1];
        --place;
    }
    ledger.grants[place] = grant;
    ++ledger.grantCount;
    return true;
}

inline void dropGrant(PlayerLedger &ledger, u64 sessionTag)
{
    u32 index = 0;
    while (index < ledger.grantCount) {
        if (ledger.grants[index].sessionTag == sessionTag)
            removeSlot(ledger, index);
        else
            ++index;
    }
}

inline void dropAllGrants(PlayerLedger &ledger)
{
    while (ledger.grantCount > 0)
        removeSlot(ledger, ledger.grantCount - 1);
}

/// Draws a debit from the live grants and remembers how much from which. False when they allow less.
inline bool drawAllowance(PlayerLedger &ledger, u64 amount, i64 now)
{
    for (u32 i = 0; i < ledger.grantCount; ++i) {
        GrantSlot &slot = ledger.grants[i];
        u64 taken = 0;
        if (isLive(slot, now))
            taken = slot.remaining < amount ? slot.remaining : amount;
        slot.remaining -= taken;
        slot.locked = taken;
        amount -= taken;
    }
    return amount == 0;
}

/// Gives back what the last debit drew, as far as its grants were not revoked meanwhile.
inline void restoreAllowance(PlayerLedger &ledger)
{
    for (u32 i = 0; i < ledger.grantCount; ++i) {
        ledger.grants[i].remaining += ledger.grants[i].locked;
        ledger.grants[i].locked = 0;
    }
}

} // namespace paradox::program::vault

#pragma once

#include "programs/vault/leg_events.h"
#include "programs/vault/rules.h"

namespace paradox::program::vault {

/// Room for the legs of one transaction: 64 account locks and 1232 bytes bound them below this (see vault_plan.h).
/// The buffer lives in one frame of 4 KiB.
inline constexpr u64 legEventSizeMax = 3072;

/// The running batch, and everything its legs are held against.
struct Settlement {
    const Input &input;
    const Pubkey &game;
    Batch &batch;
    i64 now;
};

/// Ledgers with amounts, from place `first` on.
struct CashLegs {
    const Input &input;
    u32 first;
    ListView<u64> amounts;

    u32 count() const { return amounts.count; }
    const Account &account(u32 index) const { return input[first + index]; }
    void write(Writer &writer, u32 index) const
    {
        const CashMoved moved{account(index).as<PlayerLedger>().player, amounts.at(index)};
        CashMoved::fields(writer, moved);
    }
};

/// Items from place `first` on, `stride` places apart. What an event says of them is true before delivery: they move
/// from their owner to their next owner.
struct ItemLegs {
    const Input &input;
    u32 first;
    u32 stride;
    u32 number;

    u32 count() const { return number; }
    const Account &account(u32 index) const { return input[first + index * stride]; }
    const Account &sellerLedger(u32 index) const { return input[first + index * stride + 1]; }
    void write(Writer &writer, u32 index) const
    {
        const Item &item = account(index).as<Item>();
        const ItemMoved moved{account(index).key(), item.owner, item.nextOwner};
        ItemMoved::fields(writer, moved);
    }
};

/// Takes debits and items into escrow and adds them up in the batch.
Status lockLegs(const Settlement &settlement, const CashLegs &debits, const ItemLegs &items,
                const ListView<Pubkey> &newOwners);
Status announceLocked(const Settlement &settlement, u16 index, const CashLegs &debits, const ItemLegs &items);

/// Checks that credits and items may be committed; announces; then pays and delivers.
Status commitLegs(const Settlement &settlement, u16 index, const CashLegs &credits, const ItemLegs &items);

} // namespace paradox::program::vault

#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

struct CashMoved {
    static constexpr char name[] = "CashMoved";
    Pubkey player;
    u64 amount;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("player", self.player);
        visit("amount", self.amount);
    }
};

struct ItemMoved {
    static constexpr char name[] = "ItemMoved";
    Pubkey item;
    Pubkey from;
    Pubkey to;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("item", self.item);
        visit("from", self.from);
        visit("to", self.to);
    }
};

// Events with legs are written straight from the accounts: Cash and Items are sequences with count() and
// write(Writer &, index) of CashMoved and of ItemMoved.

/// Debits leave `available`. Items are in escrow; their owners have not changed.
template <class Cash, class Items>
struct NetChunkLocked {
    PROGRAM_EVENT("NetChunkLocked");
    const Pubkey &game;
    const Bytes32 &batchId;
    u16 index;
    const Cash &debits;
    const Items &items;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("index", self.index);
        visit("debits", self.debits);
        visit("items", self.items);
    }
};

/// Credits arrive in `available`; items change owner.
template <class Cash, class Items>
struct NetChunkCommitted {
    PROGRAM_EVENT("NetChunkCommitted");
    const Pubkey &game;
    const Bytes32 &batchId;
    u16 index;
    const Cash &credits;
    const Items &items;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("index", self.index);
        visit("credits", self.credits);
        visit("items", self.items);
    }
};

/// By abort_net_batch: debits are back in `available`, items (their accounts) are free again.
template <class Cash, class Keys>
struct NetChunkReturned {
    PROGRAM_EVENT("NetChunkReturned");
    const Pubkey &game;
    const Bytes32 &batchId;
    const Cash &returned;
    const Keys &items;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("returned", self.returned);
        visit("items", self.items);
    }
};

} // namespace paradox::program::vault

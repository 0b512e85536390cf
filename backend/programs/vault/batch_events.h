#pragma once

#include "programs/vault/event_declaration.h"

namespace paradox::program::vault {

struct CashMoved {
    static constexpr char name[] = "CashMoved";
    Pubkey player;
    u64 amount;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
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
    static void fields(V &visit, Self &self)
    {
        visit("item", self.item);
        visit("from", self.from);
        visit("to", self.to);
    }
};

struct NetBatchOpened {
    VAULT_EVENT("NetBatchOpened");
    Pubkey game;
    Bytes32 batchId;
    u64 debitTotal;
    u64 creditTotal;
    u64 fees;
    u32 itemCount;
    u16 chunkCount;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("debit_total", self.debitTotal);
        visit("credit_total", self.creditTotal);
        visit("fees", self.fees);
        visit("item_count", self.itemCount);
        visit("chunk_count", self.chunkCount);
    }
};

// Events with legs are written straight from the accounts: Cash and Items are sequences with count() and
// write(Writer &, index) of CashMoved and of ItemMoved.

/// Debits leave `available`. Items are in escrow; their owners have not changed.
template <class Cash, class Items>
struct NetChunkLocked {
    VAULT_EVENT("NetChunkLocked");
    const Pubkey &game;
    const Bytes32 &batchId;
    u16 index;
    const Cash &debits;
    const Items &items;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
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
    VAULT_EVENT("NetChunkCommitted");
    const Pubkey &game;
    const Bytes32 &batchId;
    u16 index;
    const Cash &credits;
    const Items &items;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
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
    VAULT_EVENT("NetChunkReturned");
    const Pubkey &game;
    const Bytes32 &batchId;
    const Cash &returned;
    const Keys &items;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("returned", self.returned);
        visit("items", self.items);
    }
};

struct NetBatchSettled {
    VAULT_EVENT("NetBatchSettled");
    Pubkey game;
    Bytes32 batchId;
    Bytes32 headerHash; ///< the batch id is the header's hash; named as listeners look for it
    u64 debitTotal;
    u64 creditTotal;
    u64 fees;
    u32 itemCount;
    u32 walletsDebited;
    u32 walletsCredited;
    u16 chunkCount;
    i64 settledAt;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("header_hash", self.headerHash);
        visit("debit_total", self.debitTotal);
        visit("credit_total", self.creditTotal);
        visit("fees", self.fees);
        visit("item_count", self.itemCount);
        visit("wallets_debited", self.walletsDebited);
        visit("wallets_credited", self.walletsCredited);
        visit("chunk_count", self.chunkCount);
        visit("settled_at", self.settledAt);
    }
};

struct NetBatchAborted {
    VAULT_EVENT("NetBatchAborted");
    Pubkey game;
    Bytes32 batchId;
    u64 returned;
    u32 itemsReturned;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("returned", self.returned);
        visit("items_returned", self.itemsReturned);
    }
};

} // namespace paradox::program::vault

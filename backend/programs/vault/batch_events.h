#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

struct NetBatchOpened {
    PROGRAM_EVENT("NetBatchOpened");
    KeyCopy game;
    Bytes32 batchId;
    u64 debitTotal;
    u64 creditTotal;
    u64 fees;
    u32 itemCount;
    u16 chunkCount;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
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

struct NetBatchSettled {
    PROGRAM_EVENT("NetBatchSettled");
    KeyCopy game;
    Bytes32 batchId;
    Bytes32 headerHash; ///< the batch id is the header's hash; named as listeners look for it
    u64 debitTotal;
    u64 creditTotal;
    u64 fees;
    i64 settledAt;
    u32 itemCount;
    u32 walletsDebited;
    u32 walletsCredited;
    u16 chunkCount;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("header_hash", self.headerHash);
        visit("debit_total", self.debitTotal);
        visit("credit_total", self.creditTotal);
        visit("fees", self.fees);
        visit("settled_at", self.settledAt);
        visit("item_count", self.itemCount);
        visit("wallets_debited", self.walletsDebited);
        visit("wallets_credited", self.walletsCredited);
        visit("chunk_count", self.chunkCount);
    }
};

struct NetBatchAborted {
    PROGRAM_EVENT("NetBatchAborted");
    KeyCopy game;
    Bytes32 batchId;
    u64 returned;
    u32 itemsReturned;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("returned", self.returned);
        visit("items_returned", self.itemsReturned);
    }
};

} // namespace paradox::program::vault

#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

PROGRAM_ENUM(BatchPhase, None, Locking, Committing, Finalized, Aborting, Aborted);

/// What makes a batch settle once. Never closed.
struct [[gnu::may_alias]] alignas(8) Batch {
    PROGRAM_STATE("Batch");

    u64 tag;
    Pubkey game;
    Bytes32 batchId; ///< H(header)
    u64 lockSequence;
    u64 debitTotal; ///< declared; equals creditTotal + fees
    u64 creditTotal;
    u64 fees;
    u64 locked; ///< so far
    u64 committed;
    u64 returned;
    i64 openedAt;
    i64 closedAt;
    u32 itemCount; ///< declared
    u32 itemsLocked;
    u32 itemsDelivered;
    u32 itemsReturned;
    u32 walletsDebited;
    u32 walletsCredited;
    u16 chunkCount;
    u16 chunksLocked;
    u16 chunksCommitted;
    BatchPhase phase;
    u8 reserved;
    u8 lockBits[chunksMax / 8];
    u8 commitBits[chunksMax / 8];

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("batch_id", self.batchId);
        visit("lock_sequence", self.lockSequence);
        visit("debit_total", self.debitTotal);
        visit("credit_total", self.creditTotal);
        visit("fees", self.fees);
        visit("locked", self.locked);
        visit("committed", self.committed);
        visit("returned", self.returned);
        visit("opened_at", self.openedAt);
        visit("closed_at", self.closedAt);
        visit("item_count", self.itemCount);
        visit("items_locked", self.itemsLocked);
        visit("items_delivered", self.itemsDelivered);
        visit("items_returned", self.itemsReturned);
        visit("wallets_debited", self.walletsDebited);
        visit("wallets_credited", self.walletsCredited);
        visit("chunk_count", self.chunkCount);
        visit("chunks_locked", self.chunksLocked);
        visit("chunks_committed", self.chunksCommitted);
        visit("phase", self.phase);
        visit("reserved", self.reserved);
        visit("lock_bits", self.lockBits);
        visit("commit_bits", self.commitBits);
    }
};

} // namespace paradox::program::vault

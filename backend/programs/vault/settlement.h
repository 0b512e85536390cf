#pragma once

#include "programs/vault/instruction_declaration.h"

// Settlement. Legs are remaining accounts: a debit or credit is a writable player ledger; an item leg at lock is the
// writable item, then the read-only ledger of its present owner; an item leg at commit is the writable item alone.
namespace paradox::program::vault {

/// The batch at its address, to be created. The id is the first argument.
constexpr AccountSpec freshBatch(u8 game)
{
    return fresh<Batch>("batch").at(text("batch"), account(game), argument("batch_id", 0, 32));
}

/// A whole batch in one transaction. Remaining: debits, credits, item legs (item, seller ledger).
struct SettleNetBatch {
    PROGRAM_INSTRUCTION("settle_net_batch", "SettleNetBatch");
    enum : u8 { game, batch, authority, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game").writable(),
        freshBatch(game),
        signer("authority").writable(),
        systemAccount(),
    };
    struct Args {
        Bytes32 batchId;
        u64 fees;
        ListView<u64> debits;
        ListView<u64> credits;
        ListView<Pubkey> newOwners;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("batch_id", self.batchId);
            visit("fees", self.fees);
            visit("debits", self.debits);
            visit("credits", self.credits);
            visit("new_owners", self.newOwners);
        }
    };
};

/// Declares a chunked batch and what its chunks must add up to.
struct OpenNetBatch {
    PROGRAM_INSTRUCTION("open_net_batch", "OpenNetBatch");
    enum : u8 { game, batch, authority, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game").writable(),
        freshBatch(game),
        signer("authority").writable(),
        systemAccount(),
    };
    struct Args {
        Bytes32 batchId;
        u64 debitTotal;
        u64 creditTotal;
        u64 fees;
        u32 itemCount;
        u16 chunkCount;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("batch_id", self.batchId);
            visit("debit_total", self.debitTotal);
            visit("credit_total", self.creditTotal);
            visit("fees", self.fees);
            visit("item_count", self.itemCount);
            visit("chunk_count", self.chunkCount);
        }
    };
};

/// Debits and items of one chunk into escrow. Remaining: debits, item legs (item, seller ledger).
struct LockNetChunk {
    PROGRAM_INSTRUCTION("lock_net_chunk", "LockNetChunk");
    enum : u8 { game, batch, authority };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<Batch>("batch").writable(),
        signer("authority"),
    };
    struct Args {
        u16 index;
        ListView<u64> debits;
        ListView<Pubkey> newOwners;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("index", self.index);
            visit("debits", self.debits);
            visit("new_owners", self.newOwners);
        }
    };
};

/// Credits and deliveries of one chunk. Remaining: credits, items.
struct CommitNetChunk {
    PROGRAM_INSTRUCTION("commit_net_chunk", "CommitNetChunk");
    enum : u8 { game, batch, authority };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<Batch>("batch").writable(),
        signer("authority"),
    };
    struct Args {
        u16 index;
        ListView<u64> credits;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("index", self.index);
            visit("credits", self.credits);
        }
    };
};

struct FinalizeNetBatch {
    PROGRAM_INSTRUCTION("finalize_net_batch", "FinalizeNetBatch");
    enum : u8 { game, batch, authority };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game").writable(),
        state<Batch>("batch").writable(),
        signer("authority"),
    };
    using Args = NoArgs;
};

/// Gives back what the named ledgers and items have in this batch's escrow, and ends the batch when all is back.
/// Remaining: ledgers and items in any number and order; those with nothing here are passed over.
struct AbortNetBatch {
    PROGRAM_INSTRUCTION("abort_net_batch", "AbortNetBatch");
    enum : u8 { game, batch, authority };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game").writable(),
        state<Batch>("batch").writable(),
        signer("authority"),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::vault

#pragma once

#include "programs/sdk/discriminator.h"

// Account state, read and written in place: members are laid out without gaps, so memory order is Borsh order
// (checked against `fields` by the tests). The first member of each is its discriminator.
namespace paradox::program::vault {

#define VAULT_STATE struct [[gnu::may_alias]] alignas(8)

inline constexpr u32 chunksMax = 1024;
inline constexpr u32 grantSlotsMax = 8;
inline constexpr u16 feeBpsMax = 1000;
inline constexpr i64 grantLifeSecondsMax = 7 * 24 * 3600;

VAULT_STATE Config {
    static constexpr char name[] = "Config";
    static constexpr u64 discriminator = program::discriminator("account", name);

    u64 tag;
    Pubkey admin;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("admin", self.admin);
    }
};

/// A venue.
VAULT_STATE Game {
    static constexpr char name[] = "Game";
    static constexpr u64 discriminator = program::discriminator("account", name);

    u64 tag;
    u64 gameId;
    Pubkey authority; ///< settles
    Pubkey treasury;
    Pubkey currency;  ///< zeros: lamports
    Pubkey vault;     ///< system account where the venue's lamports lie
    Pubkey openBatch; ///< unfinished batch, zeros when none
    u64 fees;         ///< booked, not withdrawn
    u64 lockSequence; ///< of the batch opened last; marks locks in ledgers and items
    u64 settledBatches;
    u16 feeBps;
    bool newActivityPaused;
    bool settlementsPaused;
    u8 vaultBump;
    u8 reserved[3];

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game_id", self.gameId);
        visit("authority", self.authority);
        visit("treasury", self.treasury);
        visit("currency", self.currency);
        visit("vault", self.vault);
        visit("open_batch", self.openBatch);
        visit("fees", self.fees);
        visit("lock_sequence", self.lockSequence);
        visit("settled_batches", self.settledBatches);
        visit("fee_bps", self.feeBps);
        visit("new_activity_paused", self.newActivityPaused);
        visit("settlements_paused", self.settlementsPaused);
        visit("vault_bump", self.vaultBump);
        visit("reserved", self.reserved);
    }
};

/// What one registered grant still allows to be debited.
VAULT_STATE GrantSlot {
    static constexpr char name[] = "GrantSlot";

    u64 sessionTag; ///< first eight bytes of the session key
    u64 remaining;
    u64 locked; ///< drawn by the batch of the ledger's lockSequence, given back if that batch aborts
    i64 expiresAt;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("session_tag", self.sessionTag);
        visit("remaining", self.remaining);
        visit("locked", self.locked);
        visit("expires_at", self.expiresAt);
    }
};

VAULT_STATE PlayerLedger {
    static constexpr char name[] = "PlayerLedger";
    static constexpr u64 discriminator = program::discriminator("account", name);

    u64 tag;
    Pubkey game;
    Pubkey player;
    u64 available;
    u64 locked;       ///< in escrow while lockSequence is that of the venue's open batch, history otherwise
    u64 lockSequence; ///< of the batch that last debited this ledger
    u64 epoch;        ///< raised to revoke every grant
    u32 grantCount;   ///< used slots, soonest expiry first
    u8 reserved[4];
    GrantSlot grants[grantSlotsMax];

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
        visit("available", self.available);
        visit("locked", self.locked);
        visit("lock_sequence", self.lockSequence);
        visit("epoch", self.epoch);
        visit("grant_count", self.grantCount);
        visit("reserved", self.reserved);
        visit("grants", self.grants);
    }
};

VAULT_STATE Item {
    static constexpr char name[] = "Item";
    static constexpr u64 discriminator = program::discriminator("account", name);

    u64 tag;
    Pubkey game;
    Bytes32 itemId;
    Pubkey owner;
    Pubkey nextOwner;  ///< named when locked, receives the item at commit
    Pubkey listing;    ///< zeros when not listed
    u64 lockSequence;  ///< of the batch that holds it, 0 when free

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("item_id", self.itemId);
        visit("owner", self.owner);
        visit("next_owner", self.nextOwner);
        visit("listing", self.listing);
        visit("lock_sequence", self.lockSequence);
    }
};

VAULT_STATE Listing {
    static constexpr char name[] = "Listing";
    static constexpr u64 discriminator = program::discriminator("account", name);

    u64 tag;
    Pubkey game;
    Pubkey seller;
    Pubkey item;
    Pubkey currency;
    u64 listingId;
    u64 price;
    i64 createdAt;
    i64 expiresAt;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("seller", self.seller);
        visit("item", self.item);
        visit("currency", self.currency);
        visit("listing_id", self.listingId);
        visit("price", self.price);
        visit("created_at", self.createdAt);
        visit("expires_at", self.expiresAt);
    }
};

/// A registered grant. Never closed: its address must not be registered twice.
VAULT_STATE Session {
    static constexpr char name[] = "Session";
    static constexpr u64 discriminator = program::discriminator("account", name);

    u64 tag;
    Pubkey owner;
    Pubkey session;
    Pubkey engine; ///< the venue
    Bytes32 scopeRoot;
    Bytes32 grantHash;
    u64 maxTotal;
    u64 maxPerIntent;
    i64 notBefore;
    i64 expiresAt;
    u64 epoch;
    i64 registeredAt;
    u32 maxIntents;
    u16 actions;
    bool isRevoked;
    u8 reserved;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("session", self.session);
        visit("engine", self.engine);
        visit("scope_root", self.scopeRoot);
        visit("grant_hash", self.grantHash);
        visit("max_total", self.maxTotal);
        visit("max_per_intent", self.maxPerIntent);
        visit("not_before", self.notBefore);
        visit("expires_at", self.expiresAt);
        visit("epoch", self.epoch);
        visit("registered_at", self.registeredAt);
        visit("max_intents", self.maxIntents);
        visit("actions", self.actions);
        visit("is_revoked", self.isRevoked);
        visit("reserved", self.reserved);
    }
};

enum class BatchPhase : u8 { None = 0, Locking = 1, Committing = 2, Finalized = 3, Aborting = 4, Aborted = 5 };

/// What makes a batch settle once. Never closed.
VAULT_STATE Batch {
    static constexpr char name[] = "Batch";
    static constexpr u64 discriminator = program::discriminator("account", name);

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
    static void fields(V &visit, Self &self)
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

#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

/// What one registered grant still allows to be debited.
struct [[gnu::may_alias]] alignas(8) GrantSlot {
    static constexpr char name[] = "GrantSlot";

    u64 sessionTag; ///< first eight bytes of the session key
    u64 remaining;
    u64 locked; ///< drawn by the batch of the ledger's lockSequence, given back if that batch aborts
    i64 expiresAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("session_tag", self.sessionTag);
        visit("remaining", self.remaining);
        visit("locked", self.locked);
        visit("expires_at", self.expiresAt);
    }
};

struct [[gnu::may_alias]] alignas(8) PlayerLedger {
    PROGRAM_STATE("PlayerLedger");

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
    static constexpr void fields(V &visit, Self &self)
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

struct [[gnu::may_alias]] alignas(8) Item {
    PROGRAM_STATE("Item");

    u64 tag;
    Pubkey game;
    Bytes32 itemId;
    Pubkey owner;
    Pubkey nextOwner; ///< named when locked, receives the item at commit
    Pubkey listing;   ///< zeros when not listed
    u64 lockSequence; ///< of the batch that holds it, 0 when free

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("item_id", self.itemId);
        visit("owner", self.owner);
        visit("next_owner", self.nextOwner);
        visit("listing", self.listing);
        visit("lock_sequence", self.lockSequence);
    }
};

struct [[gnu::may_alias]] alignas(8) Listing {
    PROGRAM_STATE("Listing");

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
    static constexpr void fields(V &visit, Self &self)
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

} // namespace paradox::program::vault

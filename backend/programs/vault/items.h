#pragma once

#include "programs/vault/instruction_declaration.h"

namespace paradox::program::vault {

struct RegisterItem {
    PROGRAM_INSTRUCTION("register_item", "RegisterItem");
    enum : u8 { game, item, owner, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        fresh<Item>("item").at(text("item"), account(game), argument("item_id", 0, 32)),
        signer("owner").writable(),
        systemAccount(),
    };
    struct Args {
        Bytes32 itemId;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("item_id", self.itemId);
        }
    };
};

struct TransferItem {
    PROGRAM_INSTRUCTION("transfer_item", "TransferItem");
    enum : u8 { game, item, owner };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<Item>("item").writable(),
        signer("owner"),
    };
    struct Args {
        Pubkey newOwner;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("new_owner", self.newOwner);
        }
    };
};

/// An ask on chain. The item stays with its owner; he cannot transfer it by hand until the listing is cancelled.
/// A settled sale ends it: a listing counts only while its item points back to it.
struct CreateListing {
    PROGRAM_INSTRUCTION("create_listing", "CreateListing");
    enum : u8 { game, listing, item, seller, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        fresh<Listing>("listing").at(text("listing"), account(game), argument("listing_id", 0, 8)),
        state<Item>("item").writable(),
        signer("seller").writable(),
        systemAccount(),
    };
    struct Args {
        u64 listingId;
        u64 price;
        i64 expiresAt;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("listing_id", self.listingId);
            visit("price", self.price);
            visit("expires_at", self.expiresAt);
        }
    };
};

struct CancelListing {
    PROGRAM_INSTRUCTION("cancel_listing", "CancelListing");
    enum : u8 { game, listing, item, seller };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<Listing>("listing").writable().at(text("listing"), account(game), argument("listing_id", 0, 8)),
        state<Item>("item").writable(),
        signer("seller").writable(),
    };
    struct Args {
        u64 listingId;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("listing_id", self.listingId);
        }
    };
};

} // namespace paradox::program::vault

#pragma once

#include "programs/vault/event_declaration.h"

namespace paradox::program::vault {

struct ItemRegistered {
    VAULT_EVENT("ItemRegistered");
    Pubkey game;
    Pubkey item;
    Bytes32 itemId;
    Pubkey owner;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("item", self.item);
        visit("item_id", self.itemId);
        visit("owner", self.owner);
    }
};

struct ItemTransferred {
    VAULT_EVENT("ItemTransferred");
    Pubkey game;
    Pubkey item;
    Pubkey from;
    Pubkey to;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("item", self.item);
        visit("from", self.from);
        visit("to", self.to);
    }
};

struct ListingCreated {
    VAULT_EVENT("ListingCreated");
    Pubkey game;
    Pubkey listing;
    Pubkey item;
    Pubkey seller;
    u64 listingId;
    u64 price;
    i64 expiresAt;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("listing", self.listing);
        visit("item", self.item);
        visit("seller", self.seller);
        visit("listing_id", self.listingId);
        visit("price", self.price);
        visit("expires_at", self.expiresAt);
    }
};

struct ListingCancelled {
    VAULT_EVENT("ListingCancelled");
    Pubkey game;
    Pubkey listing;
    Pubkey item;
    Pubkey seller;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("listing", self.listing);
        visit("item", self.item);
        visit("seller", self.seller);
    }
};

} // namespace paradox::program::vault

#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

struct ItemRegistered {
    PROGRAM_EVENT("ItemRegistered");
    KeyCopy game;
    KeyCopy item;
    Bytes32 itemId;
    KeyCopy owner;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("item", self.item);
        visit("item_id", self.itemId);
        visit("owner", self.owner);
    }
};

struct ItemTransferred {
    PROGRAM_EVENT("ItemTransferred");
    KeyCopy game;
    KeyCopy item;
    KeyCopy from;
    KeyCopy to;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("item", self.item);
        visit("from", self.from);
        visit("to", self.to);
    }
};

struct ListingCreated {
    PROGRAM_EVENT("ListingCreated");
    KeyCopy game;
    KeyCopy listing;
    KeyCopy item;
    KeyCopy seller;
    u64 listingId;
    u64 price;
    i64 expiresAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
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
    PROGRAM_EVENT("ListingCancelled");
    KeyCopy game;
    KeyCopy listing;
    KeyCopy item;
    KeyCopy seller;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("listing", self.listing);
        visit("item", self.item);
        visit("seller", self.seller);
    }
};

} // namespace paradox::program::vault

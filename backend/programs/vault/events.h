#pragma once

#include "programs/sdk/discriminator.h"

// Anchor events. They carry what an indexer needs to fold owners and balances without reading accounts.
namespace paradox::program::vault {

#define VAULT_EVENT(title)                                                                                             \
    static constexpr char name[] = title;                                                                              \
    static constexpr u64 discriminator = program::discriminator("event", name)

struct ConfigInitialized {
    VAULT_EVENT("ConfigInitialized");
    Pubkey admin;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("admin", self.admin);
    }
};

struct GameCreated {
    VAULT_EVENT("GameCreated");
    Pubkey game;
    u64 gameId;
    Pubkey authority;
    Pubkey treasury;
    Pubkey currency;
    u16 feeBps;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("game_id", self.gameId);
        visit("authority", self.authority);
        visit("treasury", self.treasury);
        visit("currency", self.currency);
        visit("fee_bps", self.feeBps);
    }
};

struct PausedSet {
    VAULT_EVENT("PausedSet");
    Pubkey game;
    bool newActivity;
    bool settlements;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("new_activity", self.newActivity);
        visit("settlements", self.settlements);
    }
};

struct LedgerOpened {
    VAULT_EVENT("LedgerOpened");
    Pubkey game;
    Pubkey player;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
    }
};

struct LedgerClosed {
    VAULT_EVENT("LedgerClosed");
    Pubkey game;
    Pubkey player;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
    }
};

struct CreditsDeposited {
    VAULT_EVENT("CreditsDeposited");
    Pubkey game;
    Pubkey player;
    u64 amount;
    u64 available; ///< afterwards

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
        visit("amount", self.amount);
        visit("available", self.available);
    }
};

struct CreditsWithdrawn {
    VAULT_EVENT("CreditsWithdrawn");
    Pubkey game;
    Pubkey player;
    u64 amount;
    u64 available; ///< afterwards

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
        visit("amount", self.amount);
        visit("available", self.available);
    }
};

struct ProtocolFeesWithdrawn {
    VAULT_EVENT("ProtocolFeesWithdrawn");
    Pubkey game;
    Pubkey treasury;
    u64 amount;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("treasury", self.treasury);
        visit("amount", self.amount);
    }
};

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

struct SessionKeyInitialized {
    VAULT_EVENT("SessionKeyInitialized");
    Pubkey owner;
    Pubkey session;
    Pubkey engine;
    u64 maxTotal;
    i64 expiresAt;
    u64 epoch;
    Bytes32 grantHash;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("session", self.session);
        visit("engine", self.engine);
        visit("max_total", self.maxTotal);
        visit("expires_at", self.expiresAt);
        visit("epoch", self.epoch);
        visit("grant_hash", self.grantHash);
    }
};

struct SessionKeyRevoked {
    VAULT_EVENT("SessionKeyRevoked");
    Pubkey owner;
    Pubkey session;
    Pubkey engine;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("session", self.session);
        visit("engine", self.engine);
    }
};

/// Every session of the owner with a lower epoch is revoked.
struct SessionEpochBumped {
    VAULT_EVENT("SessionEpochBumped");
    Pubkey owner;
    Pubkey engine;
    u64 epoch;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("engine", self.engine);
        visit("epoch", self.epoch);
    }
};

} // namespace paradox::program::vault

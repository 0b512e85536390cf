#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

struct LedgerOpened {
    PROGRAM_EVENT("LedgerOpened");
    KeyCopy game;
    KeyCopy player;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
    }
};

struct LedgerClosed {
    PROGRAM_EVENT("LedgerClosed");
    KeyCopy game;
    KeyCopy player;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
    }
};

struct CreditsDeposited {
    PROGRAM_EVENT("CreditsDeposited");
    KeyCopy game;
    KeyCopy player;
    u64 amount;
    u64 available; ///< afterwards

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
        visit("amount", self.amount);
        visit("available", self.available);
    }
};

struct CreditsWithdrawn {
    PROGRAM_EVENT("CreditsWithdrawn");
    KeyCopy game;
    KeyCopy player;
    u64 amount;
    u64 available; ///< afterwards

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("player", self.player);
        visit("amount", self.amount);
        visit("available", self.available);
    }
};

struct SessionKeyInitialized {
    PROGRAM_EVENT("SessionKeyInitialized");
    KeyCopy owner;
    KeyCopy session;
    KeyCopy engine;
    u64 maxTotal;
    i64 expiresAt;
    u64 epoch;
    Bytes32 grantHash;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
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
    PROGRAM_EVENT("SessionKeyRevoked");
    KeyCopy owner;
    KeyCopy session;
    KeyCopy engine;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("session", self.session);
        visit("engine", self.engine);
    }
};

/// Every session of the owner with a lower epoch is revoked.
struct SessionEpochBumped {
    PROGRAM_EVENT("SessionEpochBumped");
    KeyCopy owner;
    KeyCopy engine;
    u64 epoch;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("engine", self.engine);
        visit("epoch", self.epoch);
    }
};

} // namespace paradox::program::vault

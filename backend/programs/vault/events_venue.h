#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

struct ConfigInitialized {
    PROGRAM_EVENT("ConfigInitialized");
    Pubkey admin;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("admin", self.admin);
    }
};

struct GameCreated {
    PROGRAM_EVENT("GameCreated");
    Pubkey game;
    u64 gameId;
    Pubkey authority;
    Pubkey treasury;
    Pubkey currency;
    u16 feeBps;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
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
    PROGRAM_EVENT("PausedSet");
    Pubkey game;
    bool newActivity;
    bool settlements;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("new_activity", self.newActivity);
        visit("settlements", self.settlements);
    }
};

struct ProtocolFeesWithdrawn {
    PROGRAM_EVENT("ProtocolFeesWithdrawn");
    Pubkey game;
    Pubkey treasury;
    u64 amount;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game", self.game);
        visit("treasury", self.treasury);
        visit("amount", self.amount);
    }
};

} // namespace paradox::program::vault

#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

struct ConfigInitialized {
    PROGRAM_EVENT("ConfigInitialized");
    KeyCopy admin;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("admin", self.admin);
    }
};

struct GameCreated {
    PROGRAM_EVENT("GameCreated");
    KeyCopy game;
    u64 gameId;
    KeyCopy authority;
    KeyCopy treasury;
    KeyCopy currency;
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
    KeyCopy game;
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
    KeyCopy game;
    KeyCopy treasury;
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

#pragma once

#include "programs/vault/instruction_declaration.h"

namespace paradox::program::vault {

/// First call founds the program. Where the program can be upgraded only its upgrade authority may found it.
struct InitConfig {
    PROGRAM_INSTRUCTION("init_config", "InitConfig");
    enum : u8 { config, admin, self, programData, system };
    static constexpr AccountSpec accounts[] = {
        fresh<Config>("config").at(text("config")),
        signer("admin").writable(),
        selfAccount(),
        any("program_data"),
        systemAccount(),
    };
    using Args = NoArgs;
};

struct CreateGame {
    PROGRAM_INSTRUCTION("create_game", "CreateGame");
    enum : u8 { config, game, vault, admin, system, heldTokens, mint, tokenProgram, associatedProgram };
    static constexpr AccountSpec accounts[] = {
        state<Config>("config").at(text("config")),
        fresh<Game>("game").at(text("game"), argument("game_id", 0, 8)),
        derived("vault").writable().at(text("vault"), account(game)),
        signer("admin").writable(),
        systemAccount(),
        heldTokensAccount(),
        any("mint").optional(),
        any("token_program").optional(),
        fixed("associated_token_program", associatedTokenProgram).optional(),
    };
    struct Args {
        u64 gameId;
        Pubkey authority;
        Pubkey treasury;
        Pubkey currency;
        u16 feeBps;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("game_id", self.gameId);
            visit("authority", self.authority);
            visit("treasury", self.treasury);
            visit("currency", self.currency);
            visit("fee_bps", self.feeBps);
        }
    };
};

struct SetPaused {
    PROGRAM_INSTRUCTION("set_paused", "SetPaused");
    enum : u8 { config, game, admin };
    static constexpr AccountSpec accounts[] = {
        state<Config>("config").at(text("config")),
        state<Game>("game").writable(),
        signer("admin"),
    };
    struct Args {
        bool newActivity;
        bool settlements;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("new_activity", self.newActivity);
            visit("settlements", self.settlements);
        }
    };
};

struct WithdrawProtocolFees {
    PROGRAM_INSTRUCTION("withdraw_protocol_fees", "WithdrawProtocolFees");
    enum : u8 {
        config,
        game,
        vault,
        treasury,
        admin,
        system,
        heldTokens,
        otherTokens,
        mint,
        tokenProgram,
    };
    static constexpr AccountSpec accounts[] = {
        state<Config>("config").at(text("config")),
        state<Game>("game").writable(),
        any("vault").writable().at(text("vault"), account(game)),
        any("treasury").writable(),
        signer("admin"),
        systemAccount(),
        heldTokensAccount(),
        otherTokensAccount("treasury_tokens"),
        any("mint").optional(),
        any("token_program").optional(),
    };
    using Args = AmountArgs;
};

} // namespace paradox::program::vault

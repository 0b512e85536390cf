#pragma once

#include "programs/vault/instruction_declaration.h"

namespace paradox::program::vault {

/// Creates a player's ledger at anyone's cost, so that a credit can reach a wallet that has none.
struct OpenPlayerLedger {
    PROGRAM_INSTRUCTION("open_player_ledger", "OpenPlayerLedger");
    enum : u8 { game, ledger, player, payer, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"), ledgerAt(game, player), any("player"), signer("payer").writable(), systemAccount(),
    };
    using Args = NoArgs;
};

struct DepositCredits {
    PROGRAM_INSTRUCTION("deposit_credits", "DepositCredits");
    enum : u8 { game, ledger, vault, player, system, heldTokens, otherTokens, mint, tokenProgram };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        ledgerAt(game, player),
        any("vault").writable().at(text("vault"), account(game)),
        signer("player").writable(),
        systemAccount(),
        heldTokensAccount(),
        otherTokensAccount("player_tokens"),
        any("mint").optional(),
        any("token_program").optional(),
    };
    using Args = AmountArgs;
};

struct WithdrawCredits {
    PROGRAM_INSTRUCTION("withdraw_credits", "WithdrawCredits");
    enum : u8 { game, ledger, vault, player, system, heldTokens, otherTokens, mint, tokenProgram };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<PlayerLedger>("player_ledger").writable().at(text("ledger"), account(game), account(player)),
        any("vault").writable().at(text("vault"), account(game)),
        signer("player").writable(),
        systemAccount(),
        heldTokensAccount(),
        otherTokensAccount("player_tokens"),
        any("mint").optional(),
        any("token_program").optional(),
    };
    using Args = AmountArgs;
};

struct ClosePlayerLedger {
    PROGRAM_INSTRUCTION("close_player_ledger", "ClosePlayerLedger");
    enum : u8 { game, ledger, player };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<PlayerLedger>("player_ledger").writable().at(text("ledger"), account(game), account(player)),
        signer("player").writable(),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::vault

#pragma once

#include "programs/sdk/program.h"
#include "programs/sdk/token_state.h"
#include "programs/vault/state.h"

// The vault's instructions are declarations: accounts in order with what they must be, and arguments in wire order.
// Handlers stand in the .cpp files.
namespace paradox::program::vault {

/// The ledger of the player at account `player` in the venue at account `game`, which may not exist yet.
constexpr AccountSpec ledgerAt(u8 game, u8 player)
{
    return stateOrFresh<PlayerLedger>("player_ledger").at(text("ledger"), account(game), account(player));
}

// Accounts of a venue whose currency is a token. They stand behind the others and are left off with lamports.
constexpr AccountSpec heldTokensAccount()
{
    return any("vault_tokens").writable().optional();
}
constexpr AccountSpec otherTokensAccount(const char *name)
{
    return any(name).writable().optional();
}

} // namespace paradox::program::vault

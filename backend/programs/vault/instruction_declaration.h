#pragma once

#include "programs/sdk/program.h"
#include "programs/vault/state.h"

// The vault's instructions are declarations: accounts in order with what they must be, and arguments in wire order.
// Handlers stand in the .cpp files.
namespace paradox::program::vault {

#define VAULT_INSTRUCTION(snakeCase, upperCamel)                                                                       \
    static constexpr char name[] = snakeCase;                                                                          \
    static constexpr char title[] = "Instruction: " upperCamel;                                                        \
    static constexpr u64 discriminator = program::discriminator("global", name)

/// Arguments of an instruction that has none.
struct NoArgs {
    template <class V, class Self>
    static void fields(V &, Self &)
    {
    }
};

/// The ledger of the player at account `player` in the venue at account `game`, which may not exist yet.
constexpr AccountSpec ledgerAt(u8 game, u8 player)
{
    return stateOrFresh<PlayerLedger>("player_ledger").at(text("ledger"), account(game), account(player));
}

struct AmountArgs {
    u64 amount;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("amount", self.amount);
    }
};

} // namespace paradox::program::vault

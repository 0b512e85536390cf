#pragma once

#include "programs/vault/events.h"
#include "programs/vault/vault.h"

// Rules that several instructions share.
namespace paradox::program::vault {

/// The ledger belongs to this venue and player.
inline Status checkLedger(const PlayerLedger &ledger, const Pubkey &game, const Pubkey &player)
{
    PROGRAM_ENSURE(ledger.game == game && ledger.player == player, GameMismatch);
    return Status::Ok;
}

/// Creates the player's ledger if there is none yet; refuses another's.
__attribute__((noinline)) inline Status ensureLedgerAt(const Creation &creation, const Pubkey &game,
                                                       const Pubkey &player)
{
    PlayerLedger &ledger = creation.input[creation.index].as<PlayerLedger>();
    if (!isOwn(creation.input, creation.index)) {
        PROGRAM_TRY(create(creation, fail(Error::AlreadyApplied)));
        ledger.game = game;
        ledger.player = player;
        PROGRAM_TRY(announce(LedgerOpened{game, player}));
    }
    return checkLedger(ledger, game, player);
}

/// `player` and `payer` are places of accounts.
template <class Ix>
Status ensureLedger(const Call<Ix> &call, u32 player, u32 payer)
{
    return ensureLedgerAt({call.input, rulesOf<Ix>.rules[Ix::ledger], Ix::ledger, payer, call.bumps[Ix::ledger]},
                          call.key(Ix::game), call.key(player));
}

} // namespace paradox::program::vault

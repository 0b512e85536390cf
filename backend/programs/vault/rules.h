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

/// A new ledger's first words.
__attribute__((noinline)) inline Status foundLedger(PlayerLedger &ledger, const Pubkey &game, const Pubkey &player)
{
    ledger.game = game;
    ledger.player = player;
    return announce(LedgerOpened{game, player});
}

/// Creates the player's ledger if there is none yet. `player` and `payer` are places of accounts.
template <class Ix>
Status ensureLedger(const Call<Ix> &call, u32 player, u32 payer)
{
    PlayerLedger &ledger = call.template state<PlayerLedger>(Ix::ledger);
    if (!call.exists(Ix::ledger)) {
        PROGRAM_TRY(call.createAt(Ix::ledger, payer, fail(Error::AlreadyApplied)));
        PROGRAM_TRY(foundLedger(ledger, call.key(Ix::game), call.key(player)));
    }
    return checkLedger(ledger, call.key(Ix::game), call.key(player));
}

/// Pays lamports out of a venue's vault.
inline Status payFromVault(const Pubkey &gameKey, const Game &game, const Account &vault, const Account &to, u64 amount)
{
    const Slice seeds[] = {{reinterpret_cast<const u8 *>("vault"), 5}, sliceOf(gameKey), {&game.vaultBump, 1}};
    const SignerSeeds signers{seeds, countOf(seeds)};
    return systemTransfer(vault, to, amount, &signers);
}

} // namespace paradox::program::vault

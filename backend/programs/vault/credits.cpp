#include "programs/vault/grants.h"
#include "programs/vault/rules.h"
#include "programs/vault/tokens.h"

namespace paradox::program::vault {

Status handle(Call<OpenPlayerLedger> &call)
{
    using Ix = OpenPlayerLedger;
    PROGRAM_ENSURE(!call.exists(Ix::ledger), AlreadyApplied);
    return ensureLedger(call, Ix::player, Ix::payer);
}

Status handle(Call<DepositCredits> &call)
{
    using Ix = DepositCredits;
    const Game &game = call.state<Game>(Ix::game);
    PROGRAM_ENSURE(!game.newActivityPaused, NewActivityPaused);
    PROGRAM_ENSURE(call.key(Ix::vault) == game.vault, GameMismatch);
    PROGRAM_ENSURE(call.args.amount > 0, InvalidAmount);
    PROGRAM_TRY(ensureLedger(call, Ix::player, Ix::player));

    PlayerLedger &ledger = call.state<PlayerLedger>(Ix::ledger);
    bool isToken = false;
    PROGRAM_TRY(hasTokens(call, game, isToken));
    PROGRAM_TRY(isToken ? takeTokens(game, tokenSide(call), call[Ix::player], call.args.amount)
                        : systemTransfer(call[Ix::player], call[Ix::vault], call.args.amount, nullptr));
    PROGRAM_ENSURE(checkedAdd(ledger.available, call.args.amount), Overflow);
    return announce(CreditsDeposited{ledger.game, ledger.player, call.args.amount, ledger.available});
}

// Never paused: what is available can always leave.
Status handle(Call<WithdrawCredits> &call)
{
    using Ix = WithdrawCredits;
    const Game &game = call.state<Game>(Ix::game);
    PlayerLedger &ledger = call.state<PlayerLedger>(Ix::ledger);
    PROGRAM_TRY(checkLedger(ledger, call.key(Ix::game), call.key(Ix::player)));
    PROGRAM_ENSURE(call.key(Ix::vault) == game.vault, GameMismatch);
    PROGRAM_ENSURE(call.args.amount > 0, InvalidAmount);
    PROGRAM_ENSURE(checkedSubtract(ledger.available, call.args.amount), InsufficientCredits);

    PROGRAM_TRY(
        payOut(call.input, {{Ix::heldTokens, Ix::tokenProgram}, Ix::game, Ix::vault, Ix::player, call.args.amount}));
    return announce(CreditsWithdrawn{ledger.game, ledger.player, call.args.amount, ledger.available});
}

Status handle(Call<ClosePlayerLedger> &call)
{
    using Ix = ClosePlayerLedger;
    const Game &game = call.state<Game>(Ix::game);
    const PlayerLedger &ledger = call.state<PlayerLedger>(Ix::ledger);
    PROGRAM_TRY(checkLedger(ledger, call.key(Ix::game), call.key(Ix::player)));
    PROGRAM_ENSURE(ledger.available == 0, LedgerNotEmpty);
    const bool isInEscrow = !isZero(game.openBatch) && ledger.lockSequence == game.lockSequence && ledger.locked > 0;
    PROGRAM_ENSURE(!isInEscrow, LedgerInEscrow);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(!hasLiveGrant(ledger, now), GrantsLive);

    // A closed ledger would begin again at epoch 0, and a grant signed before the revocation could still register.
    PROGRAM_ENSURE(ledger.epoch == 0, EpochRaised);

    PROGRAM_TRY(announce(LedgerClosed{ledger.game, ledger.player}));
    close(call[Ix::ledger], call[Ix::player]);
    return Status::Ok;
}

} // namespace paradox::program::vault

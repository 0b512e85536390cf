#pragma once

#include "programs/sdk/token.h"
#include "programs/vault/vault.h"

// A venue's currency: lamports, held by its vault, or tokens, held by the vault's associated token account.
namespace paradox::program::vault {

/// The accounts of a movement of tokens between a venue and someone else.
struct TokenSide {
    Account held;   ///< the venue's
    Account others; ///< the player's or the treasury's
    Account mint;
    Account program;
};

/// Whether this venue's currency is a token. The call must then name its token accounts, and otherwise none.
template <class Ix>
Status hasTokens(const Call<Ix> &call, const Game &game, bool &isToken)
{
    isToken = !isZero(game.currency);
    for (u32 i = Ix::heldTokens; i <= Ix::tokenProgram; ++i) {
        PROGRAM_ENSURE(isToken || !call.has(i), CurrencyNotSupported);
        PROGRAM_ENSURE(!isToken || call.has(i), TokenAccountsMissing);
    }
    return Status::Ok;
}

template <class Ix>
TokenSide tokenSide(const Call<Ix> &call)
{
    return {call[Ix::heldTokens], call[Ix::otherTokens], call[Ix::mint], call[Ix::tokenProgram]};
}

/// The accounts that found a venue whose currency is a token.
struct TokenFounding {
    const Account &held;
    const Account &mint;
    const Account &program;
    const Account &vault;
    const Account &payer;
    const Account &system;
};

/// Refuses mints that could move or hold back what the vault owes; creates the venue's token account or accepts one
/// that stands there.
Status foundTokens(const TokenFounding &founding, u8 &decimals);

/// Takes exactly `amount` from tokens of `player`, who signs.
Status takeTokens(const Game &game, const TokenSide &side, const Account &player, u64 amount);

/// Pays exactly `amount` out of the venue's tokens into tokens of `receiver`.
struct TokenPayment {
    const Pubkey &game;
    const Account &vault;
    const Pubkey &receiver;
    u64 amount;
};
Status payTokens(const Game &game, const TokenSide &side, const TokenPayment &payment);

} // namespace paradox::program::vault

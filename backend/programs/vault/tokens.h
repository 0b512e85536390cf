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

/// The places of the accounts that a call names with a token currency only.
struct TokenPlaces {
    u32 first;
    u32 last;
};

/// What `hasTokens` asks, by places.
Status hasTokensAt(const Input &input, const TokenPlaces &places, const Game &game, bool &isToken);

/// Whether this venue's currency is a token. The call must then name its token accounts, and otherwise none.
template <class Ix>
Status hasTokens(const Call<Ix> &call, const Game &game, bool &isToken)
{
    return hasTokensAt(call.input, {Ix::heldTokens, Ix::tokenProgram}, game, isToken);
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

/// What leaves a venue: the places of its accounts in the call, and how much.
struct Payment {
    TokenPlaces tokens;
    u32 game;
    u32 vault;
    u32 receiver;
    u64 amount;
};

/// Pays exactly that in the venue's currency.
Status payOut(const Input &input, const Payment &payment);

} // namespace paradox::program::vault

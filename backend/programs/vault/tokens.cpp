#include "programs/vault/tokens.h"

#include "programs/vault/rules.h"

namespace paradox::program::vault {

namespace {

void logExtension(MintExtension extension)
{
    LogLine line;
    line << "extension " << static_cast<u64>(extension) << " of the mint is not supported";
    line.write();
}

/// The mint is this venue's and as it was when the venue was founded; `held` is the venue's one token account, and
/// `others` belongs to `owner`.
Status checkSide(const Game &game, const TokenSide &side, const Pubkey &owner)
{
    PROGRAM_ENSURE(side.mint.key() == game.currency, CurrencyNotSupported);
    PROGRAM_REQUIRE(isTokenProgram(side.program.key()), Status::InvalidProgramId);
    Mint mint;
    PROGRAM_TRY(checkMint(side.mint, side.program.key(), mint));
    PROGRAM_ENSURE(mint.decimals == game.decimals, MintNotSupported);
    PROGRAM_TRY(checkAssociated(side.held, game.vault, side.program.key(), game.currency));

    TokenAccount others;
    PROGRAM_TRY(checkTokenAccount(side.held, side.program.key(), others));
    PROGRAM_TRY(checkTokenAccount(side.others, side.program.key(), others));
    PROGRAM_ENSURE(others.owner == owner && others.mint == game.currency, WrongTokenAccount);
    return Status::Ok;
}

} // namespace

Status hasTokensAt(const Input &input, const TokenPlaces &places, const Game &game, bool &isToken)
{
    isToken = !isZero(game.currency);
    for (u32 i = places.first; i <= places.last; ++i) {
        const bool isNamed = isPassed(input, i);
        PROGRAM_ENSURE(isToken || !isNamed, CurrencyNotSupported);
        PROGRAM_ENSURE(!isToken || isNamed, TokenAccountsMissing);
    }
    return Status::Ok;
}

Status foundTokens(const TokenFounding &founding, u8 &decimals)
{
    PROGRAM_REQUIRE(isTokenProgram(founding.program.key()), Status::InvalidProgramId);
    Mint mint;
    PROGRAM_TRY(checkMint(founding.mint, founding.program.key(), mint));
    const MintExtension unsafe = unsafeExtension(dataOf(founding.mint));
    if (unsafe != MintExtension::None) {
        logExtension(unsafe);
        return fail(Error::MintNotSupported);
    }
    decimals = mint.decimals;

    PROGRAM_TRY(createAssociated(
        {founding.payer, founding.held, founding.vault, founding.mint, founding.system, founding.program}));
    TokenAccount held;
    PROGRAM_TRY(checkTokenAccount(founding.held, founding.program.key(), held));
    // Only the vault could have named a delegate or another who may close it, and it signs for neither.
    PROGRAM_ENSURE(held.owner == founding.vault.key() && held.mint == founding.mint.key(), WrongTokenAccount);
    PROGRAM_ENSURE(!held.isFrozen && !held.delegate.isSome && !held.closeAuthority.isSome, WrongTokenAccount);
    return Status::Ok;
}

Status takeTokens(const Game &game, const TokenSide &side, const Account &player, u64 amount)
{
    PROGRAM_TRY(checkSide(game, side, player.key()));
    const TokenTransfer transfer{side.others, side.mint, side.held, player, amount, game.decimals};
    return transferExactly(side.program.key(), transfer, nullptr, fail(Error::InexactTransfer));
}

Status payOut(const Input &input, const Payment &payment)
{
    const Game &game = input[payment.game].as<Game>();
    const Account &vault = input[payment.vault];
    const Account &receiver = input[payment.receiver];
    const Slice seeds[] = {
        {reinterpret_cast<const u8 *>("vault"), 5}, sliceOf(input[payment.game].key()), {&game.vaultBump, 1}};
    const SignerSeeds signers{seeds, countOf(seeds)};
    bool isToken = false;
    PROGRAM_TRY(hasTokensAt(input, payment.tokens, game, isToken));
    if (!isToken)
        return systemTransfer(vault, receiver, payment.amount, &signers);
    const u32 at = payment.tokens.first;
    const TokenSide side{input[at], input[at + 1], input[at + 2], input[at + 3]};
    PROGRAM_TRY(checkSide(game, side, receiver.key()));
    const TokenTransfer transfer{side.held, side.mint, side.others, vault, payment.amount, game.decimals};
    return transferExactly(side.program.key(), transfer, &signers, fail(Error::InexactTransfer));
}

} // namespace paradox::program::vault

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
    const u64 before = tokenAmount(side.held);
    const TokenTransfer transfer{side.others, side.mint, side.held, player, amount, game.decimals};
    PROGRAM_TRY(transferChecked(side.program.key(), transfer, nullptr));
    const u64 after = tokenAmount(side.held);
    PROGRAM_ENSURE(after >= before && after - before == amount, InexactTransfer);
    return Status::Ok;
}

Status payTokens(const Game &game, const TokenSide &side, const TokenPayment &payment)
{
    PROGRAM_TRY(checkSide(game, side, payment.receiver));
    const u64 heldBefore = tokenAmount(side.held);
    const u64 othersBefore = tokenAmount(side.others);
    const Slice seeds[] = {{reinterpret_cast<const u8 *>("vault"), 5}, sliceOf(payment.game), {&game.vaultBump, 1}};
    const SignerSeeds signers{seeds, countOf(seeds)};
    const TokenTransfer transfer{side.held, side.mint, side.others, payment.vault, payment.amount, game.decimals};
    PROGRAM_TRY(transferChecked(side.program.key(), transfer, &signers));
    const u64 held = tokenAmount(side.held);
    const u64 others = tokenAmount(side.others);
    PROGRAM_ENSURE(held <= heldBefore && heldBefore - held == payment.amount, InexactTransfer);
    PROGRAM_ENSURE(others >= othersBefore && others - othersBefore == payment.amount, InexactTransfer);
    return Status::Ok;
}

} // namespace paradox::program::vault

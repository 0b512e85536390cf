#include "programs/vault/rules.h"
#include "programs/vault/tokens.h"

namespace paradox::program::vault {

namespace {

/// Reads the upgrade authority out of a ProgramData account of the upgradeable loader: state u32 = 3, slot u64,
/// option u8, authority. A program without an authority (frozen, or of another loader) is founded by its first caller.
Status checkFounder(const Account &program, const Account &programData, const Account &admin)
{
    if (program.owner() != upgradeableLoader)
        return Status::Ok;
    // Program account: state u32 = 2, address of its ProgramData.
    PROGRAM_REQUIRE(program.size() >= 36, Status::InvalidAccountData);
    Pubkey expected;
    sol_memcpy_(expected.bytes, program.data() + 4, sizeof expected.bytes);
    PROGRAM_ENSURE(programData.key() == expected, NotUpgradeAuthority);
    PROGRAM_ENSURE(programData.owner() == upgradeableLoader, NotUpgradeAuthority);
    PROGRAM_REQUIRE(programData.size() >= 45 && programData.data()[0] == 3, Status::InvalidAccountData);
    if (programData.data()[12] == 0)
        return Status::Ok;
    Pubkey authority;
    sol_memcpy_(authority.bytes, programData.data() + 13, sizeof authority.bytes);
    PROGRAM_ENSURE(authority == admin.key(), NotUpgradeAuthority);
    return Status::Ok;
}

template <class Ix>
Status checkAdmin(const Call<Ix> &call)
{
    PROGRAM_ENSURE(call.template state<Config>(Ix::config).admin == call.key(Ix::admin), Unauthorized);
    return Status::Ok;
}

/// Makes the vault ready to hold the venue's currency.
Status foundCurrency(const Call<CreateGame> &call, Game &game)
{
    using Ix = CreateGame;
    bool isToken = false;
    PROGRAM_TRY(hasTokens(call, game, isToken));
    // The vault stays a system account without data; its rent is the admin's, so that every credit can be paid out.
    if (!isToken)
        return fund(call[Ix::vault], call[Ix::admin], 0);
    PROGRAM_ENSURE(call.has(Ix::associatedProgram), TokenAccountsMissing);
    PROGRAM_ENSURE(call.key(Ix::mint) == game.currency, CurrencyNotSupported);
    return foundTokens({call[Ix::heldTokens], call[Ix::mint], call[Ix::tokenProgram], call[Ix::vault], call[Ix::admin],
                        call[Ix::system]},
                       game.decimals);
}

} // namespace

Status handle(Call<InitConfig> &call)
{
    using Ix = InitConfig;
    PROGRAM_TRY(checkFounder(call[Ix::self], call[Ix::programData], call[Ix::admin]));
    PROGRAM_TRY(call.createAt(Ix::config, Ix::admin, fail(Error::AlreadyApplied)));

    Config &config = call.state<Config>(Ix::config);
    assign(config.admin, call.key(Ix::admin));
    return announce(ConfigInitialized{config.admin});
}

Status handle(Call<CreateGame> &call)
{
    using Ix = CreateGame;
    PROGRAM_TRY(checkAdmin(call));
    PROGRAM_ENSURE(call.args.feeBps <= feeBpsMax, FeeTooHigh);
    PROGRAM_TRY(call.createAt(Ix::game, Ix::admin, fail(Error::AlreadyApplied)));
    PROGRAM_REQUIRE(call[Ix::vault].owner() == systemProgram, Status::AccountNotSystemOwned);

    Game &game = call.state<Game>(Ix::game);
    assign(game.currency, call.args.currency);
    PROGRAM_TRY(foundCurrency(call, game));
    game.gameId = call.args.gameId;
    assign(game.authority, call.args.authority);
    assign(game.treasury, call.args.treasury);
    assign(game.vault, call.key(Ix::vault));
    game.vaultBump = call.bumps[Ix::vault];
    game.feeBps = call.args.feeBps;
    return announce(
        GameCreated{call.key(Ix::game), game.gameId, game.authority, game.treasury, game.currency, game.feeBps});
}

Status handle(Call<SetPaused> &call)
{
    using Ix = SetPaused;
    PROGRAM_TRY(checkAdmin(call));

    Game &game = call.state<Game>(Ix::game);
    game.newActivityPaused = call.args.newActivity;
    game.settlementsPaused = call.args.settlements;
    return announce(PausedSet{call.key(Ix::game), game.newActivityPaused, game.settlementsPaused});
}

Status handle(Call<WithdrawProtocolFees> &call)
{
    using Ix = WithdrawProtocolFees;
    PROGRAM_TRY(checkAdmin(call));
    Game &game = call.state<Game>(Ix::game);
    PROGRAM_ENSURE(call.key(Ix::vault) == game.vault, GameMismatch);
    PROGRAM_ENSURE(call.key(Ix::treasury) == game.treasury, Unauthorized);
    PROGRAM_ENSURE(call.args.amount > 0, InvalidAmount);
    PROGRAM_ENSURE(checkedSubtract(game.fees, call.args.amount), InsufficientCredits);

    PROGRAM_TRY(
        payOut(call.input, {{Ix::heldTokens, Ix::tokenProgram}, Ix::game, Ix::vault, Ix::treasury, call.args.amount}));
    return announce(ProtocolFeesWithdrawn{call.key(Ix::game), game.treasury, call.args.amount});
}

} // namespace paradox::program::vault

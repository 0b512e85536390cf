#include "programs/energy_token/energy_token.h"
#include "programs/energy_token/events.h"
#include "programs/energy_token/metadata.h"
#include "programs/program_ids.h"
#include "programs/registry/meters.h"
#include "programs/sdk/cross_call.h"
#include "programs/sdk/token.h"

namespace paradox::program::energy_token {

namespace {

constexpr Pubkey registryProgram = addressOf(programs::registryDefaultId);

/// The account is the energy token's mint; its supply.
Status checkEnergyMint(const TokenInfo &info, const Account &mint, u64 &supply)
{
    PROGRAM_ENSURE(mint.key() == info.mint, ForeignMint);
    Mint view;
    PROGRAM_TRY(checkMint(mint, tokenProgram, view));
    supply = view.supply;
    return Status::Ok;
}

/// Mints energy tokens in the program's own name and takes over the new supply.
template <class Ix>
Status mintEnergy(const Call<Ix> &call, u64 amount)
{
    TokenInfo &info = call.template state<TokenInfo>(Ix::tokenInfo);
    u64 supply = 0;
    PROGRAM_TRY(checkEnergyMint(info, call[Ix::mint], supply));
    const Slice seeds[] = {{reinterpret_cast<const u8 *>("token_info"), 10}, {&call.bumps[Ix::tokenInfo], 1}};
    const SignerSeeds signers{seeds, countOf(seeds)};
    const TokenSupply change{call[Ix::mint], call[Ix::userTokenAccount], call[Ix::tokenInfo], amount};
    PROGRAM_TRY(mintTokens(call.key(Ix::tokenProgram), change, &signers));
    return checkEnergyMint(info, call[Ix::mint], info.totalSupply);
}

/// Lets the registry settle the meter, and what it settled. The registry sees to it that the meter is its own and the
/// signer's.
Status settleMeter(const Call<MintGridTokens> &call, u64 &settled)
{
    using Ix = MintGridTokens;
    PROGRAM_TRY(
        callProgram<registry::SettleMeterBalance>(registryProgram, {}, {call[Ix::meterAccount], call[Ix::meterOwner]}));
    u8 data[8];
    Pubkey answered{};
    const u64 size = sol_get_return_data(data, sizeof data, &answered);
    PROGRAM_ENSURE(size == sizeof data && answered == registryProgram, InvalidMeter);
    settled = detail::numberAt(data, 8);
    PROGRAM_ENSURE(settled > 0, NoUnsettledBalance);
    return Status::Ok;
}

} // namespace

Status handle(Call<CreateTokenMint> &call)
{
    using Ix = CreateTokenMint;
    PROGRAM_REQUIRE(isTokenProgram(call.key(Ix::tokenProgram)), Status::InvalidProgramId);
    const NewMint mint{call[Ix::mint], call[Ix::payer], call.key(Ix::authority), energyDecimals, nullptr};
    PROGRAM_TRY(createMint(call.key(Ix::tokenProgram), mint));
    return createMetadata(call);
}

Status handle(Call<MintToWallet> &call)
{
    using Ix = MintToWallet;
    const Pubkey &program = call.key(Ix::tokenProgram);
    PROGRAM_REQUIRE(isTokenProgram(program), Status::InvalidProgramId);
    Mint mint;
    PROGRAM_TRY(checkMint(call[Ix::mint], program, mint));
    PROGRAM_TRY(checkAssociated(call[Ix::destination], call.key(Ix::destinationOwner), program, call.key(Ix::mint)));
    if (call[Ix::destination].owner() == systemProgram)
        PROGRAM_TRY(createAssociated({call[Ix::payer], call[Ix::destination], call[Ix::destinationOwner],
                                      call[Ix::mint], call[Ix::system], call[Ix::tokenProgram]}));
    TokenAccount destination;
    PROGRAM_TRY(checkTokenAccount(call[Ix::destination], program, destination));
    // A wallet can give its associated account of SPL Token away.
    PROGRAM_REQUIRE(destination.owner == call.key(Ix::destinationOwner), Status::ConstraintTokenOwner);

    const TokenSupply change{call[Ix::mint], call[Ix::destination], call[Ix::authority], call.args.amount};
    PROGRAM_TRY(mintTokens(program, change, nullptr));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    return announce(TokensMinted{call.key(Ix::destination), call.args.amount, now});
}

Status handle(Call<TransferTokens> &call)
{
    using Ix = TransferTokens;
    TokenAccount from;
    TokenAccount to;
    PROGRAM_TRY(checkTokenAccount(call[Ix::from], tokenProgram, from));
    PROGRAM_TRY(checkTokenAccount(call[Ix::to], tokenProgram, to));
    PROGRAM_ENSURE(from.amount >= call.args.amount, InsufficientBalance);
    return transferUnchecked(tokenProgram, call[Ix::from], call[Ix::to], call[Ix::fromAuthority], call.args.amount);
}

Status handle(Call<BurnTokens> &call)
{
    using Ix = BurnTokens;
    TokenInfo &info = call.state<TokenInfo>(Ix::tokenInfo);
    u64 supply = 0;
    PROGRAM_TRY(checkEnergyMint(info, call[Ix::mint], supply));
    TokenAccount from;
    PROGRAM_TRY(checkTokenAccount(call[Ix::tokenAccount], tokenProgram, from));
    PROGRAM_ENSURE(from.amount >= call.args.amount, InsufficientBalance);
    PROGRAM_TRY(
        burnTokens(tokenProgram, {call[Ix::mint], call[Ix::tokenAccount], call[Ix::authority], call.args.amount}));
    return checkEnergyMint(info, call[Ix::mint], info.totalSupply);
}

Status handle(Call<MintTokensDirect> &call)
{
    using Ix = MintTokensDirect;
    PROGRAM_ENSURE(call.state<TokenInfo>(Ix::tokenInfo).authority == call.key(Ix::authority), UnauthorizedAuthority);
    PROGRAM_TRY(mintEnergy(call, call.args.amount));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    return announce(TokensMintedDirect{call.key(Ix::userTokenAccount), call.args.amount, now});
}

Status handle(Call<MintGridTokens> &call)
{
    using Ix = MintGridTokens;
    PROGRAM_ENSURE(call.key(Ix::registryProgram) == registryProgram, UnauthorizedRegistry);
    TokenAccount destination;
    PROGRAM_TRY(checkTokenAccount(call[Ix::userTokenAccount], tokenProgram, destination));
    PROGRAM_REQUIRE(destination.owner == call.key(Ix::meterOwner), Status::ConstraintTokenOwner);
    u64 settled = 0;
    PROGRAM_TRY(settleMeter(call, settled));
    PROGRAM_TRY(mintEnergy(call, settled));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    return announce(GridTokensMinted{call.key(Ix::meterOwner), settled, now});
}

Status handle(Call<SyncTotalSupply> &call)
{
    using Ix = SyncTotalSupply;
    TokenInfo &info = call.state<TokenInfo>(Ix::tokenInfo);
    PROGRAM_ENSURE(info.authority == call.key(Ix::authority), UnauthorizedAuthority);
    const u64 old = info.totalSupply;
    PROGRAM_TRY(checkEnergyMint(info, call[Ix::mint], info.totalSupply));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    return announce(TotalSupplySynced{old, info.totalSupply, now});
}

} // namespace paradox::program::energy_token

#include "programs/energy_token/energy_token.h"
#include "programs/energy_token/events.h"
#include "programs/sdk/token.h"

namespace paradox::program::energy_token {

namespace {

template <class Ix>
Status checkAuthority(const Call<Ix> &call)
{
    const TokenInfo &info = call.template state<TokenInfo>(Ix::tokenInfo);
    PROGRAM_ENSURE(info.authority == call.key(Ix::authority), UnauthorizedAuthority);
    return Status::Ok;
}

} // namespace

Status handle(Call<Initialize> &)
{
    return Status::Ok;
}

Status handle(Call<InitializeToken> &call)
{
    using Ix = InitializeToken;
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_TRY(call.createAt(Ix::tokenInfo, Ix::authority, Status::AccountAlreadyInUse));
    PROGRAM_REQUIRE(call[Ix::mint].owner() == systemProgram, Status::AccountAlreadyInUse);
    const Slice seeds[] = {{reinterpret_cast<const u8 *>("mint"), 4}, {&call.bumps[Ix::mint], 1}};
    const SignerSeeds signers{seeds, countOf(seeds)};
    const NewMint mint{call[Ix::mint], call[Ix::authority], call.key(Ix::tokenInfo), energyDecimals, &signers};
    PROGRAM_TRY(createMint(call.key(Ix::tokenProgram), mint));

    TokenInfo &info = call.state<TokenInfo>(Ix::tokenInfo);
    info.authority = call.key(Ix::authority);
    info.mint = call.key(Ix::mint);
    info.totalSupply = 0;
    info.createdAt = now;
    return Status::Ok;
}

Status handle(Call<AddRecValidator> &call)
{
    using Ix = AddRecValidator;
    PROGRAM_TRY(checkAuthority(call));
    if (!call.has(Ix::recValidator)) {
        LogLine line;
        line << "the validator is not recorded: its record's account was not passed";
        line.write();
        return Status::Ok;
    }
    PROGRAM_ENSURE(call.has(Ix::payer) && call.has(Ix::system), RecordIncomplete);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    RecValidator record{};
    record.validator = call.args.validator;
    record.addedAt = now;
    PROGRAM_ENSURE(assign(record.authorityName, call.args.authorityName), NameTooLong);
    PROGRAM_TRY(call.createAt(Ix::recValidator, Ix::payer, fail(Error::ValidatorAlreadyExists)));
    PROGRAM_TRY(call.store(Ix::recValidator, record));
    return announce(RecValidatorAdded{record.validator, now});
}

Status handle(Call<RemoveRecValidator> &call)
{
    using Ix = RemoveRecValidator;
    PROGRAM_TRY(checkAuthority(call));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_TRY(announce(RecValidatorRemoved{call.args.validator, now}));
    close(call[Ix::recValidator], call[Ix::rentReceiver]);
    return Status::Ok;
}

} // namespace paradox::program::energy_token

#include "programs/registry/events.h"
#include "programs/registry/rules.h"

namespace paradox::program::registry {

Status handle(Call<Initialize> &call)
{
    using Ix = Initialize;
    PROGRAM_TRY(call.createAt(Ix::registry, Ix::authority, Status::AccountAlreadyInUse));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    Registry &registry = call.state<Registry>(Ix::registry);
    registry.authority = call.key(Ix::authority);
    registry.createdAt = now;
    return announce(RegistryInitialized{registry.authority, now});
}

Status handle(Call<SetOracleAuthority> &call)
{
    using Ix = SetOracleAuthority;
    PROGRAM_TRY(checkAuthority(call));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    OracleAuthority &configured = call.state<OracleAuthority>(Ix::configuredOracle);
    Option<Pubkey> before;
    if (call.exists(Ix::configuredOracle))
        before = {true, configured.oracle};
    else
        PROGRAM_TRY(call.createAt(Ix::configuredOracle, Ix::authority, Status::AccountAlreadyInUse));
    configured.oracle = call.args.oracle;
    configured.setAt = now;
    return announce(OracleAuthoritySet{before, configured.oracle, now});
}

} // namespace paradox::program::registry

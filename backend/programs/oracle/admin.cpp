#include "programs/oracle/admin.h"
#include "programs/oracle/events.h"
#include "programs/oracle/rules.h"

namespace paradox::program::oracle {

Status handle(Call<Initialize> &call)
{
    using Ix = Initialize;
    PROGRAM_TRY(call.createAt(Ix::oracleData, Ix::authority, Status::AccountAlreadyInUse));
    OracleData oracle{};
    oracle.authority = call.key(Ix::authority);
    oracle.apiGateway = call.args.apiGateway;
    oracle.active = true;
    PROGRAM_TRY(readClock(oracle.createdAt));
    return call.store(Ix::oracleData, oracle);
}

Status handle(Call<UpdateOracleStatus> &call)
{
    using Ix = UpdateOracleStatus;
    OracleData oracle{};
    PROGRAM_TRY(loadForAuthority(call, oracle));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    oracle.active = call.args.active;
    PROGRAM_TRY(call.store(Ix::oracleData, oracle));
    return announce(OracleStatusUpdated{oracle.authority, oracle.active, now});
}

Status handle(Call<UpdateApiGateway> &call)
{
    using Ix = UpdateApiGateway;
    OracleData oracle{};
    PROGRAM_TRY(loadForAuthority(call, oracle));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    const Pubkey before = oracle.apiGateway;
    oracle.apiGateway = call.args.newApiGateway;
    PROGRAM_TRY(call.store(Ix::oracleData, oracle));
    return announce(ApiGatewayUpdated{oracle.authority, before, oracle.apiGateway, now});
}

Status handle(Call<LinkRegistry> &call)
{
    OracleData oracle{};
    PROGRAM_TRY(loadForAuthority(call, oracle));
    return registry::setLink(call);
}

Status handle(Call<TriggerMarketClearing> &call)
{
    using Ix = TriggerMarketClearing;
    OracleData oracle{};
    PROGRAM_TRY(loadForGateway(call, oracle));
    PROGRAM_TRY(readClock(oracle.lastClearing));
    PROGRAM_TRY(call.store(Ix::oracleData, oracle));
    return announce(MarketClearingTriggered{call.key(Ix::authority), oracle.lastClearing});
}

} // namespace paradox::program::oracle

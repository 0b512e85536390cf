#include "programs/registry/meters.h"
#include "programs/registry/events.h"
#include "programs/registry/meter_events.h"
#include "programs/registry/rules.h"

namespace paradox::program::registry {

Status handle(Call<RegisterMeter> &call)
{
    using Ix = RegisterMeter;
    UserAccount user{};
    PROGRAM_TRY(call.load(Ix::userAccount, user));
    PROGRAM_ENSURE(user.authority == call.key(Ix::userAuthority), UnauthorizedUser);
    PROGRAM_ENSURE(user.status == UserStatus::Active, InvalidUserStatus);
    PROGRAM_TRY(call.createAt(Ix::meterAccount, Ix::userAuthority, Status::AccountAlreadyInUse));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    MeterAccount meter{};
    PROGRAM_ENSURE(assign(meter.meterId, call.args.meterId), InvalidMeterId);
    meter.owner = user.authority;
    meter.meterType = call.args.meterType;
    meter.status = MeterStatus::Active;
    meter.registeredAt = now;
    PROGRAM_TRY(call.store(Ix::meterAccount, meter));
    user.meterCount += 1;
    PROGRAM_TRY(call.store(Ix::userAccount, user));
    call.state<Registry>(Ix::registry).meterCount += 1;
    return announce(MeterRegistered{call.args.meterId, meter.owner, meter.meterType, now});
}

Status handle(Call<AssignMeter> &call)
{
    PROGRAM_TRY(checkAuthority(call));
    call.state<Registry>(AssignMeter::registry).meterCount += 1;
    return Status::Ok;
}

Status handle(Call<UpdateMeterStatus> &call)
{
    using Ix = UpdateMeterStatus;
    PROGRAM_TRY(checkAuthority(call));
    MeterAccount meter{};
    PROGRAM_TRY(call.load(Ix::meterAccount, meter));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    const MeterStatus before = meter.status;
    meter.status = call.args.newStatus;
    PROGRAM_TRY(call.store(Ix::meterAccount, meter));
    return announce(MeterStatusUpdated{meter.meterId.view(), meter.owner, before, meter.status, now});
}

Status handle(Call<IsValidMeter> &call)
{
    MeterAccount meter{};
    PROGRAM_TRY(call.load(IsValidMeter::meterAccount, meter));
    return giveBack(meter.status == MeterStatus::Active);
}

} // namespace paradox::program::registry

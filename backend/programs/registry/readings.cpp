#include "programs/registry/meter_events.h"
#include "programs/registry/rules.h"

namespace paradox::program::registry {

namespace {

/// Whether the signer is the registry's oracle.
Status checkOracle(const Call<UpdateMeterReading> &call)
{
    using Ix = UpdateMeterReading;
    PROGRAM_ENSURE(call.exists(Ix::configuredOracle), OracleNotConfigured);
    const OracleAuthority &configured = call.state<OracleAuthority>(Ix::configuredOracle);
    PROGRAM_ENSURE(configured.oracle == call.key(Ix::oracleAuthority), UnauthorizedOracle);
    return Status::Ok;
}

/// A time in milliseconds, say, would stop the meter for good: no later reading could be newer.
Status checkTime(const MeterAccount &meter, i64 readingTimestamp)
{
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(readingTimestamp > meter.lastReadingAt, StaleReading);
    PROGRAM_ENSURE(readingTimestamp <= now + readingLeadSecondsMax, ReadingFromFuture);
    return Status::Ok;
}

} // namespace

Status handle(Call<UpdateMeterReading> &call)
{
    using Ix = UpdateMeterReading;
    const Ix::Args &reading = call.args;
    PROGRAM_TRY(checkOracle(call));
    MeterAccount meter{};
    PROGRAM_TRY(call.load(Ix::meterAccount, meter));
    PROGRAM_ENSURE(meter.status == MeterStatus::Active, InvalidMeterStatus);
    PROGRAM_TRY(checkTime(meter, reading.readingTimestamp));
    PROGRAM_ENSURE(reading.energyGenerated <= readingMax && reading.energyConsumed <= readingMax, ReadingTooHigh);
    PROGRAM_ENSURE(checkedAdd(meter.totalGeneration, reading.energyGenerated), ReadingTooHigh);
    PROGRAM_ENSURE(checkedAdd(meter.totalConsumption, reading.energyConsumed), ReadingTooHigh);

    meter.lastReadingAt = reading.readingTimestamp;
    PROGRAM_TRY(call.store(Ix::meterAccount, meter));
    return announce(MeterReadingUpdated{meter.meterId.view(), meter.owner, reading.energyGenerated,
                                        reading.energyConsumed, reading.readingTimestamp});
}

Status handle(Call<SettleMeterBalance> &call)
{
    using Ix = SettleMeterBalance;
    MeterAccount meter{};
    PROGRAM_TRY(call.load(Ix::meterAccount, meter));
    PROGRAM_ENSURE(meter.owner == call.key(Ix::meterOwner), UnauthorizedUser);
    PROGRAM_ENSURE(meter.status == MeterStatus::Active, InvalidMeterStatus);
    const u64 unsettled = meter.unsettled();
    PROGRAM_ENSURE(unsettled > 0, NoUnsettledBalance);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    meter.settledNetGeneration = meter.netGeneration();
    PROGRAM_TRY(call.store(Ix::meterAccount, meter));
    PROGRAM_TRY(
        announce(MeterBalanceSettled{meter.meterId.view(), meter.owner, unsettled, meter.settledNetGeneration, now}));
    return giveBack(unsettled);
}

Status handle(Call<GetUnsettledBalance> &call)
{
    MeterAccount meter{};
    PROGRAM_TRY(call.load(GetUnsettledBalance::meterAccount, meter));
    return giveBack(meter.unsettled());
}

} // namespace paradox::program::registry

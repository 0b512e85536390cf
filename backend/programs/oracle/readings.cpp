#include "programs/oracle/readings.h"
#include "programs/oracle/events.h"
#include "programs/oracle/rules.h"
#include "programs/registry/meters.h"
#include "programs/sdk/cross_call.h"

namespace paradox::program::oracle {

namespace {

/// The registry orders each meter's readings and holds them to its bounds.
Status writeIntoRegistry(const Call<RecordMeterReading> &call)
{
    using Ix = RecordMeterReading;
    using Update = registry::UpdateMeterReading;
    const registry::RegistryLink &link = call.state<registry::RegistryLink>(Ix::registryLink);
    PROGRAM_ENSURE(call.key(Ix::registryProgram) == link.registryProgram, RegistryMismatch);
    registry::MeterAccount meter{};
    PROGRAM_TRY(registry::readMeter(call[Ix::meterAccount], link, meter));
    PROGRAM_ENSURE(meter.meterId.view() == call.args.meterId, MeterMismatch);

    const Update::Args update{call.args.energyProduced, call.args.energyConsumed, call.args.readingTimestamp};
    const Account accounts[] = {call[Ix::meterAccount], call[Ix::authority], call[Ix::configuredOracle]};
    return callProgram<Update>(link.registryProgram, update, accounts);
}

Status keepReading(const Call<RecordMeterReading> &call, i64 now)
{
    using Ix = RecordMeterReading;
    PROGRAM_TRY(call.createAt(Ix::meterReading, Ix::authority, fail(Error::DuplicateReading)));
    MeterReading reading{};
    PROGRAM_ENSURE(assign(reading.meterId, call.args.meterId), InvalidMeterReading);
    reading.meter = call.key(Ix::meterAccount);
    reading.energyProduced = call.args.energyProduced;
    reading.energyConsumed = call.args.energyConsumed;
    reading.readingTimestamp = call.args.readingTimestamp;
    reading.recordedAt = now;
    reading.submitter = call.key(Ix::authority);
    return call.store(Ix::meterReading, reading);
}

template <class Ix>
Status countAndTell(const Call<Ix> &call, OracleData &oracle)
{
    const typename Ix::Args &reading = call.args;
    oracle.totalReadings += 1;
    if (reading.readingTimestamp > oracle.lastReadingTimestamp)
        oracle.lastReadingTimestamp = reading.readingTimestamp;
    PROGRAM_TRY(call.store(Ix::oracleData, oracle));
    return announce(MeterReadingSubmitted{reading.meterId, reading.energyProduced, reading.energyConsumed,
                                          reading.readingTimestamp, call.key(Ix::authority)});
}

} // namespace

Status handle(Call<SubmitMeterReading> &call)
{
    OracleData oracle{};
    PROGRAM_TRY(loadForGateway(call, oracle));
    PROGRAM_ENSURE(call.args.readingTimestamp > oracle.lastReadingTimestamp, StaleReading);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(call.args.readingTimestamp <= now + readingLeadSecondsMax, ReadingFromFuture);
    return countAndTell(call, oracle);
}

Status handle(Call<RecordMeterReading> &call)
{
    using Ix = RecordMeterReading;
    OracleData oracle{};
    PROGRAM_TRY(loadForGateway(call, oracle));
    PROGRAM_ENSURE(!call.exists(Ix::meterReading), DuplicateReading);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_TRY(writeIntoRegistry(call));
    PROGRAM_TRY(keepReading(call, now));
    return countAndTell(call, oracle);
}

// The registry remembers the meter's last time: a closed reading cannot be recorded again.
Status handle(Call<CloseMeterReading> &call)
{
    using Ix = CloseMeterReading;
    OracleData oracle{};
    PROGRAM_TRY(call.load(Ix::oracleData, oracle));
    PROGRAM_ENSURE(oracle.apiGateway == call.key(Ix::authority), UnauthorizedGateway);
    MeterReading reading{};
    PROGRAM_TRY(call.load(Ix::meterReading, reading));
    PROGRAM_ENSURE(reading.submitter == call.key(Ix::submitter), SubmitterMismatch);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(now - reading.recordedAt >= readingKeptSeconds, ReadingTooYoung);

    PROGRAM_TRY(announce(MeterReadingClosed{reading.meterId.view(), reading.readingTimestamp}));
    close(call[Ix::meterReading], call[Ix::submitter]);
    return Status::Ok;
}

} // namespace paradox::program::oracle

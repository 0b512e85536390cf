#include "oracle_world.h"

namespace paradox::test {
namespace {

class OracleReading : public OracleWorld {
protected:
    [[nodiscard]] solana::Instruction close(const PublicKey &reading, const PublicKey &submitter) const
    {
        using Ix = oracle::CloseMeterReading;
        return call<Ix>({}, {{Ix::meterReading, reading}, {Ix::submitter, submitter}, {Ix::authority, gateway}});
    }

    static constexpr std::int64_t week = 7 * 24 * 3600;
};

TEST_F(OracleReading, aSubmittedReadingIsCountedAndTold)
{
    const auto event = eventOf<oracle::MeterReadingSubmitted>(expectOk(submit(gateway, "METER_001", host.now)));
    EXPECT_EQ(asString(event.meterId), "METER_001");
    EXPECT_EQ(event.energyProduced, 1500U);
    EXPECT_EQ(event.energyConsumed, 200U);
    EXPECT_EQ(event.timestamp, host.now);
    EXPECT_EQ(programs::wire::fromKey(event.submitter), gateway);
    EXPECT_EQ(oracleData().totalReadings, 1U);
    EXPECT_EQ(oracleData().lastReadingTimestamp, host.now);
    expectRefused(submit(alice, "METER_001", host.now + 1), codeOf(oracle::Error::UnauthorizedGateway));
}

TEST_F(OracleReading, aSubmittedReadingNamesAMeterAndComesNoSecondTime)
{
    expectRefused(submit(gateway, "", host.now), codeOf(oracle::Error::InvalidMeterReading));
    expectRefused(submit(gateway, std::string(33, 'm'), host.now), codeOf(oracle::Error::InvalidMeterReading));
    expectOk(submit(gateway, "METER_001", host.now - 1));
    expectRefused(submit(gateway, "METER_001", host.now - 1), codeOf(oracle::Error::StaleReading));
    expectRefused(submit(gateway, "METER_001", host.now - 2), codeOf(oracle::Error::StaleReading));
    expectRefused(submit(gateway, "METER_001", host.now + 301), codeOf(oracle::Error::ReadingFromFuture));
    EXPECT_EQ(oracleData().totalReadings, 1U);
}

TEST_F(OracleReading, aRecordedReadingIsKeptAndEntersTheRegistry)
{
    const solana::Instruction recorded = record(gateway, meterId, host.now);
    const HostResult result = expectOk(recorded);
    const auto reading = stateOf<oracle::MeterReading>(readingKey(recorded));
    EXPECT_EQ(asString(reading.meterId.view()), meterId);
    EXPECT_EQ(programs::wire::fromKey(reading.meter), meterKey(meterId));
    EXPECT_EQ(reading.energyProduced, 1500U);
    EXPECT_EQ(reading.energyConsumed, 200U);
    EXPECT_EQ(reading.readingTimestamp, host.now);
    EXPECT_EQ(programs::wire::fromKey(reading.submitter), gateway);
    EXPECT_EQ(meter().totalGeneration, 1500U);
    EXPECT_EQ(meter().totalConsumption, 200U);
    EXPECT_EQ(meter().lastReadingAt, host.now);
    EXPECT_EQ(eventOf<registry::MeterReadingUpdated>(result).energyGenerated, 1500U);
    EXPECT_EQ(eventOf<oracle::MeterReadingSubmitted>(result).energyProduced, 1500U);
    EXPECT_EQ(oracleData().totalReadings, 1U);
}

TEST_F(OracleReading, theReadingsAddressTellsMeterAndTime)
{
    const std::int64_t time = host.now;
    const ByteSpan timeBytes(reinterpret_cast<const std::uint8_t *>(&time), sizeof time);
    EXPECT_EQ(readingKey(record(gateway, meterId, time)),
              oracleDerived({asBytes("meter_reading"), asBytes(meterId), timeBytes}));
}

TEST_F(OracleReading, theSameReadingIsRecordedOnce)
{
    expectOk(record(gateway, meterId, host.now));
    expectRefused(record(gateway, meterId, host.now), codeOf(oracle::Error::DuplicateReading));
    expectRefused(record(gateway, meterId, host.now, 9), codeOf(oracle::Error::DuplicateReading));
    EXPECT_EQ(meter().totalGeneration, 1500U);
}

TEST_F(OracleReading, metersAreOrderedApart)
{
    expectOk(registerMeter(alice, "METER_002"));
    expectOk(record(gateway, meterId, host.now));
    expectOk(record(gateway, "METER_002", host.now - 100));
    EXPECT_EQ(oracleData().lastReadingTimestamp, host.now);
    // What the registry refuses leaves nothing here either.
    expectRefused(record(gateway, meterId, host.now - 1), codeOf(registry::Error::StaleReading));
    expectRefused(record(gateway, "METER_002", host.now * 1000), codeOf(registry::Error::ReadingFromFuture));
}

TEST_F(OracleReading, onlyTheGatewayRecordsAndOnlyWhereTheRegistryTrustsIt)
{
    expectRefused(record(alice, meterId, host.now), codeOf(oracle::Error::UnauthorizedGateway));
    expectOk(setOracle(admin, bob));
    expectRefused(record(gateway, meterId, host.now), codeOf(registry::Error::UnauthorizedOracle));
}

TEST_F(OracleReading, anotherProgramIsNoRegistry)
{
    using Ix = oracle::RecordMeterReading;
    solana::Instruction call = record(gateway, meterId, host.now);
    call.accounts[Ix::registryProgram].key = oracleProgram;
    expectRefused(call, codeOf(oracle::Error::RegistryMismatch));

    const PublicKey forged = wallet(77);
    host.accounts[forged] = host.accounts[meterKey(meterId)];
    host.accounts[forged].owner = oracleProgram;
    call = record(gateway, meterId, host.now);
    call.accounts[Ix::meterAccount].key = forged;
    expectRefused(call, 3007);
}

TEST_F(OracleReading, withoutALinkNothingIsRecorded)
{
    host.accounts.erase(oracleDerived({asBytes("registry_link")}));
    expectRefused(record(gateway, meterId, host.now), 3012);
}

TEST_F(OracleReading, theAccountIsTheNamedMeters)
{
    expectOk(registerMeter(alice, "METER_002"));
    solana::Instruction call = record(gateway, meterId, host.now);
    call.accounts[oracle::RecordMeterReading::meterAccount].key = meterKey("METER_002");
    expectRefused(call, codeOf(oracle::Error::MeterMismatch));
}

TEST_F(OracleReading, anOldReadingGivesItsRentBackAndStaysUnrepeatable)
{
    const solana::Instruction recorded = record(gateway, meterId, host.now);
    const std::uint64_t before = host.accounts[gateway].lamports;
    expectOk(recorded);
    const std::int64_t time = host.now;
    host.now += week - 1;
    expectRefused(close(readingKey(recorded), gateway), codeOf(oracle::Error::ReadingTooYoung));
    host.now += 1;
    expectRefused(close(readingKey(recorded), alice), codeOf(oracle::Error::SubmitterMismatch));
    const auto event = eventOf<oracle::MeterReadingClosed>(expectOk(close(readingKey(recorded), gateway)));
    EXPECT_EQ(asString(event.meterId), meterId);
    EXPECT_EQ(event.readingTimestamp, time);
    EXPECT_EQ(host.accounts[gateway].lamports, before);
    expectRefused(recorded, codeOf(registry::Error::StaleReading));
}

} // namespace
} // namespace paradox::test

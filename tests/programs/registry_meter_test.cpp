#include "registry_world.h"

namespace paradox::test {
namespace {

using registry::MeterStatus;

class RegistryMeter : public RegistryWorld {
protected:
    std::uint64_t numberReturned(const HostResult &result)
    {
        solana::BorshReader in{ByteSpan(result.returned)};
        const auto number = in.take<std::uint64_t>();
        EXPECT_TRUE(in.atEnd());
        return number;
    }
    std::uint64_t unsettled()
    {
        using Ix = registry::GetUnsettledBalance;
        return numberReturned(expectOk(completeCall<Ix>({}, {{Ix::meterAccount, meterKey(meterId)}})));
    }
    void read(std::uint64_t generated, std::uint64_t consumed)
    {
        expectOk(reading(meterOracle, {generated, consumed, ++lastReading}));
    }

    std::int64_t lastReading = host.now - 1000;
};

TEST_F(RegistryMeter, aMeterLiesAtTheOffsetsOfTheReference)
{
    read(1500, 200);
    expectOk(settle(alice));
    const Bytes &data = host.data(meterKey(meterId));
    ASSERT_EQ(data.size(), 144U);
    EXPECT_EQ(host.accounts[meterKey(meterId)].lamports, 1'893'120U);
    solana::BorshReader in{ByteSpan(data)};
    EXPECT_EQ(hexEncode(in.raw(8)), "576f8b57b51468ff");
    EXPECT_EQ(in.text(), meterId);
    EXPECT_EQ(in.take<PublicKey>(), alice);
    EXPECT_EQ(in.take<std::uint8_t>(), 0); // solar
    EXPECT_EQ(in.take<std::uint8_t>(), 0); // active
    EXPECT_EQ(in.take<std::int64_t>(), host.now);
    EXPECT_EQ(in.take<std::int64_t>(), lastReading);
    EXPECT_EQ(in.take<std::uint64_t>(), 1500U);
    EXPECT_EQ(in.take<std::uint64_t>(), 200U);
    EXPECT_EQ(in.take<std::uint64_t>(), 1300U);
    EXPECT_EQ(in.take<std::uint64_t>(), 0U);
}

TEST_F(RegistryMeter, registrationIsCountedAndTold)
{
    const auto event = eventOf<registry::MeterRegistered>(expectOk(registerMeter(alice, "METER_002")));
    EXPECT_EQ(asString(event.meterId), "METER_002");
    EXPECT_EQ(programs::wire::fromKey(event.owner), alice);
    EXPECT_EQ(event.meterType, registry::MeterType::Solar);
    EXPECT_EQ(theRegistry().meterCount, 2U);
    EXPECT_EQ(user(alice).meterCount, 2U);
}

TEST_F(RegistryMeter, anIdBelongsToItsFirstOwner)
{
    expectOk(registerUser(bob));
    expectRefused(registerMeter(bob, meterId), std::uint64_t{1} << 32);
}

TEST_F(RegistryMeter, anIdMustFitItsAddressAndSaySomething)
{
    expectRefused(registerMeter(alice, ""), codeOf(registry::Error::InvalidMeterId));
    expectOk(registerMeter(alice, std::string(32, 'm')));
    solana::Instruction tooLong = registerMeter(alice, std::string(33, 'm'));
    expectRefused(tooLong, codeOf(registry::Error::InvalidMeterId));
}

TEST_F(RegistryMeter, nobodyRegistersAMeterForAnotherUser)
{
    using Ix = registry::RegisterMeter;
    expectOk(registerUser(bob));
    expectRefused(completeCall<Ix>({textView("M"), registry::MeterType::Wind},
                                   {{Ix::userAuthority, bob}, {Ix::userAccount, userKey(alice)}}),
                  codeOf(registry::Error::UnauthorizedUser));
}

TEST_F(RegistryMeter, onlyTheAuthorityAssignsMeters)
{
    using Ix = registry::AssignMeter;
    const auto assign = [&](const PublicKey &signer, std::string_view id) {
        return completeCall<Ix>({textView(id)}, {{Ix::authority, signer}});
    };
    expectRefused(assign(alice, "METER_009"), codeOf(registry::Error::UnauthorizedAuthority));
    expectRefused(assign(admin, ""), codeOf(registry::Error::InvalidMeterId));
    expectOk(assign(admin, "METER_009"));
    EXPECT_EQ(theRegistry().meterCount, 2U);
}

TEST_F(RegistryMeter, readingsAddUpAndAreTold)
{
    read(1500, 200);
    const auto event = eventOf<registry::MeterReadingUpdated>(expectOk(reading(meterOracle, {10, 20, host.now})));
    EXPECT_EQ(asString(event.meterId), meterId);
    EXPECT_EQ(programs::wire::fromKey(event.owner), alice);
    EXPECT_EQ(event.energyGenerated, 10U);
    EXPECT_EQ(event.energyConsumed, 20U);
    EXPECT_EQ(event.timestamp, host.now);
    EXPECT_EQ(meter().totalGeneration, 1510U);
    EXPECT_EQ(meter().totalConsumption, 220U);
    EXPECT_EQ(meter().lastReadingAt, host.now);
}

TEST_F(RegistryMeter, aReadingBySomeoneElseThanTheOracleIsRefused)
{
    for (const PublicKey &signer : {alice, admin, bob})
        expectRefused(reading(signer, {1'000'000, 0, host.now}), codeOf(registry::Error::UnauthorizedOracle));
}

TEST_F(RegistryMeter, theFirstVersionsAccountsAloneAreToldWhatIsMissing)
{
    solana::Instruction call = reading(meterOracle, {1, 0, host.now});
    call.accounts.resize(2);
    expectRefused(call, 3005);
    const HostResult result = host.run(call);
    EXPECT_NE(lastLog(result).find("caused by account: configured_oracle"), std::string::npos) << lastLog(result);
}

TEST_F(RegistryMeter, anAccountOfTheCallersOwnNamesNoOracle)
{
    solana::Instruction call = reading(alice, {1, 0, host.now});
    call.accounts[registry::UpdateMeterReading::configuredOracle].key = alice;
    expectRefused(call, 2006);
    call.accounts[registry::UpdateMeterReading::configuredOracle].key = registryKey();
    expectRefused(call, 3002);
}

TEST_F(RegistryMeter, withoutAnOracleNothingIsRead)
{
    host.accounts.erase(derived({asBytes("oracle_authority")}));
    expectRefused(reading(meterOracle, {1, 0, host.now}), codeOf(registry::Error::OracleNotConfigured));
}

TEST_F(RegistryMeter, theAuthorityChangesTheOracle)
{
    expectRefused(setOracle(alice, alice), codeOf(registry::Error::UnauthorizedAuthority));
    const auto event = eventOf<registry::OracleAuthoritySet>(expectOk(setOracle(admin, bob)));
    EXPECT_TRUE(event.oldOracle.isSome);
    EXPECT_EQ(programs::wire::fromKey(event.oldOracle.value), meterOracle);
    EXPECT_EQ(programs::wire::fromKey(event.newOracle), bob);
    expectRefused(reading(meterOracle, {1, 0, host.now}), codeOf(registry::Error::UnauthorizedOracle));
    expectOk(reading(bob, {1, 0, host.now}));
}

TEST_F(RegistryMeter, aReadingIsNewerThanTheOneBefore)
{
    expectOk(reading(meterOracle, {1, 0, host.now - 10}));
    expectRefused(reading(meterOracle, {1, 0, host.now - 10}), codeOf(registry::Error::StaleReading));
    expectRefused(reading(meterOracle, {1, 0, host.now - 11}), codeOf(registry::Error::StaleReading));
    expectRefused(reading(meterOracle, {1, 0, -1}), codeOf(registry::Error::StaleReading));
    expectOk(reading(meterOracle, {1, 0, host.now - 9}));
}

TEST_F(RegistryMeter, aTimeFarAheadDoesNotStopTheMeter)
{
    expectRefused(reading(meterOracle, {1, 0, host.now * 1000}), codeOf(registry::Error::ReadingFromFuture));
    expectRefused(reading(meterOracle, {1, 0, host.now + 301}), codeOf(registry::Error::ReadingFromFuture));
    expectOk(reading(meterOracle, {1, 0, host.now + 300}));
}

TEST_F(RegistryMeter, aReadingHasABoundAndSoHasTheSum)
{
    constexpr std::uint64_t most = 1'000'000'000'000;
    expectRefused(reading(meterOracle, {most + 1, 0, host.now}), codeOf(registry::Error::ReadingTooHigh));
    expectRefused(reading(meterOracle, {0, most + 1, host.now}), codeOf(registry::Error::ReadingTooHigh));
    Bytes &data = host.accounts[meterKey(meterId)].data;
    std::fill_n(data.begin() + 62 + 9, 8, std::uint8_t{0xff}); // total generation
    expectRefused(reading(meterOracle, {most, 0, host.now}), codeOf(registry::Error::ReadingTooHigh));
}

TEST_F(RegistryMeter, anInactiveMeterIsNeitherReadNorSettled)
{
    read(10, 0);
    expectRefused(setMeterStatus(alice, MeterStatus::Inactive), codeOf(registry::Error::UnauthorizedAuthority));
    const auto event = eventOf<registry::MeterStatusUpdated>(expectOk(setMeterStatus(admin, MeterStatus::Maintenance)));
    EXPECT_EQ(asString(event.meterId), meterId);
    EXPECT_EQ(event.oldStatus, MeterStatus::Active);
    EXPECT_EQ(event.newStatus, MeterStatus::Maintenance);
    expectRefused(reading(meterOracle, {1, 0, host.now}), codeOf(registry::Error::InvalidMeterStatus));
    expectRefused(settle(alice), codeOf(registry::Error::InvalidMeterStatus));
    using Ix = registry::IsValidMeter;
    const solana::Instruction isValid = completeCall<Ix>({}, {{Ix::meterAccount, meterKey(meterId)}});
    EXPECT_EQ(expectOk(isValid).returned, Bytes{0});
    expectOk(setMeterStatus(admin, MeterStatus::Active));
    EXPECT_EQ(expectOk(isValid).returned, Bytes{1});
}

TEST_F(RegistryMeter, settlingTakesWhatIsNew)
{
    read(1500, 200);
    EXPECT_EQ(unsettled(), 1300U);
    const HostResult result = expectOk(settle(alice));
    EXPECT_EQ(numberReturned(result), 1300U);
    const auto event = eventOf<registry::MeterBalanceSettled>(result);
    EXPECT_EQ(asString(event.meterId), meterId);
    EXPECT_EQ(programs::wire::fromKey(event.owner), alice);
    EXPECT_EQ(event.tokensToMint, 1300U);
    EXPECT_EQ(event.totalSettled, 1300U);
    expectRefused(settle(alice), codeOf(registry::Error::NoUnsettledBalance));
    read(50, 10);
    EXPECT_EQ(numberReturned(expectOk(settle(alice))), 40U);
    EXPECT_EQ(meter().settledNetGeneration, 1340U);
}

TEST_F(RegistryMeter, consumptionThatOvertakesMustBeEarnedBackFirst)
{
    read(100, 0);
    expectOk(settle(alice));
    read(0, 500);
    EXPECT_EQ(unsettled(), 0U);
    expectRefused(settle(alice), codeOf(registry::Error::NoUnsettledBalance));
    read(500, 0);
    EXPECT_EQ(unsettled(), 0U);
    read(1, 0);
    EXPECT_EQ(numberReturned(expectOk(settle(alice))), 1U);
}

TEST_F(RegistryMeter, nobodySettlesAnothersMeter)
{
    read(1500, 200);
    for (const PublicKey &signer : {bob, admin, meterOracle})
        expectRefused(settle(signer), codeOf(registry::Error::UnauthorizedUser));
}

} // namespace
} // namespace paradox::test

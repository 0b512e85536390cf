#include "registry_world.h"

namespace paradox::test {
namespace {

using registry::UserStatus;

class RegistryUser : public RegistryWorld {};

template <class Returned>
Returned returnedBy(const HostResult &result)
{
    EXPECT_EQ(result.returner, registryProgram);
    EXPECT_EQ(result.returned.size(), sizeof(Returned));
    Returned value{};
    std::memcpy(&value, result.returned.data(), std::min(sizeof value, result.returned.size()));
    return value;
}

solana::Instruction isValidUser(const PublicKey &account)
{
    using Ix = registry::IsValidUser;
    return programs::completeCall<Ix>(registryProgram, {}, {{Ix::userAccount, account}});
}

TEST_F(RegistryUser, itIsFoundedOnceAndKnowsItsFounder)
{
    host.accounts.erase(registryKey());
    using Ix = registry::Initialize;
    const solana::Instruction found = completeCall<Ix>({}, {{Ix::authority, admin}});
    const auto event = eventOf<registry::RegistryInitialized>(expectOk(found));
    EXPECT_EQ(programs::wire::fromKey(event.authority), admin);
    EXPECT_EQ(event.timestamp, host.now);
    EXPECT_EQ(programs::wire::fromKey(theRegistry().authority), admin);
    EXPECT_EQ(theRegistry().createdAt, host.now);
    EXPECT_EQ(host.accounts[registryKey()].data.size(), 64U);
    EXPECT_EQ(host.accounts[registryKey()].lamports, 1'336'320U);

    expectRefused(found, alreadyInUse);
    expectRefused(completeCall<Ix>({}, {{Ix::authority, alice}}), alreadyInUse);
}

TEST_F(RegistryUser, aUserLiesAtTheOffsetsOfTheReference)
{
    const Bytes &data = host.data(userKey(alice));
    ASSERT_EQ(data.size(), 166U);
    EXPECT_EQ(host.accounts[userKey(alice)].lamports, 2'046'240U);
    const std::string expected = "d3218810ba6ef27f" + hexEncode(alice.span()) + "00" + "07000000" +
                                 hexEncode(asBytes("Bangkok")) + "00" + "0078e76800000000" + "01000000" +
                                 "0078e76800000000";
    EXPECT_EQ(hexEncode(ByteSpan(data).first(expected.size() / 2)), expected);
}

TEST_F(RegistryUser, registrationIsCountedAndTold)
{
    using Ix = registry::RegisterUser;
    const auto consumer =
        completeCall<Ix>({registry::UserType::Consumer, textView("Chiang Mai")}, {{Ix::userAuthority, bob}});
    const auto event = eventOf<registry::UserRegistered>(expectOk(consumer));
    EXPECT_EQ(programs::wire::fromKey(event.user), bob);
    EXPECT_EQ(event.userType, registry::UserType::Consumer);
    EXPECT_EQ(asString(event.location), "Chiang Mai");
    EXPECT_EQ(theRegistry().userCount, 2U);
    EXPECT_EQ(user(bob).status, UserStatus::Active);
    expectRefused(consumer, alreadyInUse);
}

TEST_F(RegistryUser, aLocationHasRoomForAHundredBytes)
{
    expectRefused(registerUser(bob, std::string(101, 'x')), codeOf(registry::Error::LocationTooLong));
    expectOk(registerUser(bob, std::string(100, 'x')));
    EXPECT_EQ(user(bob).location.size, 100U);
}

TEST_F(RegistryUser, aUserRegistersNobodyElse)
{
    using Ix = registry::RegisterUser;
    const Ix::Args args{registry::UserType::Prosumer, textView("here")};
    expectRefused(completeCall<Ix>(args, {{Ix::userAuthority, alice}, {Ix::userAccount, userKey(bob)}}),
                  constraintSeeds);
    solana::Instruction unsignedCall = registerUser(bob);
    unsignedCall.accounts[Ix::userAuthority].isSigner = false;
    expectRefused(unsignedCall, accountNotSigner);
}

TEST_F(RegistryUser, aTypeOrStatusBeyondTheLastIsMalformed)
{
    solana::Instruction call = registerUser(bob);
    call.data[8] = 2;
    expectRefused(call, 102);
    call = setUserStatus(admin, UserStatus::Inactive, alice);
    call.data[8] = 3;
    expectRefused(call, 102);
}

TEST_F(RegistryUser, onlyTheAuthorityChangesAUsersStatus)
{
    expectRefused(setUserStatus(alice, UserStatus::Suspended, alice), codeOf(registry::Error::UnauthorizedAuthority));
    const auto event =
        eventOf<registry::UserStatusUpdated>(expectOk(setUserStatus(admin, UserStatus::Suspended, alice)));
    EXPECT_EQ(programs::wire::fromKey(event.user), alice);
    EXPECT_EQ(event.oldStatus, UserStatus::Active);
    EXPECT_EQ(event.newStatus, UserStatus::Suspended);
    EXPECT_FALSE(returnedBy<bool>(expectOk(isValidUser(userKey(alice)))));
    expectOk(setUserStatus(admin, UserStatus::Active, alice));
    EXPECT_TRUE(returnedBy<bool>(expectOk(isValidUser(userKey(alice)))));
}

TEST_F(RegistryUser, anotherAccountIsNoUser)
{
    expectRefused(isValidUser(meterKey(meterId)), 3002);
    expectRefused(isValidUser(userKey(bob)), 3012);
}

TEST_F(RegistryUser, aSuspendedUserGetsNoMeter)
{
    expectOk(setUserStatus(admin, UserStatus::Suspended, alice));
    expectRefused(registerMeter(alice, "METER_002"), codeOf(registry::Error::InvalidUserStatus));
}

TEST_F(RegistryUser, whoLeavesGetsTheRentBack)
{
    expectOk(registerUser(bob));
    const auto event = eventOf<registry::UserClosed>(expectOk(closeUser(bob)));
    EXPECT_EQ(programs::wire::fromKey(event.user), bob);
    EXPECT_EQ(host.accounts[bob].lamports, lamportsPerWallet);
    EXPECT_EQ(theRegistry().userCount, 1U);
    expectOk(registerUser(bob, "elsewhere"));
}

TEST_F(RegistryUser, neitherSuspensionNorAMeterIsLeftBehind)
{
    expectRefused(closeUser(alice), codeOf(registry::Error::UserHasMeters));
    expectOk(registerUser(bob));
    using Ix = registry::CloseUser;
    expectRefused(completeCall<Ix>({}, {{Ix::userAccount, userKey(bob)}, {Ix::userAuthority, alice}}),
                  codeOf(registry::Error::UnauthorizedUser));
    expectOk(setUserStatus(admin, UserStatus::Suspended, bob));
    expectRefused(closeUser(bob), codeOf(registry::Error::InvalidUserStatus));
}

} // namespace
} // namespace paradox::test

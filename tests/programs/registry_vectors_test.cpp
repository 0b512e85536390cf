#include "registry_world.h"

#include "solana/programs.h"
#include "solana/transaction.h"

namespace paradox::test {
namespace {

// Golden vectors of the market's first version.
class RegistryVectors : public RegistryWorld {};

TEST_F(RegistryVectors, addressesAreThoseOfTheReference)
{
    EXPECT_EQ(registryKey(), keyOf("ERfEToWU9cETKzz4ztMRRYRLSL6fe9W437KY5DqED13c"));
    EXPECT_EQ(meterKey("METER_001"), keyOf("6w3MTeH9RCvWPhkXD5q4uWGok5fKS5QWZYpWNf1VuNni"));
    EXPECT_EQ(userKey(wallet(7)), keyOf("GUsbhsHm2VL9R2spWUWD3W2hZxXgVTLCKTB7rv1sWbuS"));
    EXPECT_EQ(userKey(keyOf("GmaDrppBC7P5ARKV8g3djiwP89vz1jLK23V2GBjuAEGB")),
              keyOf("519ZJBDPp5w49ESrP7pp6Kd7UKHokWex4NDYJmKkL8k6"));
}

TEST_F(RegistryVectors, callsHaveTheBytesOfTheReference)
{
    EXPECT_EQ(hexEncode(registerUser(alice).data), "02f196df63d67461000700000042616e676b6f6b");
    EXPECT_EQ(hexEncode(registerMeter(alice, "METER_001").data), "316a57488ad6e07d090000004d455445525f30303100");
    EXPECT_EQ(hexEncode(setUserStatus(admin, registry::UserStatus::Suspended, alice).data), "0481e7dcd82c973701");
    EXPECT_EQ(hexEncode(reading(meterOracle, {1500, 200, 1764000000}).data),
              "c0dc87175916a382dc05000000000000c8000000000000000081246900000000");
    EXPECT_EQ(hexEncode(settle(alice).data), "b22ef1ca35634f77");
    EXPECT_EQ(hexEncode(setMeterStatus(admin, registry::MeterStatus::Maintenance).data), "c0e5c50933c681e502");
}

TEST_F(RegistryVectors, discriminatorsAreThoseOfTheReference)
{
    const auto hex = [](std::uint64_t discriminator) {
        return hexEncode(solana::BorshWriter().put(discriminator).take());
    };
    EXPECT_EQ(hex(registry::Initialize::discriminator), "afaf6d1f0d989bed");
    EXPECT_EQ(hex(registry::IsValidUser::discriminator), "cc764d35273fedfa");
    EXPECT_EQ(hex(registry::IsValidMeter::discriminator), "977234fceee9515b");
    EXPECT_EQ(hex(registry::GetUnsettledBalance::discriminator), "b2785f091251b553");
    EXPECT_EQ(hex(registry::AssignMeter::discriminator), "353c70e724c1e4c6");
    EXPECT_EQ(hex(registry::SetOracleAuthority::discriminator), "279b426ad5e272ae");
    EXPECT_EQ(hex(registry::Registry::discriminator), "2fae6ef6b8b6fcda");
    EXPECT_EQ(hex(registry::RegistryInitialized::discriminator), "908a3e693a2664b1");
    EXPECT_EQ(hex(registry::UserRegistered::discriminator), "152ad8a36333c8de");
    EXPECT_EQ(hex(registry::MeterRegistered::discriminator), "94a872fe4f2dda8f");
    EXPECT_EQ(hex(registry::UserStatusUpdated::discriminator), "d71691627c610ba0");
    EXPECT_EQ(hex(registry::MeterReadingUpdated::discriminator), "9098b266cebe48ac");
    EXPECT_EQ(hex(registry::MeterBalanceSettled::discriminator), "1e1a16cc07fa9d21");
}

TEST_F(RegistryVectors, accountsStandInTheOrderAndRolesOfTheReference)
{
    const PublicKey system{};
    const auto roles = [](const solana::Instruction &call) { return call.accounts; };
    using Metas = std::vector<solana::AccountMeta>;
    EXPECT_EQ(
        roles(registerUser(alice)),
        (Metas{
            {registryKey(), false, true}, {userKey(alice), false, true}, {alice, true, true}, {system, false, false}}));
    EXPECT_EQ(roles(registerMeter(alice, meterId)), (Metas{{registryKey(), false, true},
                                                           {userKey(alice), false, true},
                                                           {meterKey(meterId), false, true},
                                                           {alice, true, true},
                                                           {system, false, false}}));
    EXPECT_EQ(roles(setUserStatus(admin, registry::UserStatus::Active, alice)),
              (Metas{{registryKey(), false, false}, {userKey(alice), false, true}, {admin, true, false}}));
    EXPECT_EQ(roles(settle(alice)), (Metas{{meterKey(meterId), false, true}, {alice, true, false}}));
    Metas first = roles(reading(meterOracle, {1, 2, 3}));
    EXPECT_EQ(first.back(), (solana::AccountMeta{derived({asBytes("oracle_authority")}), false, false}));
    first.pop_back(); // behind the reference's own
    EXPECT_EQ(first, (Metas{{meterKey(meterId), false, true}, {meterOracle, true, false}}));
}

TEST_F(RegistryVectors, aWholeTransactionHasTheBytesOfTheReference)
{
    Bytes seed(32, 7);
    const solana::Keypair payer = solana::Keypair::fromSeed(seed);
    Hash blockhash;
    blockhash.bytes.fill(9);
    const std::vector<solana::Instruction> instructions{
        solana::setComputeUnitLimit(100'000), solana::setComputeUnitPrice(10'000), registerUser(payer.publicKey())};
    const auto message =
        solana::compileMessage(instructions, {.feePayer = payer.publicKey(), .recentBlockhash = blockhash});
    ASSERT_TRUE(message.has_value());
    solana::Transaction transaction = solana::makeTransaction(*message);
    const solana::Keypair *signers[] = {&payer};
    ASSERT_TRUE(solana::signTransaction(transaction, signers));
    EXPECT_EQ(hexEncode(transaction.messageBytes),
              "01000306ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c3b786c460da3d2d1c818efce"
              "765f81dddb54c7677cb18fdb7b063a2eaa822627c779194070d7ced87677446a2880bd42c81ca97315d236a530100621"
              "4658124700000000000000000000000000000000000000000000000000000000000000000306466fe5211732ffecadba"
              "72c39be7bc8ce5bbc5f7126b2c439b3a4000000016a4732edd9db907faddb92e0daf643d781bfdd05ad1859847e5851d"
              "7cef3dc409090909090909090909090909090909090909090909090909090909090909090304000502a0860100040009"
              "0310270000000000000504020100031402f196df63d67461000700000042616e676b6f6b");
    EXPECT_EQ(toBase58(transaction.signatures[0]),
              "525V5cAzmvy2HeWFPQDUEfU2YMQ8FvA1jL6n9hkejFq8VX8t2sfcreLBKwaYc4SRjUCs9QM3wxcaEAqs5mNu3Azd");
    EXPECT_EQ(solana::serialiseTransaction(transaction).size(), 341U);
}

} // namespace
} // namespace paradox::test

#include "governance_world.h"

namespace paradox::test {
namespace {

// Golden vectors of the market's first version.
class GovernanceVectors : public GovernanceWorld {};

TEST_F(GovernanceVectors, addressesAreThoseOfTheReference)
{
    EXPECT_EQ(poaKey(), keyOf("V51bMDhLJjxxBRNyBpv36zZnsYHVsM2G8jCEYBCPJA8"));
    EXPECT_EQ(ercKey("ERC-2025-000001"), keyOf("7gXe9pNmRS6DUBZJEa4ooQhLM2p8wMkHXvP9b2ocLmw3"));
}

TEST_F(GovernanceVectors, callsHaveTheBytesOfTheReference)
{
    EXPECT_EQ(
        hexEncode(issue("ERC-2025-000001", 500).data),
        "aef8956b9b04c4080f0000004552432d323032352d303030303031f40100000000000005000000736f6c61720f0000006d65746572"
        "3a4d455445525f303031");
    EXPECT_EQ(hexEncode(validate().data), "09d7b03ff796488b");
    EXPECT_EQ(hexEncode(governing<governance::UpdateGovernanceConfig>(authority, {true}).data), "8c2db5114d439df801");
    EXPECT_EQ(hexEncode(governing<governance::UpdateErcLimits>(authority, {100, 1'000'000, 31'536'000}).data),
              "ebd0c5953e6dfe6e640000000000000040420f00000000008033e10100000000");
}

TEST_F(GovernanceVectors, discriminatorsAreThoseOfTheReference)
{
    const auto hex = [](std::uint64_t discriminator) {
        return hexEncode(solana::BorshWriter().put(discriminator).take());
    };
    EXPECT_EQ(hex(governance::InitializePoa::discriminator), "62c7520af4a19d2e");
    EXPECT_EQ(hex(governance::EmergencyPause::discriminator), "158f1b8ec8b5d2ff");
    EXPECT_EQ(hex(governance::EmergencyUnpause::discriminator), "53f9c339cebd1f55");
    EXPECT_EQ(hex(governance::SetMaintenanceMode::discriminator), "5764001c74342e28");
    EXPECT_EQ(hex(governance::UpdateAuthorityInfo::discriminator), "c70cc3e8b9637091");
    EXPECT_EQ(hex(governance::GetGovernanceStats::discriminator), "431df1780f080910");
    EXPECT_EQ(hex(governance::RevokeErc::discriminator), "103071557646b996");
    EXPECT_EQ(hex(governance::TransferErc::discriminator), "c80f100d0d8f0b0b");
    EXPECT_EQ(hex(governance::ProposeAuthorityChange::discriminator), "16e0d7eeb8025392");
    EXPECT_EQ(hex(governance::ApproveAuthorityChange::discriminator), "15bc9cf6687d6b7c");
    EXPECT_EQ(hex(governance::CancelAuthorityChange::discriminator), "fec1058008571ec2");
    EXPECT_EQ(hex(governance::PoaConfig::discriminator), "77061c8ac72b05b8");
    EXPECT_EQ(hex(governance::ErcCertificate::discriminator), "53a18610f05cba9d");
}

TEST_F(GovernanceVectors, eventsHaveTheNamesOfTheReference)
{
    const auto hex = [](std::uint64_t discriminator) {
        return hexEncode(solana::BorshWriter().put(discriminator).take());
    };
    EXPECT_EQ(hex(governance::PoaInitialized::discriminator), "50c312cb697f247e");
    EXPECT_EQ(hex(governance::EmergencyPauseActivated::discriminator), "1b32a137f033adda");
    EXPECT_EQ(hex(governance::EmergencyPauseDeactivated::discriminator), "5a341ce8454b447c");
    EXPECT_EQ(hex(governance::ErcIssued::discriminator), "3d0efda4703db449");
    EXPECT_EQ(hex(governance::ErcValidatedForTrading::discriminator), "ebb31670738f7e1d");
    EXPECT_EQ(hex(governance::GovernanceConfigUpdated::discriminator), "4c8cbe0a66dd2c00");
    EXPECT_EQ(hex(governance::MaintenanceModeUpdated::discriminator), "6f6bef55028590c1");
    EXPECT_EQ(hex(governance::ErcLimitsUpdated::discriminator), "75f83a58c46ac6c8");
    EXPECT_EQ(hex(governance::AuthorityInfoUpdated::discriminator), "e43db5d282824d91");
    EXPECT_EQ(hex(governance::ErcRevoked::discriminator), "81a97dd21ffa5d74");
    EXPECT_EQ(hex(governance::ErcTransferred::discriminator), "da9ef2a3135584bf");
    EXPECT_EQ(hex(governance::AuthorityChangeProposed::discriminator), "6de6185a964e2903");
}

TEST_F(GovernanceVectors, theReferencesAccountsStandFirst)
{
    using Metas = std::vector<solana::AccountMeta>;
    Metas accounts = issue(ercId, 500).accounts;
    accounts.resize(5);
    EXPECT_EQ(accounts, (Metas{{poaKey(), false, true}, // read-only in the reference, and taken so too
                               {ercKey(), false, true},
                               {meterKey(meterId), false, true},
                               {authority, true, true},
                               {PublicKey{}, false, false}}));
    EXPECT_EQ(validate().accounts, (Metas{{poaKey(), false, true}, {ercKey(), false, true}, {authority, true, false}}));
    EXPECT_EQ(governing<governance::EmergencyPause>(authority, {}).accounts,
              (Metas{{poaKey(), false, true}, {authority, true, false}}));
}

TEST_F(GovernanceVectors, theRulesHaveTheReferencesDefaultsAndLayout)
{
    const Bytes &data = host.data(poaKey());
    ASSERT_EQ(data.size(), 496U);
    EXPECT_EQ(host.accounts[poaKey()].lamports, 4'343'040U);
    const std::string now = "0078e76800000000";
    solana::BorshReader in{ByteSpan(data)};
    EXPECT_EQ(hexEncode(in.raw(8)), "77061c8ac72b05b8");
    EXPECT_EQ(in.take<PublicKey>(), authority);
    EXPECT_EQ(in.text(), "REC");
    EXPECT_EQ(in.text(), "engineering_erc@utcc.ac.th");
    // Version, not paused, no time, no reason, no maintenance, validation on, then the limits.
    EXPECT_EQ(hexEncode(in.raw(6)), "010000000001");
    EXPECT_EQ(in.take<std::uint64_t>(), 100U);
    EXPECT_EQ(in.take<std::uint64_t>(), 1'000'000U);
    EXPECT_EQ(in.take<std::int64_t>(), 31'536'000);
    // No automatic revocation, oracle, delegation or transfers; confidence 80.
    EXPECT_EQ(hexEncode(in.raw(6)), "000000005000");
    EXPECT_EQ(hexEncode(in.raw(32)), std::string(64, '0')); // statistics
    EXPECT_EQ(hexEncode(in.raw(16)), now + now);
    EXPECT_EQ(in.take<std::uint8_t>(), 0); // nothing issued yet
}

TEST_F(GovernanceVectors, aCertificateHasTheReferencesLayout)
{
    expectOk(issue(ercId, 500));
    expectOk(validate());
    const Bytes &data = host.data(ercKey());
    ASSERT_EQ(data.size(), 460U);
    EXPECT_EQ(host.accounts[ercKey()].lamports, 4'092'480U);
    solana::BorshReader in{ByteSpan(data)};
    EXPECT_EQ(hexEncode(in.raw(8)), "53a18610f05cba9d");
    EXPECT_EQ(in.text(), ercId);
    EXPECT_EQ(in.take<PublicKey>(), authority);
    EXPECT_EQ(in.take<std::uint64_t>(), 500U);
    EXPECT_EQ(in.text(), "solar");
    EXPECT_EQ(in.text(), "meter:METER_001");
    EXPECT_EQ(in.take<std::int64_t>(), host.now);
    EXPECT_EQ(in.take<std::uint8_t>(), 1);
    EXPECT_EQ(in.take<std::int64_t>(), host.now + 31'536'000);
    EXPECT_EQ(in.take<std::uint8_t>(), 0); // valid
    EXPECT_EQ(in.take<std::uint8_t>(), 1); // validated
    EXPECT_EQ(in.take<std::uint8_t>(), 1);
    EXPECT_EQ(in.take<std::int64_t>(), host.now);
}

} // namespace
} // namespace paradox::test

#include "governance_world.h"

namespace paradox::test {
namespace {

class GovernanceRules : public GovernanceWorld {
protected:
    solana::Instruction pause() { return governing<governance::EmergencyPause>(authority, {}); }
    solana::Instruction unpause() { return governing<governance::EmergencyUnpause>(authority, {}); }
    solana::Instruction maintenance(bool enabled)
    {
        return governing<governance::SetMaintenanceMode>(authority, {enabled});
    }
    solana::Instruction limits(std::uint64_t least, std::uint64_t most, std::int64_t validity)
    {
        return governing<governance::UpdateErcLimits>(authority, {least, most, validity});
    }
    solana::Instruction propose(const PublicKey &successor)
    {
        using Ix = governance::ProposeAuthorityChange;
        return call<Ix>({programs::wire::toKey(successor)}, {{Ix::authority, authority}});
    }
    solana::Instruction approve(const PublicKey &successor)
    {
        using Ix = governance::ApproveAuthorityChange;
        return call<Ix>({}, {{Ix::newAuthority, successor}, {Ix::proposer, authority}});
    }
};

TEST_F(GovernanceRules, theyAreFoundedOnce)
{
    using Ix = governance::InitializePoa;
    expectRefused(call<Ix>({}, {{Ix::authority, alice}}), std::uint64_t{1} << 32);
}

TEST_F(GovernanceRules, onlyTheAuthorityGoverns)
{
    const std::uint64_t refusal = codeOf(governance::Error::UnauthorizedAuthority);
    expectRefused(governing<governance::EmergencyPause>(alice, {}), refusal);
    expectRefused(governing<governance::EmergencyUnpause>(alice, {}), refusal);
    expectRefused(governing<governance::UpdateGovernanceConfig>(alice, {false}), refusal);
    expectRefused(governing<governance::SetMaintenanceMode>(alice, {true}), refusal);
    expectRefused(governing<governance::UpdateErcLimits>(alice, {1, 2, 3}), refusal);
    expectRefused(governing<governance::UpdateAuthorityInfo>(alice, {textView("me")}), refusal);
    expectRefused(governing<governance::SetCertificateTransfers>(alice, {true}), refusal);
    expectRefused(link(alice, governanceProgram), refusal);
    using Propose = governance::ProposeAuthorityChange;
    expectRefused(call<Propose>({programs::wire::toKey(alice)}, {{Propose::authority, alice}}), refusal);
    solana::Instruction unsignedCall = pause();
    unsignedCall.accounts[1].isSigner = false;
    expectRefused(unsignedCall, 3010);
}

TEST_F(GovernanceRules, aPauseIsSetOnceAndEndedOnce)
{
    expectRefused(unpause(), codeOf(governance::Error::NotPaused));
    const auto event = eventOf<governance::EmergencyPauseActivated>(expectOk(pause()));
    EXPECT_EQ(programs::wire::fromKey(event.authority), authority);
    EXPECT_EQ(event.timestamp, host.now);
    EXPECT_TRUE(poa().emergencyPaused);
    EXPECT_EQ(poa().emergencyTimestamp.value, host.now);
    expectRefused(pause(), codeOf(governance::Error::AlreadyPaused));
    eventOf<governance::EmergencyPauseDeactivated>(expectOk(unpause()));
    EXPECT_FALSE(poa().emergencyTimestamp.isSome);
}

TEST_F(GovernanceRules, pauseMaintenanceAndSwitchStopIssuing)
{
    const std::uint64_t refusal = codeOf(governance::Error::ErcValidationDisabled);
    expectOk(issue("before", 100));
    expectOk(pause());
    expectRefused(issue(ercId, 100), refusal);
    expectRefused(validate("before"), codeOf(governance::Error::SystemPaused));
    expectOk(unpause());
    expectOk(maintenance(true));
    expectRefused(issue(ercId, 100), refusal);
    expectRefused(validate("before"), codeOf(governance::Error::SystemPaused));
    const auto event = eventOf<governance::MaintenanceModeUpdated>(expectOk(maintenance(false)));
    EXPECT_FALSE(event.maintenanceEnabled);
    const auto off = eventOf<governance::GovernanceConfigUpdated>(
        expectOk(governing<governance::UpdateGovernanceConfig>(authority, {false})));
    EXPECT_TRUE(off.oldEnabled);
    EXPECT_FALSE(off.ercValidationEnabled);
    expectRefused(issue(ercId, 100), refusal);
    expectOk(validate("before"));
}

TEST_F(GovernanceRules, limitsMakeSenseAndAreTold)
{
    expectRefused(limits(0, 10, 1), codeOf(governance::Error::InvalidMinimumEnergy));
    expectRefused(limits(10, 10, 1), codeOf(governance::Error::InvalidMaximumEnergy));
    expectRefused(limits(1, 10, 0), codeOf(governance::Error::InvalidValidityPeriod));
    expectRefused(limits(1, 10, 2 * 31'536'000 + 1), codeOf(governance::Error::InvalidValidityPeriod));
    const auto event = eventOf<governance::ErcLimitsUpdated>(expectOk(limits(1, 10, 60)));
    EXPECT_EQ(event.oldMin, 100U);
    EXPECT_EQ(event.newMin, 1U);
    EXPECT_EQ(event.oldMax, 1'000'000U);
    EXPECT_EQ(event.newMax, 10U);
    EXPECT_EQ(event.oldValidity, 31'536'000);
    EXPECT_EQ(event.newValidity, 60);
    expectRefused(issue(ercId, 11), codeOf(governance::Error::ExceedsMaximumEnergy));
    expectOk(issue(ercId, 10));
    EXPECT_EQ(erc().expiresAt.value, host.now + 60);
}

TEST_F(GovernanceRules, contactsHaveRoomForHundredTwentyEightBytes)
{
    const auto contact = [&](std::string_view text) {
        return governing<governance::UpdateAuthorityInfo>(authority, {textView(text)});
    };
    expectRefused(contact(std::string(129, 'c')), codeOf(governance::Error::ContactInfoTooLong));
    const std::string longest(128, 'c');
    const auto event = eventOf<governance::AuthorityInfoUpdated>(expectOk(contact(longest)));
    EXPECT_EQ(asString(event.oldContact), "engineering_erc@utcc.ac.th");
    EXPECT_EQ(asString(event.newContact), longest);
    EXPECT_EQ(host.data(poaKey()).size(), 496U);
    EXPECT_EQ(asString(poa().contactInfo.view()), longest);
}

TEST_F(GovernanceRules, statisticsPersist)
{
    expectOk(issue("a", 300));
    expectOk(issue("b", 500));
    expectOk(validate("a"));
    expectOk(revoke("mistaken", "b"));
    const governance::GovernanceStats now = stats();
    EXPECT_EQ(now.totalErcsIssued, 2U);
    EXPECT_EQ(now.totalErcsValidated, 1U);
    EXPECT_EQ(now.totalErcsRevoked, 1U);
    EXPECT_EQ(now.totalEnergyCertified, 800U);
    EXPECT_EQ(now.lastErcIssuedAt.value, host.now);
    EXPECT_EQ(now.minEnergyAmount, 100U);
    EXPECT_TRUE(now.ercValidationEnabled);
    EXPECT_FALSE(now.emergencyPaused);
}

TEST_F(GovernanceRules, theReferencesReadOnlyRulesAreServedAndCountNothing)
{
    solana::Instruction readOnly = issue(ercId, 300);
    readOnly.accounts[governance::IssueErc::poaConfig].isWritable = false;
    expectOk(readOnly);
    EXPECT_EQ(erc().energyAmount, 300U);
    readOnly = validate();
    readOnly.accounts[governance::ValidateErcForTrading::poaConfig].isWritable = false;
    expectOk(readOnly);
    EXPECT_TRUE(erc().validatedForTrading);
    EXPECT_EQ(stats().totalErcsIssued, 0U);
    solana::Instruction rules = pause();
    rules.accounts[0].isWritable = false;
    expectRefused(rules, 2000);
}

TEST_F(GovernanceRules, aSuccessorHasToConsent)
{
    const std::uint64_t before = host.accounts[authority].lamports;
    const auto proposed = eventOf<governance::AuthorityChangeProposed>(expectOk(propose(bob)));
    EXPECT_EQ(programs::wire::fromKey(proposed.proposedAuthority), bob);
    EXPECT_EQ(proposed.expiresAt, host.now + 48 * 3600);
    EXPECT_EQ(programs::wire::fromKey(poa().authority), authority);
    expectRefused(propose(alice), codeOf(governance::Error::AuthorityChangePending));
    expectRefused(approve(alice), codeOf(governance::Error::InvalidPendingAuthority));
    const auto approved = eventOf<governance::AuthorityChangeApproved>(expectOk(approve(bob)));
    EXPECT_EQ(programs::wire::fromKey(approved.oldAuthority), authority);
    EXPECT_EQ(programs::wire::fromKey(approved.newAuthority), bob);
    EXPECT_EQ(host.accounts[authority].lamports, before);
    expectRefused(pause(), codeOf(governance::Error::UnauthorizedAuthority));
    expectOk(governing<governance::EmergencyPause>(bob, {}));
    expectRefused(approve(bob), 3012);
}

TEST_F(GovernanceRules, aProposalExpiresAndCanBeWithdrawn)
{
    using Cancel = governance::CancelAuthorityChange;
    expectOk(propose(bob));
    host.now += 48 * 3600;
    expectRefused(approve(bob), codeOf(governance::Error::AuthorityChangeExpired));
    expectRefused(call<Cancel>({}, {{Cancel::authority, bob}}), codeOf(governance::Error::UnauthorizedAuthority));
    const auto event =
        eventOf<governance::AuthorityChangeCancelled>(expectOk(call<Cancel>({}, {{Cancel::authority, authority}})));
    EXPECT_EQ(programs::wire::fromKey(event.cancelledProposal), bob);
    expectOk(propose(alice));
    expectOk(approve(alice));
}

TEST_F(GovernanceRules, theProposersRentGoesToNobodyElse)
{
    expectOk(propose(bob));
    solana::Instruction call = approve(bob);
    call.accounts[governance::ApproveAuthorityChange::proposer].key = bob;
    expectRefused(call, codeOf(governance::Error::RentMismatch));
}

} // namespace
} // namespace paradox::test

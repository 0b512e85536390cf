#include "governance_world.h"

namespace paradox::test {
namespace {

using governance::ErcStatus;

class GovernanceErc : public GovernanceWorld {
protected:
    void allowTransfers() { expectOk(governing<governance::SetCertificateTransfers>(authority, {true})); }
};

TEST_F(GovernanceErc, aRealMetersEnergyIsCertifiedForItsOwner)
{
    const auto event = eventOf<governance::ErcIssued>(expectOk(issue(ercId, 500)));
    EXPECT_EQ(asString(event.certificateId), ercId);
    EXPECT_EQ(programs::wire::fromKey(event.authority), authority);
    EXPECT_EQ(event.energyAmount, 500U);
    EXPECT_EQ(asString(event.renewableSource), "solar");
    EXPECT_EQ(event.timestamp, host.now);
    EXPECT_EQ(erc().status, ErcStatus::Valid);
    EXPECT_FALSE(erc().validatedForTrading);
    EXPECT_EQ(programs::wire::fromKey(binding().certificate), ercKey());
    EXPECT_EQ(programs::wire::fromKey(binding().owner), alice);
    EXPECT_EQ(programs::wire::fromKey(binding().meter), meterKey(meterId));
    EXPECT_EQ(claimed(), 500U);
}

TEST_F(GovernanceErc, noEnergyIsCertifiedTwice)
{
    expectOk(issue("a", 3000));
    expectRefused(issue("b", 2001), codeOf(governance::Error::InsufficientUnclaimedGeneration));
    expectOk(issue("b", 2000));
    expectRefused(issue("c", 100), codeOf(governance::Error::InsufficientUnclaimedGeneration));
    expectOk(reading(meterOracle, {100, 0, host.now}));
    expectOk(issue("c", 100));
    EXPECT_EQ(claimed(), 5100U);
}

TEST_F(GovernanceErc, whatTheRegistryCountsAsClaimedCountsToo)
{
    Bytes &data = host.accounts[meterKey(meterId)].data;
    data[86 + 9] = 200; // claimed generation: 4800 are left
    expectRefused(issue(ercId, 4801), codeOf(governance::Error::InsufficientUnclaimedGeneration));
    expectOk(issue(ercId, 4800));
}

TEST_F(GovernanceErc, anIdIsIssuedOnce)
{
    expectOk(issue(ercId, 500));
    expectRefused(issue(ercId, 500), std::uint64_t{1} << 32);
}

TEST_F(GovernanceErc, amountsAndTextsHaveLimits)
{
    expectRefused(issue(ercId, 99), codeOf(governance::Error::BelowMinimumEnergy));
    expectRefused(issue(ercId, 1'000'001), codeOf(governance::Error::ExceedsMaximumEnergy));
    expectRefused(issue("", 500), codeOf(governance::Error::EmptyCertificateId));
    expectRefused(issue(std::string(33, 'i'), 500), codeOf(governance::Error::CertificateIdTooLong));
    expectRefused(issue(ercId, 500, std::string(65, 's')), codeOf(governance::Error::SourceNameTooLong));
    expectRefused(issue(ercId, 500, "solar", std::string(257, 'v')), codeOf(governance::Error::ValidationDataTooLong));
    const std::string longest(32, 'i');
    expectOk(issue(longest, 500, std::string(64, 's'), std::string(256, 'v')));
    expectOk(validate(longest));
    EXPECT_EQ(host.data(ercKey(longest)).size(), 460U);
    EXPECT_EQ(erc(longest).validationData.size, 256U);
}

TEST_F(GovernanceErc, onlyTheAuthorityIssuesAndValidates)
{
    solana::Instruction call = issue(ercId, 500);
    call.accounts[governance::IssueErc::authority].key = alice;
    expectRefused(call, codeOf(governance::Error::UnauthorizedAuthority));
    expectOk(issue(ercId, 500));
    call = validate();
    call.accounts[governance::ValidateErcForTrading::authority].key = alice;
    expectRefused(call, codeOf(governance::Error::UnauthorizedAuthority));
}

TEST_F(GovernanceErc, aMeterOutsideTheRegistryIsNone)
{
    using Ix = governance::IssueErc;
    const PublicKey forged = wallet(77);
    host.accounts[forged] = host.accounts[meterKey(meterId)];
    host.accounts[forged].owner = governanceProgram;
    const Ix::Args args{textView(ercId), 500, textView("solar"), textView("")};
    const auto with = [&](const PublicKey &meter) {
        return call<Ix>(args, {{Ix::meterAccount, meter}, {Ix::authority, authority}});
    };
    expectRefused(with(forged), 3007);
    expectRefused(with(userKey(alice)), 3002);
    expectRefused(with(alice), 3012);
    host.accounts.erase(governed({asBytes("registry_link")}));
    expectRefused(with(meterKey(meterId)), 3012);
}

TEST_F(GovernanceErc, theFirstVersionsAccountsAloneAreToldWhatIsMissing)
{
    solana::Instruction call = issue(ercId, 500);
    call.accounts.resize(5);
    expectRefused(call, 3005);
    const HostResult result = host.run(call);
    EXPECT_NE(lastLog(result).find("caused by account: erc_owner"), std::string::npos) << lastLog(result);
}

TEST_F(GovernanceErc, claimsOfAnotherMeterDoNotHelp)
{
    using Ix = governance::IssueErc;
    expectOk(issue("a", 5000));
    expectOk(registerMeter(alice, "METER_002"));
    expectOk(reading(meterOracle, {5000, 0, host.now}, "METER_002"));
    const Ix::Args args{textView("b"), 500, textView("solar"), textView("")};
    expectOk(call<Ix>(args, {{Ix::meterAccount, meterKey("METER_002")}, {Ix::authority, authority}}));
    const Ix::Args third{textView("c"), 500, textView("solar"), textView("")};
    expectRefused(call<Ix>(third, {{Ix::meterAccount, meterKey(meterId)},
                                   {Ix::authority, authority},
                                   {Ix::meterClaims, claimsKey("METER_002")}}),
                  codeOf(governance::Error::CertificateMismatch));
}

TEST_F(GovernanceErc, validationHappensOnceAndInTime)
{
    expectOk(issue(ercId, 500));
    const auto event = eventOf<governance::ErcValidatedForTrading>(expectOk(validate()));
    EXPECT_EQ(asString(event.certificateId), ercId);
    EXPECT_EQ(erc().tradingValidatedAt.value, host.now);
    expectRefused(validate(), codeOf(governance::Error::AlreadyValidated));
    expectOk(issue("late", 500));
    host.now += 31'536'000;
    expectRefused(validate("late"), codeOf(governance::Error::ErcExpired));
    expectRefused(validate("missing"), 3012);
}

TEST_F(GovernanceErc, aRevokedCertificateThatWasNeverValidatedGivesItsEnergyBack)
{
    expectOk(issue("a", 5000));
    expectRefused(revoke("", "a"), codeOf(governance::Error::RevocationReasonRequired));
    expectRefused(revoke(std::string(129, 'r'), "a"), codeOf(governance::Error::RevocationReasonTooLong));
    const auto event = eventOf<governance::ErcRevoked>(expectOk(revoke("wrong source", "a")));
    EXPECT_EQ(asString(event.reason), "wrong source");
    EXPECT_EQ(event.energyAmount, 5000U);
    EXPECT_EQ(erc("a").status, ErcStatus::Revoked);
    EXPECT_EQ(claimed(), 0U);
    expectRefused(revoke("again", "a"), codeOf(governance::Error::AlreadyRevoked));
    expectRefused(validate("a"), codeOf(governance::Error::InvalidErcStatus));
    expectOk(issue("b", 5000));
}

TEST_F(GovernanceErc, energyThatMayHaveBeenTradedStaysClaimed)
{
    expectOk(issue("a", 5000));
    expectOk(validate("a"));
    expectOk(revoke("fraud", "a"));
    EXPECT_FALSE(erc("a").validatedForTrading);
    EXPECT_EQ(claimed(), 5000U);
    expectRefused(issue("b", 100), codeOf(governance::Error::InsufficientUnclaimedGeneration));
}

TEST_F(GovernanceErc, revocationNamesTheCertificatesOwnAccounts)
{
    expectOk(issue("a", 500));
    expectOk(issue("b", 500));
    solana::Instruction call = revoke("mistaken", "a");
    call.accounts[governance::RevokeErc::ercOwner].key = ownerKey("b");
    expectRefused(call, codeOf(governance::Error::CertificateMismatch));
}

TEST_F(GovernanceErc, itsOwnerPassesACertificateOn)
{
    expectOk(issue(ercId, 500));
    expectRefused(transfer(alice, bob), codeOf(governance::Error::TransfersNotAllowed));
    allowTransfers();
    expectRefused(transfer(alice, bob), codeOf(governance::Error::NotValidatedForTrading));
    expectOk(validate());
    expectRefused(transfer(bob, admin), codeOf(governance::Error::NotCertificateOwner));
    expectRefused(transfer(authority, bob), codeOf(governance::Error::NotCertificateOwner));
    expectRefused(transfer(alice, alice), codeOf(governance::Error::InvalidRecipient));
    const auto event = eventOf<governance::ErcTransferred>(expectOk(transfer(alice, bob)));
    EXPECT_EQ(programs::wire::fromKey(event.fromOwner), alice);
    EXPECT_EQ(programs::wire::fromKey(event.toOwner), bob);
    EXPECT_EQ(event.energyAmount, 500U);
    EXPECT_EQ(programs::wire::fromKey(binding().owner), bob);
    EXPECT_EQ(binding().transferCount, 1U);
    expectRefused(transfer(alice, admin), codeOf(governance::Error::NotCertificateOwner));
}

TEST_F(GovernanceErc, whatIsPausedRevokedOrExpiredStaysWhereItIs)
{
    allowTransfers();
    expectOk(issue(ercId, 500));
    expectOk(validate());
    expectOk(governing<governance::EmergencyPause>(authority, {}));
    expectRefused(transfer(alice, bob), codeOf(governance::Error::SystemPaused));
    expectOk(governing<governance::EmergencyUnpause>(authority, {}));
    const auto before = host.accounts;
    expectOk(revoke("fraud"));
    expectRefused(transfer(alice, bob), codeOf(governance::Error::InvalidErcStatus));
    host.accounts = before;
    host.now += 31'536'000;
    expectRefused(transfer(alice, bob), codeOf(governance::Error::ErcExpired));
}

} // namespace
} // namespace paradox::test

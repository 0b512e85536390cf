#include "trading_world.h"

#include "programs/governance/certificate.h"

namespace paradox::test {
namespace {

namespace governance = program::governance;
using programs::wire::toKey;

/// Alice has a certificate over 100.
class TradingCertificates : public TradingWorld {
protected:
    void SetUp() override
    {
        TradingWorld::SetUp();
        certificate.energyAmount = 100;
        certificate.status = governance::ErcStatus::Valid;
        certificate.validatedForTrading = true;
        write();
    }
    /// Writes the certificate and whose it is, as governance would have.
    void write(const PublicKey &owner = numbered(3))
    {
        solana::BorshWriter out;
        out.put(governance::ErcCertificate::discriminator);
        programs::wire::FieldWriter writer{out};
        governance::ErcCertificate::fields(writer, certificate);
        Bytes bytes = out.take();
        bytes.resize(governance::ErcCertificate::space);
        put(certificateKey, {.lamports = 10'000'000, .owner = governanceKey, .data = bytes});
        solana::BorshWriter whose;
        whose.put(governance::ErcOwner::discriminator).put(certificateKey).put(owner).put(numbered(32));
        whose.put(std::uint64_t{0});
        put(ownerKey, {.lamports = 10'000'000, .owner = governanceKey, .data = whose.take()});
    }
    [[nodiscard]] solana::Instruction certified(const PublicKey &seller, std::uint64_t amount) const
    {
        return sellCertifiedAt(nextOrder(seller), seller, {amount, 150}, {certificateKey, ownerKey});
    }
    PublicKey sellCertified(std::uint64_t amount)
    {
        const PublicKey key = nextOrder(alice);
        mustRun(certified(alice, amount));
        return key;
    }
    [[nodiscard]] std::uint64_t used() const
    {
        return overlaid<trading::CertificateUse>(data(useKey(certificateKey))).used;
    }
    [[nodiscard]] solana::Instruction cancelAndReturn(const PublicKey &order, const PublicKey &claimed) const
    {
        using Ix = trading::CancelOrder;
        return call<Ix>({}, {{Ix::market, marketKey},
                             {Ix::order, order},
                             {Ix::authority, alice},
                             {Ix::certificateUse, useKey(certificateKey)},
                             {Ix::certificateClaim, claimKey(claimed)},
                             {Ix::rentReceiver, alice}});
    }

    governance::ErcCertificate certificate{};
    const PublicKey governanceKey = *fromBase58<PublicKey>(programs::governanceDefaultId);
    const PublicKey certificateKey = numbered(30);
    const PublicKey ownerKey = numbered(31);
};

TEST_F(TradingCertificates, ordersTogetherSellNoMoreThanTheCertificateCovers)
{
    sellCertified(60);
    mustFail(certified(alice, 41), codeOf(trading::Error::ExceedsErcAmount));
    sellCertified(40);
    EXPECT_EQ(used(), 100U);
    mustFail(certified(alice, 1), codeOf(trading::Error::ExceedsErcAmount));
}

TEST_F(TradingCertificates, aCertificateSellsForItsOwnerAlone)
{
    mustFail(certified(mallory, 10), codeOf(trading::Error::ErcOwnerMismatch));
    write(mallory); // who was given it
    mustFail(certified(alice, 10), codeOf(trading::Error::ErcOwnerMismatch));
    mustRun(certified(mallory, 10));
    // The owner of another certificate proves nothing.
    solana::Instruction other = certified(mallory, 10);
    ledger::Account forged = *account(ownerKey);
    forged.data[8] ^= 1;
    put(numbered(33), forged);
    other.accounts[trading::CreateSellOrder::ercOwner].key = numbered(33);
    mustFail(other, codeOf(trading::Error::ErcOwnerMismatch));
}

TEST_F(TradingCertificates, onlyValidOnesOfGovernanceCount)
{
    certificate.status = governance::ErcStatus::Revoked;
    write();
    mustFail(certified(alice, 10), codeOf(trading::Error::InvalidErcCertificate));
    certificate.status = governance::ErcStatus::Valid;
    certificate.validatedForTrading = false;
    write();
    mustFail(certified(alice, 10), codeOf(trading::Error::ErcNotValidatedForTrading));
    certificate.validatedForTrading = true;
    certificate.expiresAt = {true, now()};
    write();
    mustFail(certified(alice, 10), codeOf(trading::Error::ErcCertificateExpired));
    certificate.expiresAt = {true, now() + 1'000};
    write();
    mustRun(certified(alice, 10));
    ledger::Account forged = *account(certificateKey);
    forged.owner = numbered(99);
    put(certificateKey, forged);
    mustFail(certified(alice, 10), 3007);
}

TEST_F(TradingCertificates, aCertificateComesWithTheAccountsOfItsUse)
{
    // The first version's five accounts would let one certificate cover any number of orders.
    solana::Instruction bare = certified(alice, 10);
    bare.accounts.resize(5);
    mustFail(bare, codeOf(trading::Error::CertificateUseMissing));
}

TEST_F(TradingCertificates, whatIsNotSoldGoesBackOnce)
{
    const PublicKey ask = sellCertified(60);
    const PublicKey bid = buy(bob, 25, 150);
    mustRun(match(bid, ask, 25));
    mustRun(cancelAndReturn(ask, ask));
    EXPECT_EQ(used(), 25U);
    EXPECT_FALSE(exists(claimKey(ask)));
    mustRun(closeOrder(ask, alice));
    EXPECT_EQ(used(), 25U);
    sellCertified(75);
}

TEST_F(TradingCertificates, anOrdersClaimIsItsOwn)
{
    const PublicKey first = sellCertified(60);
    const PublicKey second = sellCertified(10);
    mustFail(cancelAndReturn(second, first), codeOf(trading::Error::ForeignAccount));
    EXPECT_EQ(used(), 70U);
}

TEST_F(TradingCertificates, closingAnOrderGivesBackWhatCancellingDidNot)
{
    const PublicKey ask = sellCertified(60);
    mustRun(cancel(ask, alice));
    EXPECT_EQ(used(), 60U);
    mustFail(closeOrder(ask, alice), codeOf(trading::Error::CertificateUseMissing));
    mustRun(closeCertified(ask, alice, certificateKey));
    EXPECT_EQ(used(), 0U);
    EXPECT_FALSE(exists(ask));
    EXPECT_FALSE(exists(claimKey(ask)));
}

} // namespace
} // namespace paradox::test

#include "programs/trading/certificates.h"

#include "programs/governance/certificate.h"
#include "programs/program_ids.h"
#include "programs/sdk/base58.h"

namespace paradox::program::trading {

namespace {

using Ix = CreateSellOrder;

constexpr Pubkey governanceProgram = addressOf(programs::governanceDefaultId);

/// The certificate is valid for trading now and belongs to the seller.
Status checkCertificate(const Call<Ix> &call, i64 now, u64 &energyAmount)
{
    governance::ErcCertificate certificate{};
    PROGRAM_TRY(checkState(call[Ix::ercCertificate], governanceProgram, governance::ErcCertificate::discriminator));
    PROGRAM_TRY(call.load(Ix::ercCertificate, certificate));
    PROGRAM_ENSURE(certificate.status == governance::ErcStatus::Valid, InvalidErcCertificate);
    PROGRAM_ENSURE(!certificate.isExpired(now), ErcCertificateExpired);
    PROGRAM_ENSURE(certificate.validatedForTrading, ErcNotValidatedForTrading);
    PROGRAM_TRY(checkState<governance::ErcOwner>(call[Ix::ercOwner], governanceProgram));
    const governance::ErcOwner &owner = call.state<governance::ErcOwner>(Ix::ercOwner);
    PROGRAM_ENSURE(owner.certificate == call.key(Ix::ercCertificate), ErcOwnerMismatch);
    PROGRAM_ENSURE(owner.owner == call.key(Ix::authority), ErcOwnerMismatch);
    energyAmount = certificate.energyAmount;
    return Status::Ok;
}

} // namespace

Status claimCertificate(const Call<CreateSellOrder> &call, i64 now)
{
    PROGRAM_ENSURE(call.has(Ix::ercOwner) && call.has(Ix::certificateUse) && call.has(Ix::certificateClaim),
                   CertificateUseMissing);
    u64 energyAmount = 0;
    PROGRAM_TRY(checkCertificate(call, now, energyAmount));

    CertificateUse &use = call.state<CertificateUse>(Ix::certificateUse);
    if (!call.exists(Ix::certificateUse)) {
        PROGRAM_TRY(call.createAt(Ix::certificateUse, Ix::authority, Status::AccountAlreadyInUse));
        use.certificate = call.key(Ix::ercCertificate);
    }
    PROGRAM_ENSURE(use.certificate == call.key(Ix::ercCertificate), ForeignAccount);
    PROGRAM_ENSURE(checkedAdd(use.used, call.args.energyAmount), ExceedsErcAmount);
    PROGRAM_ENSURE(use.used <= energyAmount, ExceedsErcAmount);

    PROGRAM_TRY(call.createAt(Ix::certificateClaim, Ix::authority, Status::AccountAlreadyInUse));
    CertificateClaim &claim = call.state<CertificateClaim>(Ix::certificateClaim);
    claim.order = call.key(Ix::order);
    claim.certificate = use.certificate;
    claim.amount = call.args.energyAmount;
    return Status::Ok;
}

Status returnToCertificate(const Order &order, const CertificateReturn &accounts)
{
    const CertificateClaim &claim = accounts.claim.as<CertificateClaim>();
    CertificateUse &use = accounts.use.as<CertificateUse>();
    PROGRAM_ENSURE(claim.order == accounts.orderKey && claim.certificate == use.certificate, ForeignAccount);
    PROGRAM_ENSURE(checkedSubtract(use.used, order.remaining()), ForeignAccount);
    close(accounts.claim, accounts.rentReceiver);
    return Status::Ok;
}

} // namespace paradox::program::trading

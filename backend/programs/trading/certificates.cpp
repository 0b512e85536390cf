#include "programs/trading/certificates.h"

#include "programs/governance/certificate.h"
#include "programs/program_ids.h"
#include "programs/sdk/base58.h"

namespace paradox::program::trading {

namespace {

constexpr Pubkey governanceProgram = addressOf(programs::governanceDefaultId);

/// The certificate is valid for trading now and belongs to the seller.
Status checkCertificate(const Call<CreateSellOrder> &call, i64 now, u64 &energyAmount)
{
    governance::ErcCertificate certificate{};
    PROGRAM_TRY(checkState(call[CreateSellOrder::ercCertificate], governanceProgram,
                           governance::ErcCertificate::discriminator));
    PROGRAM_TRY(call.load(CreateSellOrder::ercCertificate, certificate));
    PROGRAM_ENSURE(certificate.status == governance::ErcStatus::Valid, InvalidErcCertificate);
    PROGRAM_ENSURE(!certificate.isExpired(now), ErcCertificateExpired);
    PROGRAM_ENSURE(certificate.validatedForTrading, ErcNotValidatedForTrading);
    PROGRAM_TRY(checkState<governance::ErcOwner>(call[CreateSellOrder::ercOwner], governanceProgram));
    const governance::ErcOwner &owner = call.state<governance::ErcOwner>(CreateSellOrder::ercOwner);
    PROGRAM_ENSURE(owner.certificate == call.key(CreateSellOrder::ercCertificate), ErcOwnerMismatch);
    PROGRAM_ENSURE(owner.owner == call.key(CreateSellOrder::authority), ErcOwnerMismatch);
    energyAmount = certificate.energyAmount;
    return Status::Ok;
}

} // namespace

Status claimCertificate(const Call<CreateSellOrder> &call, i64 now)
{
    PROGRAM_ENSURE(call.has(CreateSellOrder::ercOwner) && call.has(CreateSellOrder::certificateUse) &&
                       call.has(CreateSellOrder::certificateClaim),
                   CertificateUseMissing);
    u64 energyAmount = 0;
    PROGRAM_TRY(checkCertificate(call, now, energyAmount));

    CertificateUse &use = call.state<CertificateUse>(CreateSellOrder::certificateUse);
    if (!call.exists(CreateSellOrder::certificateUse)) {
        PROGRAM_TRY(
            call.createAt(CreateSellOrder::certificateUse, CreateSellOrder::authority, Status::AccountAlreadyInUse));
        use.certificate = call.key(CreateSellOrder::ercCertificate);
    }
    PROGRAM_ENSURE(use.certificate == call.key(CreateSellOrder::ercCertificate), ForeignAccount);
    PROGRAM_ENSURE(checkedAdd(use.used, call.args.energyAmount), ExceedsErcAmount);
    PROGRAM_ENSURE(use.used <= energyAmount, ExceedsErcAmount);

    PROGRAM_TRY(
        call.createAt(CreateSellOrder::certificateClaim, CreateSellOrder::authority, Status::AccountAlreadyInUse));
    CertificateClaim &claim = call.state<CertificateClaim>(CreateSellOrder::certificateClaim);
    claim.order = call.key(CreateSellOrder::order);
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

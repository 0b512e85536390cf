#include "programs/governance/erc.h"
#include "programs/governance/erc_events.h"
#include "programs/governance/rules.h"

namespace paradox::program::governance {

namespace {

Status checkAmounts(const IssueErc::Args &args, const PoaConfig &poa)
{
    PROGRAM_ENSURE(poa.canIssue(), ErcValidationDisabled);
    PROGRAM_ENSURE(args.energyAmount >= poa.minEnergyAmount, BelowMinimumEnergy);
    PROGRAM_ENSURE(args.energyAmount <= poa.maxErcAmount, ExceedsMaximumEnergy);
    PROGRAM_ENSURE(args.renewableSource.size <= sourceSizeMax, SourceNameTooLong);
    PROGRAM_ENSURE(args.validationData.size <= validationDataSizeMax, ValidationDataTooLong);
    return Status::Ok;
}

/// Takes the energy out of what the meter has generated and no certificate attests yet, and binds the certificate to
/// the meter and its owner.
Status claimEnergy(const Call<IssueErc> &call)
{
    using Ix = IssueErc;
    registry::MeterAccount meter{};
    PROGRAM_TRY(
        registry::readMeter(call[Ix::meterAccount], call.state<registry::RegistryLink>(Ix::registryLink), meter));
    MeterClaims &claims = call.state<MeterClaims>(Ix::meterClaims);
    if (!call.exists(Ix::meterClaims)) {
        PROGRAM_TRY(call.createAt(Ix::meterClaims, Ix::authority, Status::AccountAlreadyInUse));
        claims.meter = call.key(Ix::meterAccount);
    }
    PROGRAM_ENSURE(claims.meter == call.key(Ix::meterAccount), CertificateMismatch);
    // Claims the registry itself knows of come from before this program counted them.
    u64 claimed = claims.claimed;
    PROGRAM_ENSURE(checkedAdd(claimed, meter.claimedErcGeneration) && checkedAdd(claimed, call.args.energyAmount) &&
                       claimed <= meter.totalGeneration,
                   InsufficientUnclaimedGeneration);
    claims.claimed += call.args.energyAmount;

    PROGRAM_TRY(call.createAt(Ix::ercOwner, Ix::authority, Status::AccountAlreadyInUse));
    ErcOwner &binding = call.state<ErcOwner>(Ix::ercOwner);
    binding.certificate = call.key(Ix::ercCertificate);
    binding.owner = meter.owner;
    binding.meter = call.key(Ix::meterAccount);
    return Status::Ok;
}

__attribute__((noinline)) Status writeCertificate(const Call<IssueErc> &call, i64 now, i64 validity)
{
    using Ix = IssueErc;
    PROGRAM_TRY(call.createAt(Ix::ercCertificate, Ix::authority, Status::AccountAlreadyInUse));
    ErcCertificate certificate{};
    PROGRAM_ENSURE(assign(certificate.certificateId, call.args.certificateId), CertificateIdTooLong);
    PROGRAM_ENSURE(assign(certificate.renewableSource, call.args.renewableSource), SourceNameTooLong);
    PROGRAM_ENSURE(assign(certificate.validationData, call.args.validationData), ValidationDataTooLong);
    certificate.authority = call.key(Ix::authority);
    certificate.energyAmount = call.args.energyAmount;
    certificate.issuedAt = now;
    certificate.expiresAt = {true, now + validity};
    certificate.status = ErcStatus::Valid;
    return call.store(Ix::ercCertificate, certificate);
}

} // namespace

Status handle(Call<IssueErc> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    PROGRAM_TRY(checkAmounts(call.args, poa));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_TRY(writeCertificate(call, now, poa.ercValidityPeriod));
    PROGRAM_TRY(claimEnergy(call));

    addSaturating(poa.totalErcsIssued, 1);
    addSaturating(poa.totalEnergyCertified, call.args.energyAmount);
    poa.lastErcIssuedAt = {true, now};
    PROGRAM_TRY(storeCounted(call, poa, now));
    return announce(
        ErcIssued{call.args.certificateId, poa.authority, call.args.energyAmount, call.args.renewableSource, now});
}

Status handle(Call<ValidateErcForTrading> &call)
{
    using Ix = ValidateErcForTrading;
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    PROGRAM_ENSURE(poa.isOperational(), SystemPaused);
    ErcCertificate certificate{};
    PROGRAM_TRY(call.load(Ix::ercCertificate, certificate));
    PROGRAM_ENSURE(certificate.status == ErcStatus::Valid, InvalidErcStatus);
    PROGRAM_ENSURE(!certificate.validatedForTrading, AlreadyValidated);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(!certificate.isExpired(now), ErcExpired);

    certificate.validatedForTrading = true;
    certificate.tradingValidatedAt = {true, now};
    PROGRAM_TRY(call.store(Ix::ercCertificate, certificate));
    addSaturating(poa.totalErcsValidated, 1);
    PROGRAM_TRY(storeCounted(call, poa, now));
    return announce(ErcValidatedForTrading{certificate.certificateId.view(), poa.authority, now});
}

Status handle(Call<RevokeErc> &call)
{
    using Ix = RevokeErc;
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    PROGRAM_ENSURE(call.args.reason.size > 0, RevocationReasonRequired);
    PROGRAM_ENSURE(call.args.reason.size <= reasonSizeMax, RevocationReasonTooLong);
    const ErcOwner &binding = call.state<ErcOwner>(Ix::ercOwner);
    MeterClaims &claims = call.state<MeterClaims>(Ix::meterClaims);
    PROGRAM_ENSURE(binding.certificate == call.key(Ix::ercCertificate), CertificateMismatch);
    PROGRAM_ENSURE(claims.meter == binding.meter, CertificateMismatch);
    ErcCertificate certificate{};
    PROGRAM_TRY(call.load(Ix::ercCertificate, certificate));
    PROGRAM_ENSURE(certificate.status != ErcStatus::Revoked, AlreadyRevoked);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    if (!certificate.tradingValidatedAt.isSome)
        claims.claimed -= certificate.energyAmount;
    certificate.status = ErcStatus::Revoked;
    certificate.validatedForTrading = false;
    PROGRAM_TRY(call.store(Ix::ercCertificate, certificate));
    addSaturating(poa.totalErcsRevoked, 1);
    PROGRAM_TRY(storeCounted(call, poa, now));
    return announce(
        ErcRevoked{certificate.certificateId.view(), poa.authority, call.args.reason, certificate.energyAmount, now});
}

Status handle(Call<TransferErc> &call)
{
    using Ix = TransferErc;
    PoaConfig poa{};
    PROGRAM_TRY(call.load(Ix::poaConfig, poa));
    PROGRAM_ENSURE(poa.isOperational(), SystemPaused);
    PROGRAM_ENSURE(poa.allowCertificateTransfers, TransfersNotAllowed);
    ErcOwner &binding = call.state<ErcOwner>(Ix::ercOwner);
    PROGRAM_ENSURE(binding.certificate == call.key(Ix::ercCertificate), CertificateMismatch);
    PROGRAM_ENSURE(binding.owner == call.key(Ix::currentOwner), NotCertificateOwner);
    const Pubkey &recipient = call.key(Ix::newOwner);
    PROGRAM_ENSURE(recipient != binding.owner && !isZero(recipient), InvalidRecipient);
    ErcCertificate certificate{};
    PROGRAM_TRY(call.load(Ix::ercCertificate, certificate));
    PROGRAM_ENSURE(certificate.status == ErcStatus::Valid, InvalidErcStatus);
    PROGRAM_ENSURE(certificate.validatedForTrading, NotValidatedForTrading);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(!certificate.isExpired(now), ErcExpired);

    const Pubkey before = binding.owner;
    binding.owner = recipient;
    binding.transferCount += 1;
    return announce(ErcTransferred{certificate.certificateId.view(), before, recipient, certificate.energyAmount, now});
}

} // namespace paradox::program::governance

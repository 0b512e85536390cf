#include "programs/governance/admin.h"
#include "programs/governance/erc_events.h"
#include "programs/governance/events.h"
#include "programs/governance/rules.h"

namespace paradox::program::governance {

Status handle(Call<InitializePoa> &call)
{
    using Ix = InitializePoa;
    PROGRAM_TRY(call.createAt(Ix::poaConfig, Ix::authority, Status::AccountAlreadyInUse));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    PoaConfig poa{};
    poa.authority = call.key(Ix::authority);
    PROGRAM_REQUIRE(assign(poa.authorityName, textOf("REC")), Status::AccountDidNotSerialize);
    PROGRAM_ENSURE(assign(poa.contactInfo, textOf("engineering_erc@utcc.ac.th")), ContactInfoTooLong);
    poa.version = 1;
    poa.ercValidationEnabled = true;
    poa.minEnergyAmount = 100;
    poa.maxErcAmount = 1'000'000;
    poa.ercValidityPeriod = yearSeconds;
    poa.minOracleConfidence = 80;
    poa.createdAt = now;
    PROGRAM_TRY(storeChanged(call, poa, now));
    return announce(PoaInitialized{poa.authority, poa.authorityName.view(), now});
}

Status handle(Call<LinkRegistry> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    return registry::setLink(call);
}

Status handle(Call<EmergencyPause> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    PROGRAM_ENSURE(!poa.emergencyPaused, AlreadyPaused);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    poa.emergencyPaused = true;
    poa.emergencyTimestamp = {true, now};
    PROGRAM_TRY(storeChanged(call, poa, now));
    return announce(EmergencyPauseActivated{poa.authority, now});
}

Status handle(Call<EmergencyUnpause> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    PROGRAM_ENSURE(poa.emergencyPaused, NotPaused);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    poa.emergencyPaused = false;
    poa.emergencyTimestamp = {};
    PROGRAM_TRY(storeChanged(call, poa, now));
    return announce(EmergencyPauseDeactivated{poa.authority, now});
}

Status handle(Call<UpdateGovernanceConfig> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    const bool before = poa.ercValidationEnabled;
    poa.ercValidationEnabled = call.args.ercValidationEnabled;
    PROGRAM_TRY(storeChanged(call, poa, now));
    return announce(GovernanceConfigUpdated{poa.authority, poa.ercValidationEnabled, before, now});
}

Status handle(Call<SetMaintenanceMode> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    poa.maintenanceMode = call.args.maintenanceEnabled;
    PROGRAM_TRY(storeChanged(call, poa, now));
    return announce(MaintenanceModeUpdated{poa.authority, poa.maintenanceMode, now});
}

Status handle(Call<UpdateErcLimits> &call)
{
    const UpdateErcLimits::Args &limits = call.args;
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    PROGRAM_ENSURE(limits.minEnergyAmount > 0, InvalidMinimumEnergy);
    PROGRAM_ENSURE(limits.maxErcAmount > limits.minEnergyAmount, InvalidMaximumEnergy);
    PROGRAM_ENSURE(limits.ercValidityPeriod > 0 && limits.ercValidityPeriod <= 2 * yearSeconds, InvalidValidityPeriod);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    const ErcLimitsUpdated event{poa.authority,       poa.minEnergyAmount,   limits.minEnergyAmount,   poa.maxErcAmount,
                                 limits.maxErcAmount, poa.ercValidityPeriod, limits.ercValidityPeriod, now};
    poa.minEnergyAmount = limits.minEnergyAmount;
    poa.maxErcAmount = limits.maxErcAmount;
    poa.ercValidityPeriod = limits.ercValidityPeriod;
    PROGRAM_TRY(storeChanged(call, poa, now));
    return announce(event);
}

Status handle(Call<UpdateAuthorityInfo> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    const Text<contactSizeMax> before = poa.contactInfo;
    PROGRAM_ENSURE(assign(poa.contactInfo, call.args.contactInfo), ContactInfoTooLong);
    PROGRAM_TRY(storeChanged(call, poa, now));
    return announce(AuthorityInfoUpdated{poa.authority, before.view(), call.args.contactInfo, now});
}

Status handle(Call<SetCertificateTransfers> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    poa.allowCertificateTransfers = call.args.allowed;
    PROGRAM_TRY(storeChanged(call, poa, now));
    return announce(CertificateTransfersSet{poa.authority, poa.allowCertificateTransfers, now});
}

Status handle(Call<GetGovernanceStats> &call)
{
    PoaConfig poa{};
    PROGRAM_TRY(call.load(GetGovernanceStats::poaConfig, poa));
    return giveBack(GovernanceStats{poa.totalErcsIssued, poa.totalErcsValidated, poa.totalErcsRevoked,
                                    poa.totalEnergyCertified, poa.ercValidationEnabled, poa.emergencyPaused,
                                    poa.maintenanceMode, poa.minEnergyAmount, poa.maxErcAmount, poa.ercValidityPeriod,
                                    poa.requireOracleValidation, poa.allowCertificateTransfers, poa.delegationEnabled,
                                    poa.createdAt, poa.lastUpdated, poa.lastErcIssuedAt});
}

} // namespace paradox::program::governance

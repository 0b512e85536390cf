#include "programs/governance/erc_events.h"
#include "programs/governance/events.h"
#include "programs/governance/governance.h"
#include "programs/idl/idl.h"
#include "programs/idl/idls.h"

namespace paradox::programs {

std::string governanceIdl()
{
    using namespace program::governance;
    using program::TypeList;
    using program::registry::RegistryLink;
    using program::registry::RegistryLinked;
    idl::Writer writer({"governance", governanceDefaultId, "Proof of authority and renewable energy certificates"});
    writer.accounts(TypeList<PoaConfig, ErcCertificate, ErcOwner, MeterClaims, AuthorityChange, RegistryLink>());
    writer.types(TypeList<ErcStatus, GovernanceStats>());
    writer.events(
        TypeList<PoaInitialized, EmergencyPauseActivated, EmergencyPauseDeactivated, GovernanceConfigUpdated,
                 MaintenanceModeUpdated, ErcLimitsUpdated, AuthorityInfoUpdated, AuthorityChangeProposed,
                 AuthorityChangeApproved, AuthorityChangeCancelled, CertificateTransfersSet, RegistryLinked>());
    writer.events(TypeList<ErcIssued, ErcValidatedForTrading, ErcRevoked, ErcTransferred>());
    writer.instructions<Instructions>();
#define GOVERNANCE_IDL_ERROR(code, name, words) writer.error(code, #name, words);
    PARADOX_GOVERNANCE_ERRORS(GOVERNANCE_IDL_ERROR)
#undef GOVERNANCE_IDL_ERROR
    return writer.text();
}

} // namespace paradox::programs

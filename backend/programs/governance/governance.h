#pragma once

#include "programs/governance/admin.h"
#include "programs/governance/authority.h"
#include "programs/governance/erc.h"

namespace paradox::program::governance {

/// Every instruction, in the order of the IDL.
using Instructions =
    InstructionSet<InitializePoa, LinkRegistry, EmergencyPause, EmergencyUnpause, UpdateGovernanceConfig,
                   SetMaintenanceMode, UpdateErcLimits, UpdateAuthorityInfo, SetCertificateTransfers,
                   GetGovernanceStats, IssueErc, ValidateErcForTrading, RevokeErc, TransferErc, ProposeAuthorityChange,
                   ApproveAuthorityChange, CancelAuthorityChange>;

Status handle(Call<InitializePoa> &call);
Status handle(Call<LinkRegistry> &call);
Status handle(Call<EmergencyPause> &call);
Status handle(Call<EmergencyUnpause> &call);
Status handle(Call<UpdateGovernanceConfig> &call);
Status handle(Call<SetMaintenanceMode> &call);
Status handle(Call<UpdateErcLimits> &call);
Status handle(Call<UpdateAuthorityInfo> &call);
Status handle(Call<SetCertificateTransfers> &call);
Status handle(Call<GetGovernanceStats> &call);

Status handle(Call<IssueErc> &call);
Status handle(Call<ValidateErcForTrading> &call);
Status handle(Call<RevokeErc> &call);
Status handle(Call<TransferErc> &call);

Status handle(Call<ProposeAuthorityChange> &call);
Status handle(Call<ApproveAuthorityChange> &call);
Status handle(Call<CancelAuthorityChange> &call);

struct Program {
    using Instructions = governance::Instructions;
    static ErrorList errors() { return {errorTexts, countOf(errorTexts)}; }
};

} // namespace paradox::program::governance

#pragma once

#include "programs/registry/meters.h"
#include "programs/registry/users.h"

namespace paradox::program::registry {

/// Every instruction, in the order of the IDL.
using Instructions = InstructionSet<Initialize, SetOracleAuthority, RegisterUser, UpdateUserStatus, CloseUser,
                                    IsValidUser, RegisterMeter, AssignMeter, UpdateMeterStatus, UpdateMeterReading,
                                    SettleMeterBalance, GetUnsettledBalance, IsValidMeter>;

Status handle(Call<Initialize> &call);
Status handle(Call<SetOracleAuthority> &call);

Status handle(Call<RegisterUser> &call);
Status handle(Call<UpdateUserStatus> &call);
Status handle(Call<CloseUser> &call);
Status handle(Call<IsValidUser> &call);

Status handle(Call<RegisterMeter> &call);
Status handle(Call<AssignMeter> &call);
Status handle(Call<UpdateMeterStatus> &call);
Status handle(Call<IsValidMeter> &call);

Status handle(Call<UpdateMeterReading> &call);
Status handle(Call<SettleMeterBalance> &call);
Status handle(Call<GetUnsettledBalance> &call);

struct Program {
    using Instructions = registry::Instructions;
    static ErrorList errors() { return {errorTexts, countOf(errorTexts)}; }
};

} // namespace paradox::program::registry

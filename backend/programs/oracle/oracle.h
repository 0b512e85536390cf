#pragma once

#include "programs/oracle/admin.h"
#include "programs/oracle/readings.h"

namespace paradox::program::oracle {

/// Every instruction, in the order of the IDL.
using Instructions = InstructionSet<Initialize, UpdateOracleStatus, UpdateApiGateway, LinkRegistry,
                                    TriggerMarketClearing, SubmitMeterReading, RecordMeterReading, CloseMeterReading>;

Status handle(Call<Initialize> &call);
Status handle(Call<UpdateOracleStatus> &call);
Status handle(Call<UpdateApiGateway> &call);
Status handle(Call<LinkRegistry> &call);
Status handle(Call<TriggerMarketClearing> &call);

Status handle(Call<SubmitMeterReading> &call);
Status handle(Call<RecordMeterReading> &call);
Status handle(Call<CloseMeterReading> &call);

struct Program {
    using Instructions = oracle::Instructions;
    static ErrorList errors() { return {errorTexts, countOf(errorTexts)}; }
};

} // namespace paradox::program::oracle

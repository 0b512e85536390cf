#pragma once

#include "programs/oracle/oracle.h"

namespace paradox::program::oracle {

/// Loads the oracle for its authority.
template <class Ix>
Status loadForAuthority(const Call<Ix> &call, OracleData &oracle)
{
    PROGRAM_TRY(call.load(Ix::oracleData, oracle));
    PROGRAM_ENSURE(oracle.authority == call.key(Ix::authority), UnauthorizedAuthority);
    return Status::Ok;
}

/// Loads the working oracle for its gateway.
template <class Ix>
Status loadForGateway(const Call<Ix> &call, OracleData &oracle)
{
    PROGRAM_TRY(call.load(Ix::oracleData, oracle));
    PROGRAM_ENSURE(oracle.active, OracleInactive);
    PROGRAM_ENSURE(oracle.apiGateway == call.key(Ix::authority), UnauthorizedGateway);
    return Status::Ok;
}

} // namespace paradox::program::oracle

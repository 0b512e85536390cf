#pragma once

#include "programs/governance/governance.h"

namespace paradox::program::governance {

/// Loads the rules for their authority.
template <class Ix>
Status loadForAuthority(const Call<Ix> &call, PoaConfig &poa)
{
    PROGRAM_TRY(call.load(Ix::poaConfig, poa));
    PROGRAM_ENSURE(poa.authority == call.key(Ix::authority), UnauthorizedAuthority);
    return Status::Ok;
}

/// Stores changed rules.
template <class Ix>
Status storeChanged(const Call<Ix> &call, PoaConfig &poa, i64 now)
{
    poa.lastUpdated = now;
    return call.store(Ix::poaConfig, poa);
}

/// Stores changed statistics, where the caller lets them be counted.
template <class Ix>
Status storeCounted(const Call<Ix> &call, PoaConfig &poa, i64 now)
{
    return call[Ix::poaConfig].isWritable() ? storeChanged(call, poa, now) : Status::Ok;
}

inline void addSaturating(u64 &sum, u64 amount)
{
    if (!checkedAdd(sum, amount))
        sum = ~u64{0};
}

} // namespace paradox::program::governance

#pragma once

#include "programs/registry/registry.h"

namespace paradox::program::registry {

template <class Ix>
Status checkAuthority(const Call<Ix> &call)
{
    const Registry &registry = call.template state<Registry>(Ix::registry);
    PROGRAM_ENSURE(registry.authority == call.key(Ix::authority), UnauthorizedAuthority);
    return Status::Ok;
}

} // namespace paradox::program::registry

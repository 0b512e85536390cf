#pragma once

#include "programs/sdk/types.h"

#if !defined(__bpf__)
/// Defined by the host, as the syscalls are: takes units from the running program's budget.
extern "C" void paradox_charge_units(uint64_t units);
#endif

namespace paradox::program {

/// Nothing counts the instructions of native code. Where they grow with an account's size the host is told what SBPF
/// takes, on the safe side, so that a limit which suffices here suffices on a cluster.
inline void chargeNatively([[maybe_unused]] u64 units)
{
#if !defined(__bpf__)
    paradox_charge_units(units);
#endif
}

} // namespace paradox::program

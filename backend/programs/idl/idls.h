#pragma once

#include "programs/program_ids.h"

#include <string>

namespace paradox::programs {

// vaultIdl(), …: a program's Anchor IDL, spec 0.1.0, as JSON text. Each stands in NAME_idl.cpp.
#define PARADOX_IDL(name, id) [[nodiscard]] std::string name##Idl();
PARADOX_PROGRAMS(PARADOX_IDL)
#undef PARADOX_IDL

} // namespace paradox::programs

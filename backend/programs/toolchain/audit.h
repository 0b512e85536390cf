#pragma once

#include "programs/toolchain/symbols.h"

namespace paradox::sbpf {

/// Refuses code that the machine would refuse or execute otherwise than the compiler meant: instructions outside
/// -mcpu=v2, stack frames it does not have, jumps astray, calls that no relocation completes. Before relocation, so
/// that places are those of the object.
[[nodiscard]] std::expected<void, LinkError> audit(const Program &program, SectionId id);

/// Whether an instruction of a code section starts at `offset`, and not the second half of a 64-bit load.
[[nodiscard]] bool isInstruction(const Section &section, std::uint64_t offset);

} // namespace paradox::sbpf

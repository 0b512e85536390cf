#pragma once

#include "programs/toolchain/layout.h"

namespace paradox::sbpf {

/// A call of a syscall that the loader completes.
struct SyscallUse {
    std::uint64_t offset = 0; ///< of the call, in the code segment
    std::string_view name;
};

/// The two segments with every address filled in, apart from the syscalls.
struct Segments {
    Bytes code;
    Bytes data;
    std::vector<SyscallUse> syscalls; ///< by offset
};

[[nodiscard]] std::expected<Segments, LinkError> relocate(const Program &program, const LiveSections &live,
                                                          const Layout &layout, Version version);

} // namespace paradox::sbpf

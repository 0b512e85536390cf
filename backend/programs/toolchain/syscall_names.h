#pragma once

#include <cstdint>
#include <string_view>

namespace paradox::sbpf {

/// Whether a cluster's machine offers a syscall of this name.
[[nodiscard]] bool isSyscall(std::string_view name);

/// How the machine numbers syscalls: MurmurHash3, 32 bits, seed 0, of the name.
[[nodiscard]] std::uint32_t syscallNumber(std::string_view name);

} // namespace paradox::sbpf

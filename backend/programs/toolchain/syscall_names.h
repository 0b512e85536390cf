#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace paradox::sbpf {

/// What a program may call outside itself: the syscalls of a mainnet cluster's machine, sorted.
[[nodiscard]] std::span<const std::string_view> syscallNames();
[[nodiscard]] bool isSyscall(std::string_view name);

/// How the machine numbers syscalls: MurmurHash3, 32 bits, seed 0, of the name.
[[nodiscard]] std::uint32_t syscallNumber(std::string_view name);

} // namespace paradox::sbpf

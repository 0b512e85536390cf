#pragma once

#include <array>
#include <cstdint>
#include <string_view>

/// The programs compiled natively. The executable that links them defines every function of programs/sdk/syscalls.h.
/// `input` is Solana's serialised instruction input (aligned loader ABI), itself aligned to 8 bytes; account lamports,
/// owners, lengths and data are changed in place. Returns 0, or the program error: built-in errors in the upper 32
/// bits, custom ones in the lower. The host keeps only what a program may change, as on a cluster.
extern "C" std::uint64_t paradox_vault_entrypoint(std::uint8_t *input);

namespace paradox::programs {

struct NativeProgram {
    std::string_view name;
    std::string_view defaultId; ///< base-58
    std::uint64_t (*entry)(std::uint8_t *input);
};

inline constexpr std::array<NativeProgram, 1> natives{{
    {"vault", "8jrMsGNM9HwmPU94cotLQCxGu15iW7Mt3WZeggfwvv2x", &paradox_vault_entrypoint},
}};

} // namespace paradox::programs

#pragma once

#include "programs/program_ids.h"

#include <array>
#include <cstdint>
#include <string_view>

/// The programs compiled natively. The executable that links them defines every function of programs/sdk/syscalls.h,
/// and the one of programs/sdk/native_units.h. `input` is Solana's serialised instruction input (aligned loader ABI),
/// itself aligned to 8 bytes; account lamports, owners, lengths and data are changed in place. Returns 0, or the
/// program error: built-in errors in the upper 32 bits, custom ones in the lower. The host keeps only what a program
/// may change, as on a cluster.
#define PARADOX_NATIVE_ENTRY(name, id) extern "C" std::uint64_t paradox_##name##_entrypoint(std::uint8_t *input);
PARADOX_PROGRAMS(PARADOX_NATIVE_ENTRY)
#undef PARADOX_NATIVE_ENTRY

namespace paradox::programs {

struct NativeProgram {
    std::string_view name;
    std::string_view defaultId; ///< base-58
    std::uint64_t (*entry)(std::uint8_t *input);
};

#define PARADOX_NATIVE(name, id) NativeProgram{#name, id, &paradox_##name##_entrypoint},
inline constexpr auto natives = std::to_array<NativeProgram>({PARADOX_PROGRAMS(PARADOX_NATIVE)});
#undef PARADOX_NATIVE

} // namespace paradox::programs

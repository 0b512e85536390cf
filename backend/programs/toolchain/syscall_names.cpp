#include "programs/toolchain/syscall_names.h"

#include <algorithm>
#include <bit>

namespace paradox::sbpf {

namespace {

/// Deprecated ones and those behind inactive features are left out.
constexpr std::string_view names[] = {
    "abort",
    "sol_alt_bn128_compression",
    "sol_alt_bn128_group_op",
    "sol_big_mod_exp",
    "sol_blake3",
    "sol_create_program_address",
    "sol_curve_group_op",
    "sol_curve_multiscalar_mul",
    "sol_curve_validate_point",
    "sol_get_clock_sysvar",
    "sol_get_epoch_rewards_sysvar",
    "sol_get_epoch_schedule_sysvar",
    "sol_get_epoch_stake",
    "sol_get_last_restart_slot",
    "sol_get_processed_sibling_instruction",
    "sol_get_rent_sysvar",
    "sol_get_return_data",
    "sol_get_stack_height",
    "sol_get_sysvar",
    "sol_invoke_signed_c",
    "sol_invoke_signed_rust",
    "sol_keccak256",
    "sol_log_",
    "sol_log_64_",
    "sol_log_compute_units_",
    "sol_log_data",
    "sol_log_pubkey",
    "sol_memcmp_",
    "sol_memcpy_",
    "sol_memmove_",
    "sol_memset_",
    "sol_panic_",
    "sol_poseidon",
    "sol_remaining_compute_units",
    "sol_secp256k1_recover",
    "sol_set_return_data",
    "sol_sha256",
    "sol_try_find_program_address",
};
static_assert(std::ranges::is_sorted(names));

constexpr std::uint32_t mixed(std::uint32_t word)
{
    return std::rotl(word * 0xcc9e2d51U, 15) * 0x1b873593U;
}

std::uint32_t wordOf(std::string_view bytes)
{
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        word |= std::uint32_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    return word;
}

} // namespace

std::span<const std::string_view> syscallNames()
{
    return names;
}

bool isSyscall(std::string_view name)
{
    return std::ranges::binary_search(names, name);
}

std::uint32_t syscallNumber(std::string_view name)
{
    std::uint32_t hash = 0;
    std::string_view rest = name;
    for (; rest.size() >= 4; rest.remove_prefix(4))
        hash = std::rotl(hash ^ mixed(wordOf(rest.substr(0, 4))), 13) * 5 + 0xe6546b64U;
    hash ^= mixed(wordOf(rest));
    hash ^= static_cast<std::uint32_t>(name.size());
    hash = (hash ^ hash >> 16) * 0x85ebca6bU;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35U;
    return hash ^ hash >> 16;
}

} // namespace paradox::sbpf

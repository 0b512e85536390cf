#include "programs/client/vault_errors.h"

#include <algorithm>
#include <array>

namespace paradox::vault {

namespace {

constexpr ErrorInfo table[] = {
#define PARADOX_VAULT_ERROR(code, name, words) {code, #name, words},
    PROGRAM_FRAMEWORK_ERRORS(PARADOX_VAULT_ERROR) PARADOX_VAULT_ERRORS(PARADOX_VAULT_ERROR)
#undef PARADOX_VAULT_ERROR
};

} // namespace

std::span<const ErrorInfo> errorTable()
{
    return table;
}

std::optional<ErrorInfo> errorInfo(std::uint32_t code)
{
    const auto *found = std::ranges::find(table, code, &ErrorInfo::code);
    return found == std::end(table) ? std::nullopt : std::optional(*found);
}

} // namespace paradox::vault

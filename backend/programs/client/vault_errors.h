#pragma once

#include "programs/vault/errors.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace paradox::vault {

/// The vault's own codes, for callers that act on them. Listed with their words in programs/vault/errors.h.
using VaultError = program::vault::Error;

/// One custom error of the program: Anchor's framework errors below 6000, the vault's own from 6000.
struct ErrorInfo {
    std::uint32_t code = 0;
    std::string_view name;  ///< "AlreadyApplied"
    std::string_view words; ///< for people
};

/// The custom code of `{"InstructionError":[i,{"Custom":code}]}`.
[[nodiscard]] std::optional<ErrorInfo> errorInfo(std::uint32_t code);
[[nodiscard]] std::span<const ErrorInfo> errorTable();

} // namespace paradox::vault

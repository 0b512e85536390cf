#pragma once

#include <string>

namespace paradox::programs {

/// The vault's IDL as JSON with two blanks of indentation and a newline at the end.
[[nodiscard]] std::string vaultIdl();

} // namespace paradox::programs

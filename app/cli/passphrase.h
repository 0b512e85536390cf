#pragma once

#include "signer/secure_buffer.h"

#include <QString>

#include <optional>

namespace paradox::cli {

/// One line from file descriptor `fd`, or asked for on the terminal without echo when there is none. Never from argv or
/// the environment. Nothing when there is no line.
[[nodiscard]] std::optional<signer::SecureBuffer> readPassphrase(const QString &prompt, std::optional<int> fd);

} // namespace paradox::cli

#pragma once

#include "client/error.h"

namespace paradox::cli {

/// What a script may rely on.
enum class ExitCode : int {
    Done = 0,
    Failed = 1, ///< the node or the chain said no
    Usage = 2,
    Unreachable = 3,
    Mismatch = 4, ///< a verification says so
    Locked = 5,   ///< no passphrase, or the wrong one
};

[[nodiscard]] ExitCode exitCodeOf(const client::Error &error);

} // namespace paradox::cli

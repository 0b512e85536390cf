#pragma once

#include "ledger/rpc_arguments.h"

#include <optional>
#include <string_view>

namespace paradox::ledger {

/// Reads one JSON text from an untrusted client; nothing when it is none, or nested deeper than a cluster reads.
/// What it gives lives until this thread reads the next text.
[[nodiscard]] std::optional<Element> readRpcText(std::string_view text);

} // namespace paradox::ledger

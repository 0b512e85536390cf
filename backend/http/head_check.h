#pragma once

#include "http/wire.h"

#include <optional>
#include <string_view>

namespace paradox::http {

/// Looks at a whole request head (with its final empty line) for what must be refused although a lenient parser would
/// take it.
[[nodiscard]] std::optional<WireError> checkHead(std::string_view head, const HeadLimits &limits);

/// '/'-rooted, decoded, without dot segments; nothing otherwise.
[[nodiscard]] std::optional<std::string> decodePath(std::string_view path);

} // namespace paradox::http

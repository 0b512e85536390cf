#pragma once

#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace paradox {

/// RFC 3339 with 'T', an optional fraction (cut off) and 'Z' or a numeric offset. Nothing for a date that does not
/// exist; second 60 is refused.
[[nodiscard]] std::optional<UnixSeconds> parseRfc3339(std::string_view text);

/// "2026-09-22T00:02:13Z", and with milliseconds "2026-09-22T00:02:13.191Z". Years 0 to 9999: a time
/// beyond them reads as the nearest within.
[[nodiscard]] std::string formatRfc3339(UnixSeconds time);
[[nodiscard]] std::string formatRfc3339(UnixMillis time);

} // namespace paradox

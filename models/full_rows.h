#pragma once

#include <cstddef>

namespace paradox::models {

/// As many as a full shelf is left with: a sixty-fourth of its limit goes at once, so that a table takes one long range
/// away as quickly as one row.
[[nodiscard]] constexpr std::size_t fullRows(std::size_t rowsMax)
{
    return rowsMax - rowsMax / 64;
}

} // namespace paradox::models

#pragma once

#include <cstdint>

namespace paradox::ui {

/// WCAG 2.x contrast of two 0xRRGGBB colours, 1.0 to 21.0.
[[nodiscard]] double contrastRatio(std::uint32_t a, std::uint32_t b);

} // namespace paradox::ui

#include "ui/theme/contrast.h"

#include <algorithm>
#include <cmath>

namespace paradox::ui {
namespace {

double channel(std::uint32_t value)
{
    const double share = static_cast<double>(value & 0xFFU) / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(std::uint32_t rgb)
{
    return 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8) + 0.0722 * channel(rgb);
}

} // namespace

double contrastRatio(std::uint32_t a, std::uint32_t b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace paradox::ui

#pragma once

#include "solana/ed25519_group.h"

#include <span>

namespace paradox::solana::ed25519 {

inline constexpr std::size_t lanes = 8;

/// Whether this processor multiplies eight 52-bit numbers at once (AVX-512 IFMA): else sumInLanes() must not be called.
[[nodiscard]] bool hasLanes();

/// The values of up to eight sums, worked out side by side: points[i] of sums[i]. It takes as long for one as for
/// eight.
void sumInLanes(std::span<const Sum> sums, std::span<Point> points);

} // namespace paradox::solana::ed25519

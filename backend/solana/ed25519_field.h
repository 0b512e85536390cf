#pragma once

#include "domain/bytes.h"

#include <array>

namespace paradox::solana::ed25519 {

__extension__ using Wide = unsigned __int128;

/// An element of GF(2^255 - 19), five limbs of 51 bits, loosely reduced. Products leave limbs below 2^51 + 2^13, a sum
/// or difference of products stays below 2^54, which is what a product may take. Public data only: not constant-time.
struct Field {
    std::array<std::uint64_t, 5> limb{};
};

inline constexpr std::uint64_t limbMask = (std::uint64_t{1} << 51) - 1;
inline constexpr Field fieldZero{};
inline constexpr Field fieldOne{{1, 0, 0, 0, 0}};

[[nodiscard]] inline Field operator+(const Field &a, const Field &b)
{
    return {{a.limb[0] + b.limb[0], a.limb[1] + b.limb[1], a.limb[2] + b.limb[2], a.limb[3] + b.limb[3],
             a.limb[4] + b.limb[4]}};
}

/// Adds 4p first, so b's limbs must be below 2^53 - 76: a product, or a sum of two.
[[nodiscard]] inline Field operator-(const Field &a, const Field &b)
{
    constexpr std::uint64_t low = (std::uint64_t{1} << 53) - 76;
    constexpr std::uint64_t high = (std::uint64_t{1} << 53) - 4;
    return {{a.limb[0] + low - b.limb[0], a.limb[1] + high - b.limb[1], a.limb[2] + high - b.limb[2],
             a.limb[3] + high - b.limb[3], a.limb[4] + high - b.limb[4]}};
}

[[nodiscard]] inline Field carried(const std::array<Wide, 5> &sums)
{
    const auto low = [](Wide sum) { return static_cast<std::uint64_t>(sum) & limbMask; };
    const Wide s0 = sums[0];
    const Wide s1 = sums[1] + static_cast<std::uint64_t>(s0 >> 51);
    const Wide s2 = sums[2] + static_cast<std::uint64_t>(s1 >> 51);
    const Wide s3 = sums[3] + static_cast<std::uint64_t>(s2 >> 51);
    const Wide s4 = sums[4] + static_cast<std::uint64_t>(s3 >> 51);
    const std::uint64_t first = low(s0) + static_cast<std::uint64_t>(s4 >> 51) * 19;
    return {{first & limbMask, low(s1) + (first >> 51), low(s2), low(s3), low(s4)}};
}

[[nodiscard]] inline Field operator*(const Field &a, const Field &b)
{
    const auto &[a0, a1, a2, a3, a4] = a.limb;
    const auto &[b0, b1, b2, b3, b4] = b.limb;
    const std::uint64_t c1 = b1 * 19;
    const std::uint64_t c2 = b2 * 19;
    const std::uint64_t c3 = b3 * 19;
    const std::uint64_t c4 = b4 * 19;
    return carried({Wide{a0} * b0 + Wide{a1} * c4 + Wide{a2} * c3 + Wide{a3} * c2 + Wide{a4} * c1,
                    Wide{a0} * b1 + Wide{a1} * b0 + Wide{a2} * c4 + Wide{a3} * c3 + Wide{a4} * c2,
                    Wide{a0} * b2 + Wide{a1} * b1 + Wide{a2} * b0 + Wide{a3} * c4 + Wide{a4} * c3,
                    Wide{a0} * b3 + Wide{a1} * b2 + Wide{a2} * b1 + Wide{a3} * b0 + Wide{a4} * c4,
                    Wide{a0} * b4 + Wide{a1} * b3 + Wide{a2} * b2 + Wide{a3} * b1 + Wide{a4} * b0});
}

[[nodiscard]] inline Field squared(const Field &a)
{
    const auto &[a0, a1, a2, a3, a4] = a.limb;
    const std::uint64_t d0 = a0 * 2;
    const std::uint64_t d1 = a1 * 2;
    const std::uint64_t d2 = a2 * 2;
    const std::uint64_t c3 = a3 * 19;
    const std::uint64_t c4 = a4 * 19;
    return carried({Wide{a0} * a0 + Wide{d1} * c4 + Wide{d2} * c3, Wide{d0} * a1 + Wide{d2} * c4 + Wide{a3} * c3,
                    Wide{d0} * a2 + Wide{a1} * a1 + Wide{a3 * 2} * c4, Wide{d0} * a3 + Wide{d1} * a2 + Wide{a4} * c4,
                    Wide{d0} * a4 + Wide{d1} * a3 + Wide{a2} * a2});
}

using FieldBytes = std::array<std::uint8_t, 32>;

/// The sign bit is ignored; a value of p and above is taken modulo p.
[[nodiscard]] Field fieldFrom(ByteSpan bytes32);
/// The one encoding below p.
[[nodiscard]] FieldBytes encode(const Field &a);
[[nodiscard]] bool isZero(const Field &a);
[[nodiscard]] bool isNegative(const Field &a); ///< the lowest bit of the encoding
[[nodiscard]] Field inverse(const Field &a);
[[nodiscard]] Field powP58(const Field &a); ///< a^((p-5)/8)

} // namespace paradox::solana::ed25519

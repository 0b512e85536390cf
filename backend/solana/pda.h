#pragma once

#include "domain/bytes.h"

#include <optional>
#include <span>

namespace paradox::solana {

inline constexpr std::size_t seedsMax = 16;
inline constexpr std::size_t seedSizeMax = 32;

/// Whether 32 bytes decompress to a curve point, by the chain's rule (curve25519-dalek): y is taken modulo p, the sign
/// bit is ignored, and points outside the prime-order subgroup count. libsodium's own check answers another question.
[[nodiscard]] bool isOnCurve(const PublicKey &key);

struct ProgramAddress {
    PublicKey key;
    std::uint8_t bump = 0;
};

/// Nothing when a seed is too long, there are too many, or the hash lies on the curve.
[[nodiscard]] std::optional<PublicKey> createProgramAddress(std::span<const ByteSpan> seeds, const PublicKey &program);

/// The highest bump from 255 down that gives an address off the curve.
[[nodiscard]] std::optional<ProgramAddress> findProgramAddress(std::span<const ByteSpan> seeds,
                                                               const PublicKey &program);

} // namespace paradox::solana

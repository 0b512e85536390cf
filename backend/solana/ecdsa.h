#pragma once

#include "domain/bytes.h"

#include <array>
#include <optional>

namespace paradox::solana {

// ECDSA on the two curves that a cluster checks beside Ed25519. Public data only: nothing here is constant in time.

inline constexpr std::size_t ecdsaSignatureSize = 64; ///< r and s, big-endian
inline constexpr std::size_t secp256r1KeySize = 33;   ///< compressed
inline constexpr std::uint8_t recoveryIdMax = 3;
using EthereumAddress = std::array<std::uint8_t, 20>;

/// Whose secp256k1 signature of this digest it is; nothing when it is nobody's. Both halves of s count.
[[nodiscard]] std::optional<EthereumAddress> recoverEthereumAddress(const Hash &digest, ByteSpan signature,
                                                                    std::uint8_t recoveryId);

enum class EcdsaVerdict : std::uint8_t { Good, BadKey, BadSignature };
/// The P-256 signature of a message's SHA-256. Only the lower half of s counts.
[[nodiscard]] EcdsaVerdict verifySecp256r1(ByteSpan key, ByteSpan message, ByteSpan signature);

} // namespace paradox::solana

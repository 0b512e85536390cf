#pragma once

#include "domain/bytes.h"

namespace paradox::solana {

/// Keccak-256 as Ethereum uses it: before SHA-3 changed the padding.
[[nodiscard]] Hash keccak256(ByteSpan bytes);

} // namespace paradox::solana

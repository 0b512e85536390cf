#pragma once

#include "domain/bytes.h"

namespace paradox::ledger::spl {

// The mints of wrapped SOL: their accounts hold lamports.
extern const PublicKey nativeMint;     ///< So11111111111111111111111111111111111111112, of SPL Token
extern const PublicKey nativeMint2022; ///< 9pan9bMn5HatX4EJdBwg9VgCa7Uz5HL8N1m5D3NdXejP, of Token-2022

inline constexpr std::uint8_t nativeDecimals = 9;

/// A mint's 82 bytes with nobody to mint from it.
[[nodiscard]] Bytes nativeMintData();

} // namespace paradox::ledger::spl

#pragma once

#include "domain/amount.h"

#include <cstddef>

namespace paradox::solana {

/// What a cluster takes for each signature of a transaction that bids no priority.
inline constexpr Lamports signatureFee{5'000};

/// An account holds nothing, or at least this.
[[nodiscard]] constexpr Lamports rentExemptMinimum(std::size_t dataBytes)
{
    constexpr std::uint64_t overheadBytes = 128;
    constexpr std::uint64_t lamportsPerByteYear = 3'480;
    constexpr std::uint64_t exemptionYears = 2;
    return {(overheadBytes + dataBytes) * lamportsPerByteYear * exemptionYears};
}

} // namespace paradox::solana

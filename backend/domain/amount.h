#pragma once

#include "domain/assert.h"

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace paradox {

/// Lamports, or base units of a mint. Whole units only; arithmetic is checked and never wraps.
struct Lamports {
    std::uint64_t value = 0;

    auto operator<=>(const Lamports &) const = default;
};

inline constexpr std::uint64_t lamportsPerSol = 1'000'000'000;
inline constexpr unsigned solDecimals = 9;
/// Deltas are signed 64 bits wide, so no single amount exceeds this.
inline constexpr Lamports amountMax{9'223'372'036'854'775'807ULL};

[[nodiscard]] std::optional<Lamports> checkedAdd(Lamports a, Lamports b);
[[nodiscard]] std::optional<Lamports> checkedSub(Lamports a, Lamports b);

/// floor(amount * bps / 10000), exact for every u64. bps at most 10000. Netting asks a million times over, so without a
/// wide division.
[[nodiscard]] inline Lamports feeOf(Lamports amount, std::uint16_t bps)
{
    PARADOX_ASSERT(bps <= 10'000);
    return {amount.value / 10'000 * bps + amount.value % 10'000 * bps / 10'000};
}

/// Decimal digits only: no sign, no blank, no exponent, no leading zero, at most 2^64-1. The form on the wire.
[[nodiscard]] std::optional<std::uint64_t> parseU64(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> parseI64(std::string_view text);

enum class AmountError { Empty, NotANumber, TooManyDecimals, TooLarge };

/// "12.5" with the given number of decimals into base units. Takes '.' only; at most `decimals` digits behind it.
[[nodiscard]] std::expected<std::uint64_t, AmountError> parseDecimal(std::string_view text, unsigned decimals);

/// Base units with all decimals: 12500000000 with 9 decimals is "12.500000000".
[[nodiscard]] std::string formatDecimal(std::uint64_t units, unsigned decimals);

} // namespace paradox

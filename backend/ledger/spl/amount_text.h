#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paradox::ledger::spl {

/// A raw amount in whole tokens, as decimal text without trailing zeros: 1500 of two decimals is "15".
[[nodiscard]] std::string amountText(std::uint64_t amount, std::uint8_t decimals);
/// The reverse. Nothing for text that is no amount, has more places than the mint, or is too large.
[[nodiscard]] std::optional<std::uint64_t> parseAmount(std::string_view text, std::uint8_t decimals);

} // namespace paradox::ledger::spl

#pragma once

#include <cstddef>
#include <cstdint>

namespace paradox::ledger::spl {

// What the token programs consume, in compute units. Measured with the deployed programs on a real virtual machine
// (tests/svm compares every run): the most that a path through an instruction takes between its syscalls, a little
// rounded up, so that what fits a budget here fits it on a cluster. Logs, return data, rent and calls are charged by
// themselves.

[[nodiscard]] std::uint64_t tokenUnits(std::uint8_t instruction, std::size_t accounts);
inline constexpr std::uint64_t tokenUnitsOfNothing = 30;
inline constexpr std::uint64_t unitsPerBatch = 60;
inline constexpr std::uint64_t unitsPerTextByte = 30;

[[nodiscard]] std::uint64_t token2022Units(std::uint8_t instruction, std::size_t accounts);
inline constexpr std::uint64_t unitsPerEntry = 40; ///< of a Token-2022 account: each search passes those before

} // namespace paradox::ledger::spl

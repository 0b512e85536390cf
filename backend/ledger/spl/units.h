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
inline constexpr std::uint64_t tokenUnitsPerBatched = 75; ///< instruction in a batch, above its own

[[nodiscard]] std::uint64_t token2022Units(std::uint8_t instruction, std::size_t accounts);
inline constexpr std::uint64_t token2022UnitsPerBatched = 300;
inline constexpr std::uint64_t unitsPerEntry = 150;       ///< of an account: each search passes those before
inline constexpr std::uint64_t unitsPerNewEntry = 550;    ///< of an account that is being initialised
inline constexpr std::uint64_t unitsPerEntryOfMint = 200; ///< more, of a mint that is being initialised
inline constexpr std::uint64_t unitsOfFee = 500;          ///< the mint asks the clock for the epoch
inline constexpr std::uint64_t unitsOfStateUpdate = 600;  ///< of the default state, above its initialisation
inline constexpr std::uint64_t unitsOfCheckedFee = 800;   ///< a transfer, above the extension's other instructions
inline constexpr std::uint64_t unitsPerHarvest = 2'100;   ///< of withheld fees from one account
inline constexpr std::uint64_t unitsOfMetadata = 3'900;   ///< read and written again
inline constexpr std::uint64_t unitsPerMetadataByte = 12;

inline constexpr std::uint64_t unitsPerTextByte = 75; ///< of an amount that is being parsed

} // namespace paradox::ledger::spl

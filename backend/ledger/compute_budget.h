#pragma once

#include "ledger/errors.h"
#include "solana/transaction.h"

#include <cstdint>
#include <expected>

namespace paradox::ledger {

// What work costs, in compute units. Syscalls cost what the cluster charges for them. Native code is not metered
// instruction by instruction as SBPF is, so an entry, a call and an event each charge an estimate of the instructions
// around them, from the sizes they work on: SBPF builds of our programs stay below it, and a budget that suffices here
// suffices there. tests/svm holds every transaction of its random streams to that; the estimates are its worst cases.
namespace cost {
inline constexpr std::uint64_t builtin = 150;
inline constexpr std::uint64_t lookupTableBuiltin = 750;
inline constexpr std::uint64_t loaderV1 = 1'140;
inline constexpr std::uint64_t loaderV2 = 570;
inline constexpr std::uint64_t loaderV4 = 2'000;
inline constexpr std::uint64_t upgradeableLoader = 2'370;
inline constexpr std::uint64_t entry = 1'000;
inline constexpr std::uint64_t entryPerAccount = 350;
inline constexpr std::uint64_t entryPerDataByte = 8;
inline constexpr std::uint64_t callPreparation = 150;
inline constexpr std::uint64_t callPerAccount = 450; ///< handing it over and reading it around the call: 430 in trading
inline constexpr std::uint64_t eventPerByte = 4;     ///< writing it, beside logging it
inline constexpr std::uint64_t syscallBase = 100;
inline constexpr std::uint64_t sha256Base = 85;
inline constexpr std::uint64_t sha256MinPerSlice = 10;
inline constexpr std::uint64_t programAddress = 1'500;
inline constexpr std::uint64_t invoke = 1'000;
inline constexpr std::uint64_t bytesPerUnit = 250; ///< of memory moved or handed over by a call
inline constexpr std::uint64_t memoryMin = 10;
inline constexpr std::uint64_t heapPage = 8;
} // namespace cost

// A budget that ends in a syscall fails with ComputationalBudgetExceeded, one that ends between two of them with
// ProgramFailedToComplete, as in the virtual machine; either way all of it is spent.
inline constexpr std::uint32_t computeUnitsMax = 1'400'000;
inline constexpr std::uint32_t computeUnitsPerInstruction = 200'000;
inline constexpr std::uint32_t computeUnitsPerBuiltin = 3'000;
inline constexpr std::uint32_t loadedDataSizeMax = 64 * 1024 * 1024;
inline constexpr std::uint32_t heapPageBytes = 32 * 1024;
inline constexpr std::uint32_t heapBytesMin = 32 * 1024;
inline constexpr std::uint32_t heapBytesMax = 256 * 1024;

struct ComputeBudget {
    std::uint32_t unitLimit = 0;
    std::uint64_t microLamportsPerUnit = 0;
    std::uint32_t loadedDataSizeLimit = loadedDataSizeMax;
    std::uint32_t heapBytes = heapBytesMin;

    /// What each start of a program costs for a heap beyond the first page.
    [[nodiscard]] std::uint64_t heapCost() const;

    /// Rounded up to whole lamports.
    [[nodiscard]] std::uint64_t priorityFee() const;
};

[[nodiscard]] std::expected<ComputeBudget, TransactionError> computeBudgetOf(const solana::Message &message);

/// Programs the ledger itself implements: they cost little and may not be written to.
[[nodiscard]] bool isBuiltin(const PublicKey &program);

} // namespace paradox::ledger

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace paradox::test {

/// What one call costs on the real machine.
struct Cost {
    std::string call;
    std::uint64_t units = 0;

    bool operator==(const Cost &) const = default;
};

/// A program whose costs are kept in tests/svm/compute_units.json. To add one: a function that runs representative
/// calls in Twins and says what the machine charged (vault_costs.cpp shows how), a line in costedPrograms(), and
/// `programs_bench --write` for its rows.
struct CostedProgram {
    std::string name;
    std::function<std::vector<Cost>()> measure;
};
[[nodiscard]] std::vector<CostedProgram> costedPrograms();

[[nodiscard]] std::vector<Cost> vaultCosts();
[[nodiscard]] std::vector<Cost> registryCosts();
[[nodiscard]] std::vector<Cost> oracleCosts();
[[nodiscard]] std::vector<Cost> governanceCosts();
[[nodiscard]] std::vector<Cost> tradingCosts();
[[nodiscard]] std::vector<Cost> energyTokenCosts();

/// What a settlement leg costs beside the rest of its transaction, and what fits one v0 transaction with a table.
struct LegFigures {
    std::uint64_t debitUnits = 0;
    std::uint64_t creditUnits = 0;
    std::uint64_t itemLockUnits = 0;
    std::uint64_t itemCommitUnits = 0;
    std::size_t legsPerTransaction = 0;
    std::size_t transactionBytes = 0;
    std::uint64_t transactionUnits = 0;
    std::uint64_t unitsAsked = 0; ///< by the planner
};
[[nodiscard]] LegFigures vaultLegs();

/// The table of the repository, by program.
[[nodiscard]] std::vector<std::pair<std::string, std::vector<Cost>>> readCostTable();
void writeCostTable(const std::vector<std::pair<std::string, std::vector<Cost>>> &table);

[[nodiscard]] std::filesystem::path programFile(const std::string &name);
/// Every program of the build, by name.
[[nodiscard]] std::vector<std::string> builtPrograms();

inline constexpr std::uint64_t programSizeMax = 64 * 1024;
inline constexpr std::uint64_t legUnitsMax = 1'000;
inline constexpr std::size_t legsPerTransactionMin = 20;

} // namespace paradox::test

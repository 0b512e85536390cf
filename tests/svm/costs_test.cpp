#include "tests/svm/costs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace paradox::test {
namespace {

constexpr std::uint64_t growthPercentMax = 5;

const std::vector<Cost> &rowsOf(const std::vector<std::pair<std::string, std::vector<Cost>>> &table,
                                const std::string &program)
{
    static const std::vector<Cost> none;
    const auto at = std::ranges::find(table, program, &std::pair<std::string, std::vector<Cost>>::first);
    return at == table.end() ? none : at->second;
}

TEST(ComputeUnits, noCallCostsFivePercentMoreThanTheTableSays)
{
    const auto table = readCostTable();
    EXPECT_EQ(table.size(), costedPrograms().size());
    for (const CostedProgram &program : costedPrograms()) {
        const std::vector<Cost> &rows = rowsOf(table, program.name);
        const std::vector<Cost> measured = program.measure();
        EXPECT_EQ(rows.size(), measured.size()) << "programs_bench --write brings the table of " << program.name;
        for (const Cost &cost : measured) {
            const auto row = std::ranges::find(rows, cost.call, &Cost::call);
            ASSERT_NE(row, rows.end()) << program.name << ' ' << cost.call << " has no row";
            EXPECT_LE(cost.units * 100, row->units * (100 + growthPercentMax))
                << program.name << ' ' << cost.call << ": " << cost.units << " units, the table says " << row->units;
        }
    }
}

TEST(ComputeUnits, legsKeepTheirBars)
{
    const LegFigures legs = vaultLegs();
    for (const std::uint64_t units : {legs.debitUnits, legs.creditUnits, legs.itemLockUnits, legs.itemCommitUnits}) {
        EXPECT_GT(units, 0U);
        EXPECT_LE(units, legUnitsMax);
    }
    EXPECT_GE(legs.legsPerTransaction, legsPerTransactionMin);
    EXPECT_LE(legs.transactionBytes, 1'232U);
    EXPECT_LE(legs.transactionUnits, legs.unitsAsked);
}

TEST(ProgramSizes, everyProgramIsAtMost64KiB)
{
    ASSERT_FALSE(builtPrograms().empty());
    for (const std::string &name : builtPrograms())
        EXPECT_LE(std::filesystem::file_size(programFile(name)), programSizeMax) << name;
}

} // namespace
} // namespace paradox::test

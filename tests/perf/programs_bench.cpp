// What the programs cost on the real machine, in compute units and bytes. `programs_bench --write` brings the table
// that the tests hold them to (tests/svm/compute_units.json) up to date.
#include "tests/perf/report.h"
#include "tests/svm/costs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace paradox::perf {
namespace {

void reportCosts(const std::string &program, const std::vector<test::Cost> &measured,
                 const std::vector<test::Cost> &rows)
{
    for (const test::Cost &cost : measured) {
        const auto row = std::ranges::find(rows, cost.call, &test::Cost::call);
        const bool isNew = row == rows.end();
        report({.name = "programs." + program + '.' + cost.call,
                .value = static_cast<double>(cost.units),
                .unit = "CU",
                .against = "the kept table",
                .reference = isNew ? std::nullopt : std::optional(static_cast<double>(row->units)),
                .kind = isNew ? Bar::None : Bar::AtMost,
                .bar = 1.05});
    }
}

void reportLegs()
{
    const test::LegFigures legs = test::vaultLegs();
    const std::pair<const char *, std::uint64_t> units[] = {{"debit", legs.debitUnits},
                                                            {"credit", legs.creditUnits},
                                                            {"item_lock", legs.itemLockUnits},
                                                            {"item_commit", legs.itemCommitUnits}};
    for (const auto &[name, count] : units)
        report({.name = std::string("programs.vault.leg.") + name,
                .value = static_cast<double>(count),
                .unit = "CU",
                .against = "the bar of a settlement leg",
                .reference = static_cast<double>(test::legUnitsMax),
                .kind = Bar::AtMost,
                .bar = 1});
    report({.name = "programs.vault.legs_per_transaction",
            .value = static_cast<double>(legs.legsPerTransaction),
            .unit = "legs",
            .against = "a v0 transaction of " + std::to_string(legs.transactionBytes) + " bytes with a lookup table, " +
                       std::to_string(legs.transactionUnits) + " CU",
            .reference = static_cast<double>(test::legsPerTransactionMin),
            .kind = Bar::AtLeast,
            .bar = 1});
}

void reportSizes()
{
    for (const std::string &name : test::builtPrograms())
        report({.name = "programs." + name + ".size",
                .value = static_cast<double>(std::filesystem::file_size(test::programFile(name))),
                .unit = "bytes",
                .against = "64 KiB",
                .reference = static_cast<double>(test::programSizeMax),
                .kind = Bar::AtMost,
                .bar = 1});
}

int run(bool writes)
{
    const auto table = test::readCostTable();
    std::vector<std::pair<std::string, std::vector<test::Cost>>> measured;
    for (const test::CostedProgram &program : test::costedPrograms()) {
        measured.emplace_back(program.name, program.measure());
        const auto rows =
            std::ranges::find(table, program.name, &std::pair<std::string, std::vector<test::Cost>>::first);
        reportCosts(program.name, measured.back().second,
                    rows == table.end() ? std::vector<test::Cost>{} : rows->second);
    }
    if (writes)
        test::writeCostTable(measured);
    reportLegs();
    reportSizes();
    return ::testing::Test::HasFailure() ? 1 : 0;
}

} // namespace
} // namespace paradox::perf

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    const bool writes = argc == 2 && std::string_view(argv[1]) == "--write";
    return paradox::perf::run(writes);
}

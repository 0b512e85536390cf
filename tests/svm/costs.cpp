#include "tests/svm/costs.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace paradox::test {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char *tablePath = PARADOX_SOURCE_DIR "/tests/svm/compute_units.json";

} // namespace

std::vector<CostedProgram> costedPrograms()
{
    return {{"vault", &vaultCosts},           {"registry", &registryCosts}, {"oracle", &oracleCosts},
            {"governance", &governanceCosts}, {"trading", &tradingCosts},   {"energy_token", &energyTokenCosts}};
}

std::vector<std::pair<std::string, std::vector<Cost>>> readCostTable()
{
    std::ifstream file(tablePath);
    std::vector<std::pair<std::string, std::vector<Cost>>> table;
    if (!file)
        return table;
    const Json all = Json::parse(file);
    for (const auto &[program, calls] : all.items()) {
        std::vector<Cost> costs;
        for (const auto &[call, units] : calls.items())
            costs.push_back({call, units.get<std::uint64_t>()});
        table.emplace_back(program, std::move(costs));
    }
    return table;
}

void writeCostTable(const std::vector<std::pair<std::string, std::vector<Cost>>> &table)
{
    Json all = Json::object();
    for (const auto &[program, costs] : table) {
        for (const Cost &cost : costs)
            all[program][cost.call] = cost.units;
    }
    std::ofstream(tablePath) << all.dump(2) << '\n';
}

std::filesystem::path programFile(const std::string &name)
{
    return PARADOX_BINARY_DIR "/programs/" + name + ".so";
}

std::vector<std::string> builtPrograms()
{
    std::istringstream words(PARADOX_SBPF_PROGRAMS);
    std::vector<std::string> names;
    for (std::string name; words >> name;)
        names.push_back(name);
    return names;
}

} // namespace paradox::test

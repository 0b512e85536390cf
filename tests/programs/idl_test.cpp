#include "programs/idl/idls.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace paradox::test {
namespace {

struct CheckedIn {
    const char *name;
    std::string (*generated)();
};

class Idl : public testing::TestWithParam<CheckedIn> {};

TEST_P(Idl, theCheckedInFileIsTheGeneratedOne)
{
    const std::string name = GetParam().name;
    std::ifstream file(std::string(PARADOX_SOURCE_DIR) + "/backend/programs/idl/" + name + ".json");
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(), GetParam().generated()) << "regenerate: build target paradox-idl, then bin/paradox-idl "
                                                  << name << " > backend/programs/idl/" << name << ".json";
}

/// Collects what `json` refers to as a defined type.
void collectDefined(const nlohmann::json &json, std::vector<std::string> &names)
{
    if (json.is_object() && json.contains("defined"))
        names.push_back(json["defined"]["name"]);
    if (json.is_structured()) {
        for (const nlohmann::json &child : json)
            collectDefined(child, names);
    }
}

TEST_P(Idl, everyTypeThatIsNamedIsDefinedOnce)
{
    const auto idl = nlohmann::json::parse(GetParam().generated());
    std::vector<std::string> wanted;
    collectDefined(idl, wanted);
    for (const char *list : {"accounts", "events"}) {
        for (const nlohmann::json &one : idl[list])
            wanted.push_back(one["name"]);
    }
    for (const std::string &name : wanted) {
        const auto count =
            std::ranges::count_if(idl["types"], [&](const nlohmann::json &t) { return t["name"] == name; });
        EXPECT_EQ(count, 1) << name;
    }
}

#define CHECKED_IN(name, id) CheckedIn{#name, &programs::name##Idl},
constexpr CheckedIn all[] = {PARADOX_PROGRAMS(CHECKED_IN)};
#undef CHECKED_IN
INSTANTIATE_TEST_SUITE_P(Programs, Idl, testing::ValuesIn(all),
                         [](const auto &one) { return std::string(one.param.name); });

} // namespace
} // namespace paradox::test

#include "tests/lint/source_tree.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace paradox::test {
namespace {

using Edges = std::map<std::string, std::set<std::string>>;

/// The table of resources/cmake/Layers.cmake: the linker's walls are the includes' walls too.
Edges readEdges()
{
    std::ifstream stream(PARADOX_SOURCE_DIR "/resources/cmake/Layers.cmake");
    std::stringstream text;
    text << stream.rdbuf();
    const std::string cmake = text.str();
    std::set<std::string> lower;
    std::smatch match;
    const std::regex lowerLine(R"(set\(lower ([^)]*)\))");
    if (std::regex_search(cmake, match, lowerLine)) {
        std::istringstream words(match[1].str());
        for (std::string word; words >> word;)
            lower.insert(word);
    }
    Edges edges;
    const std::regex edgeLine(R"(set\(PARADOX_EDGES_(\w+) ([^)]*)\))");
    for (std::sregex_iterator it(cmake.begin(), cmake.end(), edgeLine), end; it != end; ++it) {
        std::set<std::string> &targets = edges[(*it)[1]];
        std::istringstream words((*it)[2].str());
        for (std::string word; words >> word;) {
            if (word == "${lower}")
                targets.insert(lower.begin(), lower.end());
            else if (word != "\"\"")
                targets.insert(word);
        }
    }
    return edges;
}

/// "backend/programs" holds several rooms; every other folder is one.
std::string roomOf(const std::string &path)
{
    if (path.starts_with("programs/client"))
        return "programs_client";
    if (path.starts_with("programs/toolchain"))
        return "programs_toolchain";
    if (path.starts_with("programs/idl/"))
        return "programs_idl";
    if (path.starts_with("programs/"))
        return "programs_native";
    return path.substr(0, path.find('/'));
}

TEST(Layers, includesFollowTheEdges)
{
    const Edges edges = readEdges();
    ASSERT_GT(edges.size(), 15U);
    const std::regex include(R"re(^#include "([^"]+)")re");
    for (const SourceFile &file : sourceTree()) {
        const bool isBackend = file.isUnder("backend");
        if (!isBackend && !file.isUnder("models") && !file.isUnder("ui"))
            continue;
        const std::string room = roomOf(isBackend ? file.path.substr(8) : file.path);
        ASSERT_TRUE(edges.contains(room)) << "no line for " << room << " in Layers.cmake";
        for (const std::string &line : file.lines) {
            std::smatch match;
            if (!std::regex_search(line, match, include))
                continue;
            const std::string target = roomOf(match[1]);
            // Clients and IDLs are made of the programs' own declarations: what a byte means is said once.
            const bool isDeclaration =
                (room == "programs_client" || room == "programs_idl") && target == "programs_native";
            if (target == room || isDeclaration || !edges.contains(target))
                continue;
            EXPECT_TRUE(edges.at(room).contains(target)) << file.path << " includes " << match[1];
        }
    }
}

} // namespace
} // namespace paradox::test

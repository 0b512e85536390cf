#include "tests/lint/source_tree.h"

#include <fstream>

namespace paradox::test {
namespace {

std::vector<SourceFile> readTree()
{
    const std::filesystem::path root = PARADOX_SOURCE_DIR;
    std::vector<SourceFile> files;
    for (const char *folder : {"app", "backend", "models", "ui", "tests"}) {
        for (const auto &entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const std::string path = std::filesystem::relative(entry.path(), root).string();
            if (!entry.is_regular_file() || path.find("node_modules") != std::string::npos)
                continue;
            if (!path.ends_with(".h") && !path.ends_with(".cpp"))
                continue;
            SourceFile file{.path = path, .lines = {}};
            std::ifstream stream(entry.path());
            for (std::string line; std::getline(stream, line);)
                file.lines.push_back(line);
            files.push_back(std::move(file));
        }
    }
    return files;
}

} // namespace

const std::vector<SourceFile> &sourceTree()
{
    static const std::vector<SourceFile> files = readTree();
    return files;
}

std::string codeOf(const std::string &line)
{
    std::string code;
    bool inString = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (!inString && line.compare(i, 2, "//") == 0)
            break;
        if (line[i] == '\\' && inString) {
            ++i;
            continue;
        }
        if (line[i] == '"')
            inString = !inString;
        else if (!inString)
            code.push_back(line[i]);
    }
    return code;
}

} // namespace paradox::test

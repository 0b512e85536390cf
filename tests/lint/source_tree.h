#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace paradox::test {

struct SourceFile {
    std::string path; ///< from the root, e.g. "backend/domain/amount.cpp"
    std::vector<std::string> lines;

    [[nodiscard]] bool isHeader() const { return path.ends_with(".h"); }
    [[nodiscard]] bool isUnder(const std::string &folder) const { return path.starts_with(folder + "/"); }
};

/// Every .h and .cpp of app, backend, models, ui and tests.
[[nodiscard]] const std::vector<SourceFile> &sourceTree();

/// The line without what stands behind "//" and without string literals: rules are about code.
[[nodiscard]] std::string codeOf(const std::string &line);

} // namespace paradox::test

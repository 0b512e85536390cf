#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace paradox::testing {

/// A directory of its own, gone with the object.
class TempDirectory {
public:
    TempDirectory()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "paradox-test-XXXXXX").string();
        if (const char *made = ::mkdtemp(pattern.data()))
            m_path = made;
    }
    ~TempDirectory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TempDirectory(const TempDirectory &) = delete;
    TempDirectory &operator=(const TempDirectory &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace paradox::testing

#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <string>

namespace paradox::test {

/// The golden vectors: from the directory in PARADOX_VECTORS, else the repository's own copies.
inline nlohmann::json loadVectors(const std::string &file)
{
    const char *directory = std::getenv("PARADOX_VECTORS");
    const std::string path =
        (directory != nullptr ? std::string(directory) : PARADOX_SOURCE_DIR "/tests/vectors") + "/" + file;
    std::ifstream stream(path);
    EXPECT_TRUE(stream.good()) << "cannot read " << path;
    return nlohmann::json::parse(stream);
}

} // namespace paradox::test

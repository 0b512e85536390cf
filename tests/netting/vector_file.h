#pragma once

#include "domain/encoding.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

namespace paradox::netting::test {

/// A golden file: from the directory in PARADOX_VECTORS, or the repository's own copy.
inline nlohmann::json readVectors(const std::string &name)
{
    const char *directory = std::getenv("PARADOX_VECTORS");
    const std::string path = (directory ? std::string(directory) : PARADOX_SOURCE_DIR "/tests/vectors") + "/" + name;
    std::ifstream file(path);
    EXPECT_TRUE(file.good()) << path;
    return nlohmann::json::parse(file);
}

template <class Fixed>
Fixed fixedFrom(const nlohmann::json &hex)
{
    return Fixed::from(hexDecode(hex.get<std::string>()).value()).value();
}

} // namespace paradox::netting::test

#include "tests/fuzz/corpus.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <fstream>

// Every target, compiled under a name of its own.
#define PARADOX_FUZZ_TARGET(name) extern "C" int fuzz_##name(const std::uint8_t *data, std::size_t size);
PARADOX_FUZZ_TARGETS
#undef PARADOX_FUZZ_TARGET

namespace paradox::fuzz {
namespace {

struct Target {
    std::string name;
    int (*run)(const std::uint8_t *data, std::size_t size);
};

#define PARADOX_FUZZ_TARGET(name) Target{#name, fuzz_##name},
const Target targets[] = {PARADOX_FUZZ_TARGETS};
#undef PARADOX_FUZZ_TARGET

std::size_t replay(const Target &target, const std::filesystem::path &directory)
{
    std::size_t inputs = 0;
    std::error_code none;
    for (const auto &entry : std::filesystem::directory_iterator(directory / target.name, none)) {
        SCOPED_TRACE(entry.path().string());
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string input(std::istreambuf_iterator<char>(file), {});
        EXPECT_EQ(target.run(asBytes(input).data(), input.size()), 0);
        ++inputs;
    }
    return inputs;
}

class FuzzReplay : public ::testing::TestWithParam<Target> {};

/// A finding ends the process, as it does under the fuzzer.
TEST_P(FuzzReplay, firstInputsAndWhatOnceFailedPass)
{
    const testing::TempDirectory corpus;
    writeCorpus(PARADOX_SOURCE_DIR "/tests/vectors", corpus.path());
    EXPECT_GT(replay(GetParam(), corpus.path()), 0U);
    replay(GetParam(), PARADOX_SOURCE_DIR "/tests/fuzz/kept");
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzReplay, ::testing::ValuesIn(targets),
                         [](const auto &target) { return target.param.name; });

} // namespace
} // namespace paradox::fuzz

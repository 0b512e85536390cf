#pragma once

#include "domain/clock.h"
#include "signer/secure_buffer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace paradox::test {

class SteadyClock final : public Clock {
public:
    [[nodiscard]] UnixMillis wall() const override { return now; }
    [[nodiscard]] std::int64_t monotonicMs() const override { return now.value; }
    UnixMillis now{1'800'000'000'000};
};

/// Counts up: different bytes each time, the same in every run.
class CountingRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override
    {
        for (std::uint8_t &byte : out)
            byte = static_cast<std::uint8_t>(m_next++ * 31 + 7);
    }

private:
    unsigned m_next = 0;
};

/// A folder of its own for each test, gone afterwards.
class FolderTest : public ::testing::Test {
protected:
    FolderTest()
    {
        std::string name = (std::filesystem::temp_directory_path() / "paradox-signer-XXXXXX").string();
        folder = mkdtemp(name.data());
    }
    ~FolderTest() override { std::filesystem::remove_all(folder); }

    std::filesystem::path folder;
};

inline signer::SecureBuffer secret(std::string_view text)
{
    return std::move(signer::SecureBuffer::copyOf(asBytes(text)).value());
}

inline std::string contentOf(const std::filesystem::path &path)
{
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void overwrite(const std::filesystem::path &path, const std::string &content)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

} // namespace paradox::test

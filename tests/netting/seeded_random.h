#pragma once

#include <cstdint>
#include <cstdlib>

namespace paradox::netting::test {

/// splitmix64: the same numbers everywhere from the same seed.
class SeededRandom {
public:
    explicit SeededRandom(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }
    bool oneIn(std::uint64_t n) { return below(n) == 0; }

private:
    std::uint64_t m_state;
};

/// PARADOX_SEED, or always the same.
inline std::uint64_t testSeed()
{
    const char *text = std::getenv("PARADOX_SEED");
    return text ? std::strtoull(text, nullptr, 10) : 20'261'124;
}

} // namespace paradox::netting::test

#pragma once

#include "domain/clock.h"

#include <atomic>

namespace paradox::testing {

/// Time that moves when a test says so.
class ManualClock final : public Clock {
public:
    explicit ManualClock(std::int64_t seconds = 1'800'000'000) : m_ms(seconds * 1000) {}
    [[nodiscard]] UnixMillis wall() const override { return UnixMillis{m_ms - m_behindMs}; }
    [[nodiscard]] std::int64_t monotonicMs() const override { return m_ms; }
    void advanceMs(std::int64_t ms) { m_ms += ms; }
    void advanceSeconds(std::int64_t seconds) { advanceMs(seconds * 1000); }
    /// As somebody does who sets the machine's clock; monotonic time goes on.
    void turnWallBackSeconds(std::int64_t seconds) { m_behindMs += seconds * 1000; }

private:
    std::atomic<std::int64_t> m_ms;
    std::atomic<std::int64_t> m_behindMs = 0;
};

/// Random bytes that are the same in every run.
class CountingRandom final : public Random {
public:
    explicit CountingRandom(std::uint64_t seed = 1) : m_state(seed) {}
    void fill(std::span<std::uint8_t> out) override
    {
        for (std::uint8_t &byte : out) { // splitmix64, a byte at a time
            m_state += 0x9E3779B97F4A7C15ULL;
            std::uint64_t z = m_state;
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
            z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
            byte = static_cast<std::uint8_t>(z >> 56);
        }
    }

private:
    std::uint64_t m_state;
};

} // namespace paradox::testing

#pragma once

#include "domain/clock.h"

namespace paradox::test {

/// Time that moves when the test says so.
class ManualClock final : public Clock {
public:
    explicit ManualClock(std::int64_t wallMs = 1'792'161'127'000) : m_wall(wallMs) {}

    [[nodiscard]] UnixMillis wall() const override { return {m_wall}; }
    [[nodiscard]] std::int64_t monotonicMs() const override { return m_monotonic; }
    void advance(std::int64_t milliseconds)
    {
        m_wall += milliseconds;
        m_monotonic += milliseconds;
    }

private:
    std::int64_t m_wall;
    std::int64_t m_monotonic = 1'000'000;
};

} // namespace paradox::test

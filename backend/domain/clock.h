#pragma once

#include "domain/ids.h"

#include <cstdint>
#include <span>

namespace paradox {

/// Time, handed in. Wall time may jump; monotonic time never goes back. Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UnixMillis wall() const = 0;
    [[nodiscard]] virtual std::int64_t monotonicMs() const = 0;
    [[nodiscard]] UnixSeconds wallSeconds() const { return toSeconds(wall()); }
};

/// Unpredictable bytes, handed in so that a test can replay them. Any thread.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;
};

} // namespace paradox

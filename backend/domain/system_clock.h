#pragma once

#include "domain/clock.h"

namespace paradox {

/// The machine's clock. The one place that reads it; made in app/ and handed down.
class SystemClock final : public Clock {
public:
    [[nodiscard]] UnixMillis wall() const override;
    [[nodiscard]] std::int64_t monotonicMs() const override;
};

/// The operating system's generator, through libsodium.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

} // namespace paradox

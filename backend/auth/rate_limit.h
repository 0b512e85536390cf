#pragma once

#include "domain/clock.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace paradox::auth {

struct Rate {
    std::uint32_t perSecond = 0; ///< 0: perMinute counts
    std::uint32_t perMinute = 0;
    std::uint32_t burst = 1; ///< how many may come at once
};

/// What a limiter says, also for the RateLimit header fields.
struct RateAnswer {
    bool isAllowed = true;
    std::uint32_t limit = 0; ///< the burst
    std::uint32_t remaining = 0;
    std::int64_t resetMs = 0; ///< until the burst is whole again
    std::int64_t retryAfterMs = 0;
};

/// Generic cell rate algorithm, one theoretical arrival time for each key, in a bounded table: when it is full, keys
/// that have recovered are forgotten, and if none has, a stranger is refused. Any thread.
class RateLimiter {
public:
    static constexpr std::size_t keysMax = 100'000;

    RateLimiter(const Clock &clock, Rate rate);

    /// Takes `cost` cells or none.
    [[nodiscard]] RateAnswer take(std::string_view key, std::uint32_t cost = 1);

private:
    void dropRecovered(std::int64_t nowUs);

    const Clock &m_clock;
    Rate m_rate;
    std::int64_t m_cellUs; ///< time that one cell takes to come back
    std::mutex m_mutex;
    std::unordered_map<std::string, std::int64_t> m_arrivalUs;
};

} // namespace paradox::auth

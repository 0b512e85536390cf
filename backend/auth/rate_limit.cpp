#include "auth/rate_limit.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::auth {

RateLimiter::RateLimiter(const Clock &clock, Rate rate)
    : m_clock(clock),
      m_rate(rate),
      m_cellUs(rate.perSecond != 0   ? 1'000'000 / rate.perSecond
               : rate.perMinute != 0 ? 60'000'000 / rate.perMinute
                                     : 0)
{
    PARADOX_ASSERT(m_cellUs > 0);
    PARADOX_ASSERT(rate.burst > 0);
}

void RateLimiter::dropRecovered(std::int64_t nowUs)
{
    std::erase_if(m_arrivalUs, [&](const auto &entry) { return entry.second <= nowUs; });
}

RateAnswer RateLimiter::take(std::string_view key, std::uint32_t cost)
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t nowUs = m_clock.monotonicMs() * 1000;
    const std::int64_t burstUs = m_cellUs * m_rate.burst;
    auto found = m_arrivalUs.find(std::string(key));
    if (found == m_arrivalUs.end()) {
        if (m_arrivalUs.size() >= keysMax)
            dropRecovered(nowUs);
        if (m_arrivalUs.size() >= keysMax)
            return {.isAllowed = false, .limit = m_rate.burst, .remaining = 0, .resetMs = 1000, .retryAfterMs = 1000};
        found = m_arrivalUs.emplace(std::string(key), nowUs).first;
    }
    const std::int64_t arrivalUs = std::max(found->second, nowUs);
    const std::int64_t nextUs = arrivalUs + m_cellUs * cost;
    RateAnswer answer{.limit = m_rate.burst};
    answer.isAllowed = nextUs - nowUs <= burstUs;
    if (answer.isAllowed)
        found->second = nextUs;
    const std::int64_t usedUs = (answer.isAllowed ? nextUs : arrivalUs) - nowUs;
    answer.remaining = static_cast<std::uint32_t>(std::max<std::int64_t>(burstUs - usedUs, 0) / m_cellUs);
    answer.resetMs = (usedUs + 999) / 1000;
    answer.retryAfterMs = answer.isAllowed ? 0 : std::max<std::int64_t>((nextUs - nowUs - burstUs + 999) / 1000, 1);
    return answer;
}

} // namespace paradox::auth

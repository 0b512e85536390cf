#include "domain/system_clock.h"

#include <sodium.h>

#include <chrono>

namespace paradox {

UnixMillis SystemClock::wall() const
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

std::int64_t SystemClock::monotonicMs() const
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void SystemRandom::fill(std::span<std::uint8_t> out)
{
    randombytes_buf(out.data(), out.size());
}

} // namespace paradox

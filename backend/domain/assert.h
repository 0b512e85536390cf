#pragma once

namespace paradox {

/// Prints the failed condition with its place on stderr and aborts. Never returns.
[[noreturn]] void assertFailed(const char *condition, const char *file, int line) noexcept;

} // namespace paradox

/// What cannot be false. On in release; one condition each. Input is never asserted, it is answered.
#define PARADOX_ASSERT(condition)                                                                                      \
    (static_cast<bool>(condition) ? void(0) : ::paradox::assertFailed(#condition, __FILE__, __LINE__))

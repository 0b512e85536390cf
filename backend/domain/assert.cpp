#include "domain/assert.h"

#include <cstdio>
#include <cstdlib>

namespace paradox {

void assertFailed(const char *condition, const char *file, int line) noexcept
{
    std::fprintf(stderr, "assertion failed: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

} // namespace paradox

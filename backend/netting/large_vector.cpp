#include "netting/large_vector.h"

#include <sys/mman.h>

#include <cstdint>

namespace paradox::netting {
namespace {

std::size_t wholePages(std::size_t bytes)
{
    return (bytes + largeBytes - 1) / largeBytes * largeBytes;
}

} // namespace

void *takeLarge(std::size_t bytes)
{
    if (bytes > PTRDIFF_MAX)
        throw std::bad_alloc();
    // One page more than wanted, so that whole large pages fit wherever the system puts it.
    const std::size_t size = wholePages(bytes);
    void *mapped = ::mmap(nullptr, size + largeBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED)
        throw std::bad_alloc();
    auto *start = static_cast<std::uint8_t *>(mapped);
    const std::size_t before = (largeBytes - reinterpret_cast<std::uintptr_t>(start) % largeBytes) % largeBytes;
    if (before > 0)
        ::munmap(start, before);
    ::munmap(start + before + size, largeBytes - before);
    (void)::madvise(start + before, size, MADV_HUGEPAGE); // small pages do as well
    return start + before;
}

void giveLarge(void *memory, std::size_t bytes) noexcept
{
    ::munmap(memory, wholePages(bytes));
}

} // namespace paradox::netting

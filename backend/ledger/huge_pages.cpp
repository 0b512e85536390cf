#include "ledger/huge_pages.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace paradox::ledger {

namespace {

constexpr std::size_t pageSize = 2 * 1024 * 1024;

std::align_val_t alignmentFor(std::size_t bytes, std::size_t alignment)
{
    return std::align_val_t{bytes < pageSize ? alignment : std::max(alignment, pageSize)};
}

} // namespace

void *HugePages::do_allocate(std::size_t bytes, std::size_t alignment)
{
    void *const start = ::operator new(bytes, alignmentFor(bytes, alignment));
#ifdef MADV_HUGEPAGE
    if (bytes >= pageSize) // a hint: small pages do as well
        (void)::madvise(start, bytes / pageSize * pageSize, MADV_HUGEPAGE);
#endif
    return start;
}

void HugePages::do_deallocate(void *start, std::size_t bytes, std::size_t alignment)
{
    ::operator delete(start, bytes, alignmentFor(bytes, alignment));
}

} // namespace paradox::ledger

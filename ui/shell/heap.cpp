#include "ui/shell/heap.h"

#include <malloc.h>

namespace paradox::ui {

void keepHeapSmall()
{
    constexpr int largeBytes = 256 * 1024;
    mallopt(M_MMAP_THRESHOLD, largeBytes);
    mallopt(M_TRIM_THRESHOLD, largeBytes);
}

} // namespace paradox::ui

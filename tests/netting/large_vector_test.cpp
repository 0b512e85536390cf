#include "netting/large_vector.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <numeric>

namespace paradox::netting {
namespace {

TEST(LargeVector, keepsWhatItHoldsWhileItGrowsOutOfTheHeap)
{
    LargeVector<std::uint32_t> values;
    constexpr std::uint32_t count = 3 * largeBytes / sizeof(std::uint32_t);
    for (std::uint32_t i = 0; i < count; ++i)
        values.push_back(i);
    LargeVector<std::uint32_t> expected(count);
    std::iota(expected.begin(), expected.end(), 0U);
    EXPECT_EQ(values, expected);
    values.resize(3);
    values.shrink_to_fit();
    EXPECT_EQ(values, (LargeVector<std::uint32_t>{0, 1, 2}));
}

TEST(LargeVector, largeMemoryBeginsOnALargePageAndIsZero)
{
    for (const std::size_t bytes : {largeBytes, largeBytes + 1, 5 * largeBytes - 1}) {
        void *const memory = takeLarge(bytes);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % largeBytes, 0U);
        const auto *const begin = static_cast<const std::uint8_t *>(memory);
        EXPECT_EQ(std::accumulate(begin, begin + bytes, std::uint64_t{0}), 0U);
        giveLarge(memory, bytes);
    }
}

TEST(LargeVector, whatNoMemoryHoldsIsRefusedAsTheStandardSays)
{
    LargeAllocator<std::uint64_t> allocator;
    EXPECT_THROW((void)allocator.allocate(std::numeric_limits<std::size_t>::max() / 4), std::bad_array_new_length);
    EXPECT_THROW((void)allocator.allocate(std::numeric_limits<std::size_t>::max() / 9), std::bad_alloc);
}

} // namespace
} // namespace paradox::netting

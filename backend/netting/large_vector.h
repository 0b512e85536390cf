#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace paradox::netting {

/// From here on a block has pages of its own.
inline constexpr std::size_t largeBytes = std::size_t{2} << 20;

/// Fresh zeroed memory in large pages where the system has them; throws std::bad_alloc. Any thread.
[[nodiscard]] void *takeLarge(std::size_t bytes);
void giveLarge(void *memory, std::size_t bytes) noexcept;

/// A batch of a million trades touches a hundred megabytes for some milliseconds. In pages of 4 KiB the first touches
/// alone take as long as the netting, on a virtual machine longer.
template <class T>
struct LargeAllocator {
    using value_type = T;

    LargeAllocator() = default;
    template <class Other>
    explicit(false) LargeAllocator(const LargeAllocator<Other> &)
    {
    }
    [[nodiscard]] T *allocate(std::size_t count)
    {
        if (count > static_cast<std::size_t>(-1) / sizeof(T))
            throw std::bad_array_new_length();
        const std::size_t bytes = count * sizeof(T);
        return static_cast<T *>(bytes < largeBytes ? ::operator new(bytes) : takeLarge(bytes));
    }
    void deallocate(T *memory, std::size_t count) noexcept
    {
        const std::size_t bytes = count * sizeof(T);
        if (bytes < largeBytes)
            ::operator delete(memory);
        else
            giveLarge(memory, bytes);
    }
    bool operator==(const LargeAllocator &) const = default;
};

template <class T>
using LargeVector = std::vector<T, LargeAllocator<T>>;

} // namespace paradox::netting

#pragma once

#include "programs/sdk/types.h"

namespace paradox::program {

namespace detail {

/// Bytes of the well-formed sequence at `at`, 0 when there is none (Unicode 15, table 3-7).
inline u32 utf8SequenceSize(const u8 *at, u64 left)
{
    const u8 first = at[0];
    if (first < 0x80)
        return 1;
    const u32 size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || size > left)
        return 0;
    // The second byte's range keeps out overlong forms, surrogates and what lies above U+10FFFF.
    const u8 low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const u8 high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at[1] < low || at[1] > high)
        return 0;
    for (u32 i = 2; i < size; ++i) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    }
    return size;
}

} // namespace detail

inline bool isUtf8(const u8 *data, u64 size)
{
    while (size > 0) {
        const u32 step = detail::utf8SequenceSize(data, size);
        if (step == 0)
            return false;
        data += step;
        size -= step;
    }
    return true;
}

} // namespace paradox::program

#pragma once

#include "programs/sdk/syscalls.h"

namespace paradox::program {

using u8 = uint8_t;
using u16 = uint16_t;
using u32 = uint32_t;
using u64 = uint64_t;
using i64 = int64_t;

/// 32 bytes that are not an address: a hash, an id.
struct alignas(8) Bytes32 {
    u8 bytes[32];
};

/// Borsh text inside instruction data, read in place. The reader has checked that it is UTF-8.
struct TextView {
    const u8 *data = nullptr;
    u32 size = 0;
};

template <u64 Size>
TextView textOf(const char (&literal)[Size])
{
    return {reinterpret_cast<const u8 *>(literal), Size - 1};
}

inline bool operator==(const TextView &a, const TextView &b)
{
    if (a.size != b.size)
        return false;
    for (u32 i = 0; i < a.size; ++i) {
        if (a.data[i] != b.data[i])
            return false;
    }
    return true;
}

/// Text of an account's state or of an event: at most Max bytes of UTF-8.
template <u32 Max>
struct Text {
    u32 size = 0;
    u8 bytes[Max] = {};

    TextView view() const { return {bytes, size}; }
};

template <class T>
struct Option {
    bool isSome = false;
    T value{};
};

/// Reads memory as words whatever type it has.
using AliasedWord = u64 __attribute__((may_alias));

/// Keys of the input, of account state and on the stack are all aligned to eight bytes.
__attribute__((noinline)) inline bool operator==(const Pubkey &a, const Pubkey &b)
{
    const auto *x = reinterpret_cast<const AliasedWord *>(a.bytes);
    const auto *y = reinterpret_cast<const AliasedWord *>(b.bytes);
    return x[0] == y[0] && x[1] == y[1] && x[2] == y[2] && x[3] == y[3];
}
inline bool operator!=(const Pubkey &a, const Pubkey &b)
{
    return !(a == b);
}

__attribute__((noinline)) inline bool isZero(const Pubkey &key)
{
    const auto *x = reinterpret_cast<const AliasedWord *>(key.bytes);
    return (x[0] | x[1] | x[2] | x[3]) == 0;
}

/// A key copied by a call rather than by eight loads and stores in place: smaller, where few units more are no matter.
__attribute__((noinline)) inline void assign(Pubkey &to, const Pubkey &from)
{
    to = from;
}

/// The same, for events: they name many keys, and seldom.
struct KeyCopy : Pubkey {
    KeyCopy() = default;
    __attribute__((noinline)) KeyCopy(const Pubkey &key) : Pubkey(key) {}
};

inline constexpr Pubkey systemProgram{};
inline constexpr Pubkey zeroKey{};
inline constexpr Pubkey upgradeableLoader{{0x02, 0xa8, 0xf6, 0x91, 0x4e, 0x88, 0xa1, 0xb0, 0xe2, 0x10, 0x15,
                                           0x3e, 0xf7, 0x63, 0xae, 0x2b, 0x00, 0xc2, 0xb9, 0x3d, 0x16, 0xc1,
                                           0x24, 0xd2, 0xc0, 0x53, 0x7a, 0x10, 0x04, 0x80, 0x00, 0x00}};

inline constexpr Pubkey rentSysvar{{0x06, 0xa7, 0xd5, 0x17, 0x19, 0x2c, 0x5c, 0x51, 0x21, 0x8c, 0xc9,
                                    0x4c, 0x3d, 0x4a, 0xf1, 0x7f, 0x58, 0xda, 0xee, 0x08, 0x9b, 0xa1,
                                    0xfd, 0x44, 0xe3, 0xdb, 0xd9, 0x8a, 0x00, 0x00, 0x00, 0x00}};

inline Slice sliceOf(const Pubkey &key)
{
    return {key.bytes, sizeof key.bytes};
}
inline Slice sliceOf(const Bytes32 &value)
{
    return {value.bytes, sizeof value.bytes};
}

/// False on overflow, and then `sum` is unchanged.
[[nodiscard]] inline bool checkedAdd(u64 &sum, u64 amount)
{
    if (sum > ~u64{0} - amount)
        return false;
    sum += amount;
    return true;
}

[[nodiscard]] inline bool checkedSubtract(u64 &from, u64 amount)
{
    if (from < amount)
        return false;
    from -= amount;
    return true;
}

/// Product of two numbers; false when it exceeds 64 bits, and then `result` is unchanged.
[[nodiscard]] inline bool checkedMultiply(u64 a, u64 b, u64 &result)
{
    // By halves: compilers turn a check by division into a multiplication of 128 bits, which SBPF has not.
    constexpr u64 lowHalf = 0xffffffff;
    if (a >> 32 != 0 && b >> 32 != 0)
        return false;
    const u64 cross = (a >> 32) * (b & lowHalf) + (a & lowHalf) * (b >> 32);
    const u64 low = (a & lowHalf) * (b & lowHalf);
    if (cross >> 32 != 0 || low > ~u64{0} - (cross << 32))
        return false;
    result = low + (cross << 32);
    return true;
}

template <class T, u64 Size>
constexpr u32 countOf(const T (&)[Size])
{
    return Size;
}

} // namespace paradox::program

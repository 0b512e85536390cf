#pragma once

#include "programs/sdk/types.h"

namespace paradox::program {

namespace detail {

constexpr u32 base58Digit(char c)
{
    const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    u32 digit = 0;
    while (alphabet[digit] != c)
        ++digit; // runs out of the array, and so does not compile, when the letter is none of base 58
    return digit;
}

} // namespace detail

/// A well-known address as people write it. For constants only: costs nothing at run time.
constexpr Pubkey addressOf(const char *text)
{
    Pubkey key{};
    for (; *text != 0; ++text) {
        u32 carry = detail::base58Digit(*text);
        for (u32 i = 32; i > 0; --i) {
            carry += u32{key.bytes[i - 1]} * 58;
            key.bytes[i - 1] = static_cast<u8>(carry);
            carry >>= 8;
        }
    }
    return key;
}

static_assert(addressOf("SysvarRent111111111111111111111111111111111").bytes[31] == rentSysvar.bytes[31] &&
                  addressOf("SysvarRent111111111111111111111111111111111").bytes[1] == rentSysvar.bytes[1],
              "a known address");

} // namespace paradox::program

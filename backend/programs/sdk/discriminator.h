#pragma once

#include "programs/sdk/types.h"

namespace paradox::program {

namespace detail {

constexpr u32 shaConstants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr u32 rotateRight(u32 value, u32 count)
{
    return value >> count | value << (32 - count);
}

/// One compression round over a 64-byte block. For compile time: programs hash at run time with sol_sha256.
constexpr void shaCompress(u32 (&state)[8], const u8 (&block)[64])
{
    u32 w[64] = {};
    for (u32 i = 0; i < 16; ++i)
        w[i] = u32{block[4 * i]} << 24 | u32{block[4 * i + 1]} << 16 | u32{block[4 * i + 2]} << 8 | block[4 * i + 3];
    for (u32 i = 16; i < 64; ++i) {
        const u32 s0 = rotateRight(w[i - 15], 7) ^ rotateRight(w[i - 15], 18) ^ w[i - 15] >> 3;
        const u32 s1 = rotateRight(w[i - 2], 17) ^ rotateRight(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    u32 v[8] = {};
    for (u32 i = 0; i < 8; ++i)
        v[i] = state[i];
    for (u32 i = 0; i < 64; ++i) {
        const u32 e1 = rotateRight(v[4], 6) ^ rotateRight(v[4], 11) ^ rotateRight(v[4], 25);
        const u32 t1 = v[7] + e1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + shaConstants[i] + w[i];
        const u32 e0 = rotateRight(v[0], 2) ^ rotateRight(v[0], 13) ^ rotateRight(v[0], 22);
        const u32 t2 = e0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        for (u32 k = 7; k > 0; --k)
            v[k] = v[k - 1];
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (u32 i = 0; i < 8; ++i)
        state[i] += v[i];
}

} // namespace detail

/// Anchor's discriminator: the first eight bytes of SHA-256(space + ":" + name), as a little-endian number.
/// Both together are at most 54 characters, so that one block is enough.
constexpr u64 discriminator(const char *space, const char *name)
{
    u8 block[64] = {};
    u32 size = 0;
    for (const char *c = space; *c != 0; ++c)
        block[size++] = static_cast<u8>(*c);
    block[size++] = ':';
    for (const char *c = name; *c != 0; ++c)
        block[size++] = static_cast<u8>(*c);
    block[size] = 0x80;
    block[62] = static_cast<u8>(size * 8 >> 8);
    block[63] = static_cast<u8>(size * 8);
    u32 state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    detail::shaCompress(state, block);
    u64 result = 0;
    for (u32 i = 0; i < 8; ++i)
        result |= u64{static_cast<u8>(state[i / 4] >> (24 - 8 * (i % 4)))} << (8 * i);
    return result;
}

static_assert(discriminator("global", "deposit_credits") == 0xe07f14a977de7ec6, "c67ede77a9147fe0");

} // namespace paradox::program

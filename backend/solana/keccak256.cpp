#include "solana/keccak256.h"

#include <array>
#include <bit>

namespace paradox::solana {

namespace {

constexpr std::size_t rounds = 24;
constexpr std::size_t blockSize = 136; ///< 1600 bits less twice the digest

using State = std::array<std::uint64_t, 25>; ///< lane (x, y) at x + 5 y

/// From the linear feedback shift register of the specification (FIPS 202, 3.2.5).
constexpr std::array<std::uint64_t, rounds> roundConstants = [] {
    std::array<std::uint64_t, rounds> constants{};
    std::uint8_t shift = 1;
    for (std::uint64_t &constant : constants) {
        for (unsigned j = 0; j <= 6; ++j) {
            if ((shift & 1) != 0)
                constant |= std::uint64_t{1} << ((1U << j) - 1);
            shift = static_cast<std::uint8_t>(shift << 1 ^ ((shift & 0x80) != 0 ? 0x71 : 0));
        }
    }
    return constants;
}();

void theta(State &state)
{
    std::array<std::uint64_t, 5> columns{};
    for (std::size_t x = 0; x < 5; ++x)
        columns[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
    for (std::size_t i = 0; i < state.size(); ++i)
        state[i] ^= columns[(i + 4) % 5] ^ std::rotl(columns[(i + 1) % 5], 1);
}

void rhoAndPi(State &state)
{
    std::size_t x = 1;
    std::size_t y = 0;
    std::uint64_t moving = state[1];
    for (int t = 0; t < 24; ++t) {
        const std::size_t next = (2 * x + 3 * y) % 5;
        x = y;
        y = next;
        const std::uint64_t held = state[x + 5 * y];
        state[x + 5 * y] = std::rotl(moving, (t + 1) * (t + 2) / 2 % 64);
        moving = held;
    }
}

void chi(State &state)
{
    for (std::size_t row = 0; row < state.size(); row += 5) {
        std::array<std::uint64_t, 5> old{};
        for (std::size_t x = 0; x < 5; ++x)
            old[x] = state[row + x];
        for (std::size_t x = 0; x < 5; ++x)
            state[row + x] = old[x] ^ (~old[(x + 1) % 5] & old[(x + 2) % 5]);
    }
}

void absorb(State &state, ByteSpan block)
{
    for (std::size_t i = 0; i < block.size(); ++i)
        state[i / 8] ^= std::uint64_t{block[i]} << (8 * (i % 8));
    for (const std::uint64_t constant : roundConstants) {
        theta(state);
        rhoAndPi(state);
        chi(state);
        state[0] ^= constant;
    }
}

} // namespace

Hash keccak256(ByteSpan bytes)
{
    State state{};
    for (; bytes.size() >= blockSize; bytes = bytes.subspan(blockSize))
        absorb(state, bytes.first(blockSize));
    Bytes last(bytes.begin(), bytes.end());
    last.resize(blockSize);
    last[bytes.size()] ^= 0x01;
    last.back() ^= 0x80;
    absorb(state, last);
    Hash hash;
    for (std::size_t i = 0; i < Hash::size; ++i)
        hash.bytes[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
    return hash;
}

} // namespace paradox::solana

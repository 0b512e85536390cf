#include "solana/ed25519_field.h"

namespace paradox::solana::ed25519 {
namespace {

std::uint64_t load64(const std::uint8_t *bytes)
{
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i)
        value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
}

Field squaredTimes(Field a, unsigned times)
{
    for (; times > 0; --times)
        a = squared(a);
    return a;
}

/// a^(2^250 - 1), and a^11 beside it: the common part of both powers.
struct Ladder {
    Field ones250;
    Field eleven;

    explicit Ladder(const Field &a)
    {
        const Field two = squared(a);
        const Field nine = squaredTimes(two, 2) * a;
        eleven = nine * two;
        const Field ones5 = squared(eleven) * nine;
        const Field ones10 = squaredTimes(ones5, 5) * ones5;
        const Field ones20 = squaredTimes(ones10, 10) * ones10;
        const Field ones40 = squaredTimes(ones20, 20) * ones20;
        const Field ones50 = squaredTimes(ones40, 10) * ones10;
        const Field ones100 = squaredTimes(ones50, 50) * ones50;
        const Field ones200 = squaredTimes(ones100, 100) * ones100;
        ones250 = squaredTimes(ones200, 50) * ones50;
    }
};

} // namespace

Field fieldFrom(ByteSpan bytes32)
{
    const std::uint8_t *b = bytes32.data();
    return {{load64(b) & limbMask, load64(b + 6) >> 3 & limbMask, load64(b + 12) >> 6 & limbMask,
             load64(b + 19) >> 1 & limbMask, load64(b + 24) >> 12 & limbMask}};
}

FieldBytes encode(const Field &a)
{
    std::array<std::uint64_t, 5> t = a.limb;
    const auto carry = [&t] {
        for (std::size_t i = 0; i < 4; ++i) {
            t[i + 1] += t[i] >> 51;
            t[i] &= limbMask;
        }
        t[0] += 19 * (t[4] >> 51);
        t[4] &= limbMask;
    };
    carry();
    carry();    // now below 2^255 + a little
    t[0] += 19; // a value of p or above wraps here …
    carry();
    t[0] += (std::uint64_t{1} << 51) - 19; // … and 2^255 - 19 more takes the 19 away again
    for (std::size_t i = 1; i < 5; ++i)
        t[i] += (std::uint64_t{1} << 51) - 1;
    for (std::size_t i = 0; i < 4; ++i) {
        t[i + 1] += t[i] >> 51;
        t[i] &= limbMask;
    }
    t[4] &= limbMask;
    const std::array<std::uint64_t, 4> words = {t[0] | t[1] << 51, t[1] >> 13 | t[2] << 38, t[2] >> 26 | t[3] << 25,
                                                t[3] >> 39 | t[4] << 12};
    FieldBytes bytes;
    for (std::size_t i = 0; i < 32; ++i)
        bytes[i] = static_cast<std::uint8_t>(words[i / 8] >> (8 * (i % 8)));
    return bytes;
}

bool isZero(const Field &a)
{
    return encode(a) == FieldBytes{};
}

bool isNegative(const Field &a)
{
    return (encode(a)[0] & 1) != 0;
}

Field inverse(const Field &a)
{
    const Ladder ladder(a);
    return squaredTimes(ladder.ones250, 5) * ladder.eleven; // a^(2^255 - 21)
}

Field powP58(const Field &a)
{
    return squaredTimes(Ladder(a).ones250, 2) * a; // a^(2^252 - 3)
}

} // namespace paradox::solana::ed25519

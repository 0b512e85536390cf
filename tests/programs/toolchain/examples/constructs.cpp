#include "constructs.h"

namespace paradox::examples {

uint64_t replaceable(uint64_t value)
{
    return value ^ 0x5555;
}

namespace {

#define NOINLINE __attribute__((noinline))

NOINLINE uint64_t add(uint64_t a, uint64_t b)
{
    return a + b;
}
NOINLINE uint64_t multiply(uint64_t a, uint64_t b)
{
    return a * b;
}
NOINLINE uint64_t mix(uint64_t a, uint64_t b)
{
    return (a << 7) ^ (b >> 3);
}

using Operation = uint64_t (*)(uint64_t, uint64_t);
constexpr Operation operations[] = {&add, &multiply, &mix};

NOINLINE uint64_t byPointer(uint64_t value)
{
    return operations[value % 3](value, 12345);
}

NOINLINE uint64_t byVirtualCall(uint64_t value)
{
    const Shape &chosen = shape(value);
    return chosen.area(value) + static_cast<uint64_t>(chosen.name()[1]);
}

/// Dense cases: a table of values where there are no jump tables.
NOINLINE uint64_t bySwitch(uint64_t value)
{
    switch (value % 12) {
    case 0:
        return 17;
    case 1:
        return 4'000'000'007;
    case 2:
        return 23;
    case 3:
        return 99;
    case 4:
        return 5;
    case 5:
        return 77;
    case 6:
        return 1'234'567'890'123;
    case 7:
        return 8;
    case 8:
        return 2;
    default:
        return multiply(value, 3);
    }
}

struct Planet {
    const char *name;
    const uint32_t *moons;
    uint64_t weight;
};
constexpr uint32_t fewMoons[] = {1, 2, 3};
constexpr uint32_t manyMoons[] = {10, 20, 30};
constexpr Planet planets[] = {{"earth", fewMoons, 5'972}, {"jupiter", manyMoons, 1'898'000}, {"x", fewMoons + 1, 0}};

NOINLINE uint64_t byTableOfPointers(uint64_t value)
{
    const Planet &planet = planets[value % 3];
    return planet.weight + planet.moons[value % 2] + static_cast<uint64_t>(planet.name[0]);
}

NOINLINE uint64_t byTextTable(uint64_t value)
{
    static constexpr const char *texts[] = {"alpha", "beta", "gamma", "delta"};
    uint64_t sum = 0;
    for (const char *c = texts[value % 4]; *c != 0; ++c)
        sum = sum * 131 + static_cast<uint8_t>(*c);
    return sum;
}

NOINLINE uint64_t recursive(uint64_t value)
{
    const uint64_t left = value % 20;
    return left == 0 ? 1 : value + recursive(left - 1) * 3;
}

NOINLINE uint64_t narrow(uint64_t value)
{
    const auto low = static_cast<uint32_t>(value);
    const auto sum = static_cast<int32_t>(low + 0x9e3779b9U);
    const uint32_t turned = low << 13 | low >> 19;
    return static_cast<uint64_t>(static_cast<int64_t>(sum)) ^ turned ^ (low / 7) ^ static_cast<uint16_t>(value * 3);
}

NOINLINE uint64_t bits(uint64_t value)
{
    const uint64_t odd = value | 1;
    return static_cast<uint64_t>(__builtin_clzll(odd) + __builtin_ctzll(odd << 3) * 100 +
                                 __builtin_popcountll(value) * 10'000);
}

NOINLINE uint64_t swapped(uint64_t value)
{
    return __builtin_bswap64(value) ^ __builtin_bswap32(static_cast<uint32_t>(value)) ^
           __builtin_bswap16(static_cast<uint16_t>(value));
}

NOINLINE uint64_t wide(uint64_t value)
{
    unsigned __int128 sum = value;
    sum = (sum << 64 | ~value) + (sum << 3) + 1;
    return static_cast<uint64_t>(sum >> 64) ^ static_cast<uint64_t>(sum);
}

/// Most of a frame.
NOINLINE uint64_t largeFrame(uint64_t value)
{
    volatile uint64_t words[500];
    for (uint64_t i = 0; i < 500; ++i)
        words[i] = value * i;
    uint64_t sum = 0;
    for (uint64_t i = 0; i < 500; i += 7)
        sum += words[i];
    return sum;
}

struct Record {
    uint64_t a;
    uint32_t b;
    uint16_t c;
    uint8_t d[6];
};

NOINLINE void fill(Record &record, uint64_t value)
{
    record = {value, static_cast<uint32_t>(value >> 5), static_cast<uint16_t>(value >> 9), {1, 2, 3, 4, 5, 6}};
}

NOINLINE uint64_t structures(uint64_t value)
{
    Record records[3];
    for (uint64_t i = 0; i < 3; ++i)
        fill(records[i], value + i);
    const Record copy = records[value % 3];
    return copy.a + copy.b * 3 + copy.c * 5U + copy.d[value % 6];
}

template <uint64_t Step>
NOINLINE uint64_t stepped(uint64_t value)
{
    return value % Step == 0 ? value / Step : value * Step;
}

constexpr uint64_t factorial(uint64_t n)
{
    return n == 0 ? 1 : n * factorial(n - 1);
}

NOINLINE uint64_t signedComparisons(uint64_t value)
{
    const auto number = static_cast<int64_t>(value);
    return (number < -5 ? 1U : 0U) | (number > 7 ? 2U : 0U) | (number <= 0 ? 4U : 0U) |
           static_cast<uint64_t>(number >> 9);
}

/// Words where none is aligned.
NOINLINE uint64_t unaligned(uint64_t value)
{
    uint8_t bytes[24];
    for (uint64_t i = 0; i < 24; ++i)
        bytes[i] = static_cast<uint8_t>(value >> (i % 8) ^ i);
    uint64_t word;
    __builtin_memcpy(&word, bytes + 1 + value % 7, sizeof word);
    return word;
}

} // namespace

uint64_t answer(uint64_t construct, uint64_t value)
{
    switch (construct) {
    case 0:
        return byPointer(value);
    case 1:
        return byVirtualCall(value);
    case 2:
        return bySwitch(value);
    case 3:
        return byTableOfPointers(value);
    case 4:
        return byTextTable(value);
    case 5:
        return recursive(value);
    case 6:
        return narrow(value);
    case 7:
        return bits(value);
    case 8:
        return swapped(value);
    case 9:
        return wide(value);
    case 10:
        return largeFrame(value);
    case 11:
        return structures(value);
    case 12:
        return stepped<3>(value) + stepped<10>(value);
    case 13:
        return factorial(12) + value;
    case 14:
        return signedComparisons(value);
    case 15:
        return unaligned(value);
    case 16:
        return twiceThroughAnotherObject(value) + inlineInTwoObjects(value);
    case 17:
        return replaceable(value);
    default:
        return 0;
    }
}

} // namespace paradox::examples

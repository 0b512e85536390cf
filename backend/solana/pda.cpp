#include "solana/pda.h"

#include "domain/sha256.h"

namespace paradox::solana {
namespace {

constexpr std::string_view marker = "ProgramDerivedAddress";

// Field arithmetic modulo 2^255-19 in five limbs of 51 bits: only what the curve test needs. Public values, so nothing
// here has to run in constant time.
__extension__ using Wide = unsigned __int128;
struct Field {
    std::array<std::uint64_t, 5> limbs{};
};
constexpr std::uint64_t limbMask = (std::uint64_t{1} << 51) - 1;

Field carry(std::array<Wide, 5> wide)
{
    Field result;
    Wide overflow = 0;
    for (std::size_t i = 0; i < 5; ++i) {
        wide[i] += overflow;
        result.limbs[i] = static_cast<std::uint64_t>(wide[i]) & limbMask;
        overflow = wide[i] >> 51;
    }
    overflow = overflow * 19 + result.limbs[0];
    result.limbs[0] = static_cast<std::uint64_t>(overflow) & limbMask;
    result.limbs[1] += static_cast<std::uint64_t>(overflow >> 51);
    return result;
}

Field multiply(const Field &a, const Field &b)
{
    std::array<Wide, 5> wide{};
    for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t j = 0; j < 5; ++j) {
            const Wide product = static_cast<Wide>(a.limbs[i]) * b.limbs[j];
            wide[(i + j) % 5] += i + j < 5 ? product : product * 19;
        }
    }
    return carry(wide);
}

Field add(const Field &a, const Field &b)
{
    std::array<Wide, 5> wide;
    for (std::size_t i = 0; i < 5; ++i)
        wide[i] = static_cast<Wide>(a.limbs[i]) + b.limbs[i];
    return carry(wide);
}

Field subtract(const Field &a, const Field &b)
{
    // Four times the modulus keeps every limb from going below zero.
    constexpr std::uint64_t low = 4 * ((std::uint64_t{1} << 51) - 19);
    constexpr std::uint64_t high = 4 * limbMask;
    std::array<Wide, 5> wide;
    for (std::size_t i = 0; i < 5; ++i)
        wide[i] = static_cast<Wide>(a.limbs[i]) + (i == 0 ? low : high) - b.limbs[i];
    return carry(wide);
}

Field fromBytes(const std::array<std::uint8_t, 32> &bytes)
{
    std::array<std::uint64_t, 4> words;
    std::memcpy(words.data(), bytes.data(), 32); // x86-64 and arm64 are little-endian
    Field result;
    result.limbs[0] = words[0] & limbMask;
    result.limbs[1] = (words[0] >> 51 | words[1] << 13) & limbMask;
    result.limbs[2] = (words[1] >> 38 | words[2] << 26) & limbMask;
    result.limbs[3] = (words[2] >> 25 | words[3] << 39) & limbMask;
    result.limbs[4] = words[3] >> 12 & limbMask; // drops the sign bit
    return result;
}

/// Reduces fully and compares with a small number.
bool equals(const Field &value, std::uint64_t small)
{
    std::array<Wide, 5> wide;
    for (std::size_t i = 0; i < 5; ++i)
        wide[i] = value.limbs[i];
    Field reduced = carry(wide);
    std::uint64_t quotient = (reduced.limbs[0] + 19) >> 51;
    for (std::size_t i = 1; i < 5; ++i)
        quotient = (reduced.limbs[i] + quotient) >> 51;
    reduced.limbs[0] += 19 * quotient;
    std::uint64_t overflow = 0;
    for (std::uint64_t &limb : reduced.limbs) {
        limb += overflow;
        overflow = limb >> 51;
        limb &= limbMask;
    }
    return reduced.limbs == std::array<std::uint64_t, 5>{small, 0, 0, 0, 0};
}

/// x^((p-1)/2) is 1 for a square and 0 for zero; (p-1)/2 = 2^254 - 10.
bool isSquareOrZero(const Field &x)
{
    Field power{{1, 0, 0, 0, 0}};
    for (int bit = 253; bit >= 0; --bit) {
        power = multiply(power, power);
        const bool isSet = bit >= 4 || (0b0110 >> bit & 1) != 0;
        if (isSet)
            power = multiply(power, x);
    }
    return equals(power, 1) || equals(power, 0);
}

constexpr std::array<std::uint8_t, 32> curveD = {0xa3, 0x78, 0x59, 0x13, 0xca, 0x4d, 0xeb, 0x75, 0xab, 0xd8, 0x41,
                                                 0x41, 0x4d, 0x0a, 0x70, 0x00, 0x98, 0xe8, 0x79, 0x77, 0x79, 0x40,
                                                 0xc7, 0x8c, 0x73, 0xfe, 0x6f, 0x2b, 0xee, 0x6c, 0x03, 0x52};

} // namespace

bool isOnCurve(const PublicKey &key)
{
    const Field one{{1, 0, 0, 0, 0}};
    const Field y = fromBytes(key.bytes);
    const Field ySquared = multiply(y, y);
    const Field u = subtract(ySquared, one);
    const Field v = add(multiply(fromBytes(curveD), ySquared), one);
    // x^2 = u/v has a root exactly when u*v is a square or zero.
    return isSquareOrZero(multiply(u, v));
}

std::optional<PublicKey> createProgramAddress(std::span<const ByteSpan> seeds, const PublicKey &program)
{
    if (seeds.size() > seedsMax)
        return std::nullopt;
    Sha256 hasher;
    for (const ByteSpan seed : seeds) {
        if (seed.size() > seedSizeMax)
            return std::nullopt;
        hasher.update(seed);
    }
    const Hash hash = hasher.update(program.bytes).update(asBytes(marker)).finish();
    const PublicKey address{hash.bytes};
    return isOnCurve(address) ? std::nullopt : std::optional(address);
}

std::optional<ProgramAddress> findProgramAddress(std::span<const ByteSpan> seeds, const PublicKey &program)
{
    if (seeds.size() + 1 > seedsMax)
        return std::nullopt;
    std::vector<ByteSpan> withBump(seeds.begin(), seeds.end());
    std::uint8_t bump = 255;
    withBump.emplace_back(&bump, 1);
    for (;; --bump) {
        if (const std::optional<PublicKey> key = createProgramAddress(withBump, program))
            return ProgramAddress{*key, bump};
        if (bump == 0)
            return std::nullopt;
    }
}

} // namespace paradox::solana

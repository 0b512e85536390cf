#include "domain/base58.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox {
namespace {

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t textSizeMax = 1750;
constexpr std::uint32_t chunkBase = 58U * 58U * 58U * 58U * 58U; // five digits at a time fit 32 bits
constexpr std::size_t chunkDigits = 5;

constexpr std::array<std::int8_t, 256> makeDigits()
{
    std::array<std::int8_t, 256> digits{};
    digits.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digits[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
    return digits;
}
constexpr std::array<std::int8_t, 256> digitOf = makeDigits();

} // namespace

std::string base58Encode(ByteSpan bytes)
{
    std::size_t zeros = 0;
    while (zeros < bytes.size() && bytes[zeros] == 0)
        ++zeros;

    // Little-endian limbs in base 58^5.
    std::vector<std::uint32_t> limbs;
    limbs.reserve(bytes.size() / 3 + 2);
    const auto multiplyAdd = [&limbs](std::uint64_t factor, std::uint64_t carry) {
        for (std::uint32_t &limb : limbs) {
            carry += limb * factor;
            limb = static_cast<std::uint32_t>(carry % chunkBase);
            carry /= chunkBase;
        }
        for (; carry != 0; carry /= chunkBase)
            limbs.push_back(static_cast<std::uint32_t>(carry % chunkBase));
    };
    std::size_t i = zeros;
    for (; i + 4 <= bytes.size(); i += 4) {
        const std::uint64_t word = std::uint64_t{bytes[i]} << 24 | std::uint64_t{bytes[i + 1]} << 16 |
                                   std::uint64_t{bytes[i + 2]} << 8 | bytes[i + 3];
        multiplyAdd(std::uint64_t{1} << 32, word);
    }
    for (; i < bytes.size(); ++i)
        multiplyAdd(256, bytes[i]);

    std::string text;
    text.reserve(zeros + limbs.size() * chunkDigits);
    for (std::uint32_t limb : limbs) {
        for (std::size_t d = 0; d < chunkDigits; ++d, limb /= 58)
            text.push_back(alphabet[limb % 58]);
    }
    while (!text.empty() && text.back() == '1')
        text.pop_back();
    text.append(zeros, '1');
    std::ranges::reverse(text);
    return text;
}

std::optional<Bytes> base58Decode(std::string_view text)
{
    if (text.empty() || text.size() > textSizeMax)
        return std::nullopt;
    std::size_t zeros = 0;
    while (zeros < text.size() && text[zeros] == '1')
        ++zeros;

    std::vector<std::uint32_t> limbs; // little-endian, base 2^32
    limbs.reserve(text.size() / 5 + 2);
    std::size_t i = zeros;
    while (i < text.size()) {
        std::uint64_t factor = 1;
        std::uint64_t chunk = 0;
        for (std::size_t d = 0; d < chunkDigits && i < text.size(); ++d, ++i) {
            const std::int8_t digit = digitOf[static_cast<std::uint8_t>(text[i])];
            if (digit < 0)
                return std::nullopt;
            chunk = chunk * 58 + static_cast<std::uint64_t>(digit);
            factor *= 58;
        }
        std::uint64_t carry = chunk;
        for (std::uint32_t &limb : limbs) {
            carry += limb * factor;
            limb = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry != 0)
            limbs.push_back(static_cast<std::uint32_t>(carry));
    }

    Bytes bytes;
    bytes.reserve(zeros + limbs.size() * 4);
    for (const std::uint32_t limb : limbs) {
        for (int shift = 0; shift < 32; shift += 8)
            bytes.push_back(static_cast<std::uint8_t>(limb >> shift));
    }
    while (!bytes.empty() && bytes.back() == 0)
        bytes.pop_back();
    bytes.insert(bytes.end(), zeros, 0);
    std::ranges::reverse(bytes);
    return bytes;
}

bool base58DecodeExactly(std::string_view text, std::span<std::uint8_t> out)
{
    __extension__ using DoubleLimb = unsigned __int128;
    constexpr std::size_t limbsMax = 8;
    constexpr std::size_t digitsMax = 10; // 58^10 fits 64 bits
    PARADOX_ASSERT(out.size() <= limbsMax * 8);
    PARADOX_ASSERT(out.size() % 8 == 0);
    const std::size_t limbCount = out.size() / 8;
    std::size_t zeros = 0;
    while (zeros < text.size() && text[zeros] == '1')
        ++zeros;
    if (zeros > out.size())
        return false;

    std::array<std::uint64_t, limbsMax> limbs{}; // little-endian
    for (std::size_t i = zeros; i < text.size();) {
        std::uint64_t factor = 1;
        std::uint64_t carry = 0;
        for (std::size_t d = 0; d < digitsMax && i < text.size(); ++d, ++i) {
            const std::int8_t digit = digitOf[static_cast<std::uint8_t>(text[i])];
            if (digit < 0)
                return false;
            carry = carry * 58 + static_cast<std::uint64_t>(digit);
            factor *= 58;
        }
        for (std::size_t limb = 0; limb < limbCount; ++limb) {
            const DoubleLimb sum = DoubleLimb{limbs[limb]} * factor + carry;
            limbs[limb] = static_cast<std::uint64_t>(sum);
            carry = static_cast<std::uint64_t>(sum >> 64);
        }
        if (carry != 0)
            return false;
    }
    for (std::size_t i = 0; i < out.size(); ++i)
        out[out.size() - 1 - i] = static_cast<std::uint8_t>(limbs[i / 8] >> (8 * (i % 8)));
    // Each leading zero byte is written as one '1', and nothing else is.
    const auto firstByte = std::ranges::find_if(out, [](std::uint8_t byte) { return byte != 0; });
    return static_cast<std::size_t>(firstByte - out.begin()) == zeros;
}

} // namespace paradox

#include "domain/amount.h"
#include "domain/assert.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"
#include "tests/fuzz/input.h"

#include <algorithm>

using namespace paradox;

namespace {

void readBase58(std::string_view text)
{
    if (const auto bytes = base58Decode(text))
        PARADOX_ASSERT(base58Encode(*bytes) == text);
    if (const auto key = fromBase58<PublicKey>(text))
        PARADOX_ASSERT(toBase58(*key) == text);
    if (const auto signature = fromBase58<Signature>(text))
        PARADOX_ASSERT(toBase58(*signature) == text);
}

void readHexAndBase64(std::string_view text)
{
    if (const auto bytes = hexDecode(text)) {
        std::string lower(text);
        std::ranges::transform(lower, lower.begin(),
                               [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
        PARADOX_ASSERT(hexEncode(*bytes) == lower);
    }
    if (const auto bytes = base64Decode(text))
        PARADOX_ASSERT(base64Encode(*bytes) == text);
}

void writeBytes(ByteSpan bytes)
{
    PARADOX_ASSERT(fuzz::areEqual(*base64Decode(base64Encode(bytes)), bytes));
    PARADOX_ASSERT(fuzz::areEqual(*hexDecode(hexEncode(bytes)), bytes));
    if (!bytes.empty() && bytes.size() <= 1280)
        PARADOX_ASSERT(fuzz::areEqual(*base58Decode(base58Encode(bytes)), bytes));
}

void readNumbers(std::string_view text, unsigned decimals)
{
    if (const auto value = parseU64(text))
        PARADOX_ASSERT(std::to_string(*value) == text);
    if (const auto value = parseI64(text))
        PARADOX_ASSERT(std::to_string(*value) == text);
    if (const auto value = parseDecimal(text, decimals))
        PARADOX_ASSERT(parseDecimal(formatDecimal(*value, decimals), decimals) == value);
}

void readTime(std::string_view text)
{
    const auto time = parseRfc3339(text);
    if (!time)
        return;
    constexpr std::int64_t year0 = -62'167'219'200;
    constexpr std::int64_t year10000 = 253'402'300'800;
    if (time->value >= year0 && time->value < year10000)
        PARADOX_ASSERT(parseRfc3339(formatRfc3339(*time)) == time);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const unsigned which = input.choice(5);
    const unsigned decimals = which == 3 ? input.choice(20) : 0;
    switch (which) {
    case 0:
        readBase58(input.text());
        break;
    case 1:
        readHexAndBase64(input.text());
        break;
    case 2:
        writeBytes(input.bytes());
        break;
    case 3:
        readNumbers(input.text(), decimals);
        break;
    case 4:
        readTime(input.text());
        break;
    }
    return 0;
}

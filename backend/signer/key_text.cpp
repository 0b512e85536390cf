#include "signer/key_text.h"

#include <sodium.h>

#include <algorithm>
#include <array>

// domain/base58 and a JSON library would leave copies of the secret in plain memory, so both forms are read here.
namespace paradox::signer {
namespace {

using Fail = std::unexpected<KeystoreError>;

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t base58CharsMax = 88; // of 64 bytes

bool isBlank(std::uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

ByteSpan trimmed(ByteSpan text)
{
    while (!text.empty() && isBlank(text.front()))
        text = text.subspan(1);
    while (!text.empty() && isBlank(text.back()))
        text = text.first(text.size() - 1);
    return text;
}

/// "[1,2,…]" with exactly 64 numbers of 0…255 into `out`.
bool readCliJson(ByteSpan text, std::span<std::uint8_t> out)
{
    std::size_t at = 1;
    const auto skip = [&] {
        while (at < text.size() && isBlank(text[at]))
            ++at;
    };
    for (std::size_t i = 0; i < out.size(); ++i) {
        skip();
        unsigned value = 0;
        std::size_t digits = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && digits < 3; ++at, ++digits)
            value = value * 10 + (text[at] - '0');
        skip();
        const std::uint8_t wanted = i + 1 < out.size() ? ',' : ']';
        if (digits == 0 || value > 255 || at >= text.size() || text[at++] != wanted)
            return false;
        out[i] = static_cast<std::uint8_t>(value);
    }
    return at == text.size();
}

bool isOneOf(std::uint8_t c, std::string_view set)
{
    return set.find(static_cast<char>(c)) != std::string_view::npos;
}

/// What is wrong with a text that is none of the forms, told from its characters alone.
KeystoreError faultOf(ByteSpan text)
{
    const auto all = [&](std::string_view set) {
        return std::ranges::all_of(text, [&](auto c) { return isOneOf(c, set); });
    };
    if (text.empty())
        return KeystoreError::BadSecret;
    if (all(alphabet) || (text.front() == '[' && text.back() == ']' && all("0123456789,[] \t\r\n")))
        return KeystoreError::SecretLength;
    const bool isWords = all("abcdefghijklmnopqrstuvwxyz \t\r\n") && std::ranges::any_of(text, isBlank);
    return isWords ? KeystoreError::SecretWords : KeystoreError::BadSecret;
}

/// Exactly out.size() bytes; false otherwise.
bool readBase58(ByteSpan text, std::span<std::uint8_t> out)
{
    if (text.empty() || text.size() > base58CharsMax)
        return false;
    sodium_memzero(out.data(), out.size());
    std::size_t zeros = 0;
    while (zeros < text.size() && text[zeros] == '1')
        ++zeros;
    for (const std::uint8_t c : text) {
        const std::size_t digit = alphabet.find(static_cast<char>(c));
        if (digit == std::string_view::npos)
            return false;
        std::size_t carry = digit;
        for (std::size_t i = out.size(); i-- > 0;) {
            carry += std::size_t{out[i]} * 58;
            out[i] = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        if (carry != 0)
            return false;
    }
    std::size_t leading = 0;
    while (leading < out.size() && out[leading] == 0)
        ++leading;
    return leading == zeros;
}

} // namespace

KeystoreResult<SecureBuffer> parseKeyText(const SecureBuffer &text)
{
    const ByteSpan body = trimmed(text.span());
    std::optional<SecureBuffer> secret = SecureBuffer::allocate(64);
    std::optional<SecureBuffer> derived = SecureBuffer::allocate(64);
    if (!secret || !derived)
        return Fail(KeystoreError::NoMemory);
    const bool isJson = !body.empty() && body.front() == '[';
    if (isJson ? readCliJson(body, secret->writable()) : readBase58(body, secret->writable())) {
        PublicKey key;
        crypto_sign_seed_keypair(key.data(), derived->writable().data(), secret->span().data());
        if (sodium_memcmp(derived->span().data(), secret->span().data(), 64) != 0)
            return Fail(KeystoreError::SecretMismatch);
        secret->shrink(32);
        return std::move(*secret);
    }
    if (!isJson && readBase58(body, secret->writable().first(32))) {
        secret->shrink(32);
        return std::move(*secret);
    }
    return Fail(faultOf(body));
}

KeystoreResult<PublicKey> addressOfKeyText(const SecureBuffer &text)
{
    const KeystoreResult<SecureBuffer> seed = parseKeyText(text);
    if (!seed)
        return Fail(seed.error());
    std::optional<SecureBuffer> expanded = SecureBuffer::allocate(64);
    if (!expanded)
        return Fail(KeystoreError::NoMemory);
    PublicKey key;
    crypto_sign_seed_keypair(key.data(), expanded->writable().data(), seed->span().data());
    return key;
}

KeystoreResult<SecureBuffer> toCliJson(const SecureBuffer &secret)
{
    std::optional<SecureBuffer> text = SecureBuffer::allocate(2 + 4 * secret.size());
    if (!text)
        return Fail(KeystoreError::NoMemory);
    std::size_t at = 0;
    const auto put = [&](unsigned c) { text->writable()[at++] = static_cast<std::uint8_t>(c); };
    put('[');
    for (std::size_t i = 0; i < secret.size(); ++i) {
        const unsigned value = secret.span()[i];
        if (i > 0)
            put(',');
        if (value >= 100)
            put('0' + value / 100);
        if (value >= 10)
            put('0' + value / 10 % 10);
        put('0' + value % 10);
    }
    put(']');
    text->shrink(at);
    return std::move(*text);
}

KeystoreResult<SecureBuffer> toBase58Text(const SecureBuffer &secret)
{
    std::optional<SecureBuffer> number = SecureBuffer::copyOf(secret.span());
    std::optional<SecureBuffer> digits = SecureBuffer::allocate(base58CharsMax);
    std::optional<SecureBuffer> text = SecureBuffer::allocate(base58CharsMax);
    if (!number || !digits || !text)
        return Fail(KeystoreError::NoMemory);
    std::size_t count = 0;
    std::size_t first = 0;
    while (first < number->size() && number->span()[first] == 0)
        ++first;
    const std::size_t zeros = first;
    while (first < number->size()) {
        unsigned remainder = 0;
        for (std::size_t i = first; i < number->size(); ++i) {
            const unsigned value = remainder * 256 + number->span()[i];
            number->writable()[i] = static_cast<std::uint8_t>(value / 58);
            remainder = value % 58;
        }
        digits->writable()[count++] = static_cast<std::uint8_t>(alphabet[remainder]);
        while (first < number->size() && number->span()[first] == 0)
            ++first;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < zeros; ++i)
        text->writable()[at++] = '1';
    for (std::size_t i = count; i-- > 0;)
        text->writable()[at++] = digits->span()[i];
    text->shrink(at);
    return std::move(*text);
}

} // namespace paradox::signer

#pragma once

#include "domain/bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace paradox {

/// Bitcoin's base-58 alphabet, as Solana writes keys and signatures. At most 1280 bytes (a transaction and some).
[[nodiscard]] std::string base58Encode(ByteSpan bytes);

/// Nothing for a foreign character, an empty text or one longer than 1750 characters.
[[nodiscard]] std::optional<Bytes> base58Decode(std::string_view text);

template <class Tag, std::size_t Size>
[[nodiscard]] std::string toBase58(const FixedBytes<Tag, Size> &value)
{
    return base58Encode(value.bytes);
}

/// Exactly Size bytes, in the one canonical spelling. Quick for 32 and 64 bytes.
template <class Fixed>
[[nodiscard]] std::optional<Fixed> fromBase58(std::string_view text)
{
    if (text.size() > Fixed::size * 138 / 100 + 1)
        return std::nullopt;
    const std::optional<Bytes> bytes = base58Decode(text);
    return bytes ? Fixed::from(*bytes) : std::nullopt;
}

} // namespace paradox

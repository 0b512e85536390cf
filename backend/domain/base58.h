#pragma once

#include "domain/bytes.h"

#include <optional>
#include <span>
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

/// Fills `out`, of at most 64 bytes, when the text is the one canonical spelling of exactly so many bytes. Without an
/// allocation: keys and signatures come in by the thousands.
[[nodiscard]] bool base58DecodeExactly(std::string_view text, std::span<std::uint8_t> out);

template <class Fixed>
[[nodiscard]] std::optional<Fixed> fromBase58(std::string_view text)
{
    Fixed value;
    if (!base58DecodeExactly(text, value.bytes))
        return std::nullopt;
    return value;
}

} // namespace paradox

#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace paradox {

using Bytes = std::vector<std::uint8_t>;
using ByteSpan = std::span<const std::uint8_t>;

/// A fixed number of bytes with a meaning: two of different Tag never convert into each other. Zeroed by default;
/// ordered as raw bytes, which is the order of every sorted list of the protocol.
template <class Tag, std::size_t Size>
struct FixedBytes {
    static constexpr std::size_t size = Size;

    std::array<std::uint8_t, Size> bytes{};

    auto operator<=>(const FixedBytes &) const = default;

    [[nodiscard]] ByteSpan span() const { return bytes; }
    [[nodiscard]] const std::uint8_t *data() const { return bytes.data(); }
    [[nodiscard]] std::uint8_t *data() { return bytes.data(); }
    [[nodiscard]] bool isZero() const { return *this == FixedBytes{}; }

    /// Nothing unless the span has exactly the right length.
    [[nodiscard]] static std::optional<FixedBytes> from(ByteSpan source)
    {
        if (source.size() != Size)
            return std::nullopt;
        FixedBytes result;
        std::memcpy(result.bytes.data(), source.data(), Size);
        return result;
    }
};

using PublicKey = FixedBytes<struct PublicKeyTag, 32>; ///< an Ed25519 key or a program-derived address
using Hash = FixedBytes<struct HashTag, 32>;           ///< SHA-256, a blockhash or a genesis hash
using Signature = FixedBytes<struct SignatureTag, 64>; ///< Ed25519
using IntentId = FixedBytes<struct IntentIdTag, 32>;   ///< H(intent preimage)
using BatchId = FixedBytes<struct BatchIdTag, 32>;     ///< H(batch header)

[[nodiscard]] inline ByteSpan asBytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

[[nodiscard]] inline std::string_view asText(ByteSpan bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace paradox

template <class Tag, std::size_t Size>
struct std::hash<paradox::FixedBytes<Tag, Size>> {
    /// Keys, hashes and signatures are uniform already, apart from chosen vanity prefixes: take bytes from two places.
    std::size_t operator()(const paradox::FixedBytes<Tag, Size> &value) const noexcept
    {
        std::uint64_t head = 0;
        std::uint64_t tail = 0;
        std::memcpy(&head, value.bytes.data(), 8);
        std::memcpy(&tail, value.bytes.data() + Size - 8, 8);
        return static_cast<std::size_t>((head ^ (tail * 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL);
    }
};

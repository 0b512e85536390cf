#pragma once

#include "domain/assert.h"
#include "domain/bytes.h"

#include <concepts>

namespace paradox {

/// Writes the fixed-width, little-endian layouts of the protocol into a buffer of exactly the right size.
class LayoutWriter {
public:
    explicit LayoutWriter(std::span<std::uint8_t> out) : m_rest(out) {}
    /// A layout is written whole: its size is part of the protocol.
    ~LayoutWriter() { PARADOX_ASSERT(m_rest.empty()); }
    LayoutWriter(const LayoutWriter &) = delete;
    LayoutWriter &operator=(const LayoutWriter &) = delete;

    LayoutWriter &raw(ByteSpan bytes)
    {
        PARADOX_ASSERT(bytes.size() <= m_rest.size());
        std::memcpy(m_rest.data(), bytes.data(), bytes.size());
        m_rest = m_rest.subspan(bytes.size());
        return *this;
    }
    template <class Tag, std::size_t Size>
    LayoutWriter &put(const FixedBytes<Tag, Size> &value)
    {
        return raw(value.bytes);
    }
    template <std::integral T>
    LayoutWriter &put(T value)
    {
        std::array<std::uint8_t, sizeof(T)> bytes;
        for (std::size_t i = 0; i < sizeof(T); ++i)
            bytes[i] = static_cast<std::uint8_t>(static_cast<std::make_unsigned_t<T>>(value) >> (8 * i));
        return raw(bytes);
    }

private:
    std::span<std::uint8_t> m_rest;
};

/// Reads them back. The caller has checked the size.
class LayoutReader {
public:
    explicit LayoutReader(ByteSpan bytes) : m_rest(bytes) {}

    [[nodiscard]] ByteSpan raw(std::size_t size)
    {
        PARADOX_ASSERT(size <= m_rest.size());
        const ByteSpan result = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return result;
    }
    template <class Fixed>
        requires requires { Fixed::size; }
    [[nodiscard]] Fixed take()
    {
        return *Fixed::from(raw(Fixed::size));
    }
    template <std::integral T>
    [[nodiscard]] T take()
    {
        std::make_unsigned_t<T> value = 0;
        const ByteSpan bytes = raw(sizeof(T));
        for (std::size_t i = 0; i < sizeof(T); ++i)
            value =
                static_cast<std::make_unsigned_t<T>>(value | static_cast<std::make_unsigned_t<T>>(bytes[i]) << (8 * i));
        return static_cast<T>(value);
    }
    [[nodiscard]] ByteSpan rest() const { return m_rest; }

private:
    ByteSpan m_rest;
};

using Tag16 = std::array<std::uint8_t, 16>;

/// ff, the words, zeros to 16 bytes. The first byte keeps every signed form apart from transactions and texts.
consteval Tag16 makeTag(std::string_view words)
{
    Tag16 tag{};
    tag[0] = 0xff;
    for (std::size_t i = 0; i < words.size(); ++i)
        tag[i + 1] = static_cast<std::uint8_t>(words[i]);
    return tag;
}

[[nodiscard]] inline bool hasTag(ByteSpan bytes, const Tag16 &tag)
{
    return bytes.size() >= tag.size() && std::memcmp(bytes.data(), tag.data(), tag.size()) == 0;
}

} // namespace paradox

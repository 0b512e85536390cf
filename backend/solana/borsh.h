#pragma once

#include "domain/bytes.h"

#include <concepts>
#include <string>

namespace paradox::solana {

/// Little-endian Borsh output.
class BorshWriter {
public:
    template <std::integral T>
    BorshWriter &put(T value)
    {
        for (std::size_t i = 0; i < sizeof(T); ++i)
            m_bytes.push_back(static_cast<std::uint8_t>(static_cast<std::make_unsigned_t<T>>(value) >> (8 * i)));
        return *this;
    }
    BorshWriter &put(bool value) { return put(static_cast<std::uint8_t>(value)); }
    BorshWriter &raw(ByteSpan bytes)
    {
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
        return *this;
    }
    template <class Tag, std::size_t Size>
    BorshWriter &put(const FixedBytes<Tag, Size> &value)
    {
        return raw(value.bytes);
    }
    /// u32 length before the bytes.
    BorshWriter &vec(ByteSpan bytes) { return put(static_cast<std::uint32_t>(bytes.size())).raw(bytes); }
    BorshWriter &text(std::string_view value) { return vec(asBytes(value)); }

    [[nodiscard]] const Bytes &bytes() const { return m_bytes; }
    [[nodiscard]] Bytes take() { return std::move(m_bytes); }

private:
    Bytes m_bytes;
};

/// Reads what BorshWriter writes from untrusted bytes. After a short read ok() is false and every value is zero.
class BorshReader {
public:
    explicit BorshReader(ByteSpan bytes) : m_rest(bytes) {}

    template <std::integral T>
    [[nodiscard]] T take()
    {
        const ByteSpan bytes = raw(sizeof(T));
        std::make_unsigned_t<T> value = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            value =
                static_cast<std::make_unsigned_t<T>>(value | static_cast<std::make_unsigned_t<T>>(bytes[i]) << (8 * i));
        return static_cast<T>(value);
    }
    template <class Fixed>
        requires requires { Fixed::size; }
    [[nodiscard]] Fixed take()
    {
        return Fixed::from(raw(Fixed::size)).value_or(Fixed{});
    }
    /// Empty when fewer bytes are left.
    [[nodiscard]] ByteSpan raw(std::size_t size)
    {
        if (!m_ok || size > m_rest.size()) {
            m_ok = false;
            return {};
        }
        const ByteSpan result = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return result;
    }
    [[nodiscard]] ByteSpan vec() { return raw(take<std::uint32_t>()); }
    [[nodiscard]] std::string text() { return std::string(asText(vec())); }

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] ByteSpan rest() const { return m_rest; }
    [[nodiscard]] bool atEnd() const { return m_ok && m_rest.empty(); }

private:
    ByteSpan m_rest;
    bool m_ok = true;
};

} // namespace paradox::solana

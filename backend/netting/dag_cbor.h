#pragma once

#include "netting/archive.h"

namespace paradox::netting {

/// Writes the part of dag-cbor that archives need: definite lengths, shortest numbers. The caller gives map keys in
/// canonical order: shorter first, then by bytes.
class CborWriter {
public:
    CborWriter &map(std::uint64_t pairs) { return head(5, pairs); }
    CborWriter &list(std::uint64_t entries) { return head(4, entries); }
    CborWriter &text(std::string_view value);
    CborWriter &bytes(ByteSpan value);
    CborWriter &number(std::uint64_t value) { return head(0, value); }
    CborWriter &integer(std::int64_t value);
    CborWriter &link(const Cid &cid);
    [[nodiscard]] Bytes take() { return std::move(m_bytes); }

private:
    CborWriter &head(std::uint8_t major, std::uint64_t value);

    Bytes m_bytes;
};

/// Reads it back from untrusted bytes. After the first surprise ok() is false and every value is empty. Not every
/// longer-than-needed number is noticed: who needs the one spelling writes the value again and compares.
class CborReader {
public:
    explicit CborReader(ByteSpan bytes) : m_rest(bytes) {}

    [[nodiscard]] std::uint64_t map() { return head(5); }
    [[nodiscard]] std::uint64_t list() { return head(4); }
    [[nodiscard]] std::string_view text();
    [[nodiscard]] ByteSpan bytes();
    [[nodiscard]] std::uint64_t number() { return head(0); }
    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] Cid link();
    template <class Fixed>
    [[nodiscard]] Fixed fixed()
    {
        const std::optional<Fixed> value = Fixed::from(bytes());
        m_ok = m_ok && value.has_value();
        return value.value_or(Fixed{});
    }
    /// The next text must be this key.
    void key(std::string_view name) { m_ok = text() == name && m_ok; }

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_ok && m_rest.empty(); }

private:
    [[nodiscard]] std::uint64_t head(std::uint8_t major);
    [[nodiscard]] ByteSpan raw(std::uint64_t size);

    ByteSpan m_rest;
    bool m_ok = true;
};

inline constexpr std::size_t cidSize = 36;
using CidBytes = std::array<std::uint8_t, cidSize>; ///< 01 · codec · 12 20 · digest

[[nodiscard]] CidBytes encodeCid(const Cid &cid);
[[nodiscard]] std::optional<Cid> decodeCid(ByteSpan bytes);

} // namespace paradox::netting

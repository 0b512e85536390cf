#include "netting/dag_cbor.h"

#include "netting/archive_form.h"

namespace paradox::netting {
namespace {

constexpr std::uint64_t linkTag = 42;
constexpr char base32Digits[] = "abcdefghijklmnopqrstuvwxyz234567";

} // namespace

CborWriter &CborWriter::head(std::uint8_t major, std::uint64_t value)
{
    const auto first = static_cast<std::uint8_t>(major << 5);
    if (value < 24) {
        m_bytes.push_back(static_cast<std::uint8_t>(first | value));
        return *this;
    }
    const unsigned widthLog = value <= 0xff ? 0 : value <= 0xffff ? 1 : value <= 0xffff'ffff ? 2 : 3;
    m_bytes.push_back(static_cast<std::uint8_t>(first | (24 + widthLog)));
    for (unsigned i = 1U << widthLog; i-- > 0;)
        m_bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return *this;
}

CborWriter &CborWriter::text(std::string_view value)
{
    head(3, value.size());
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

CborWriter &CborWriter::bytes(ByteSpan value)
{
    head(2, value.size());
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

CborWriter &CborWriter::integer(std::int64_t value)
{
    return value >= 0 ? head(0, static_cast<std::uint64_t>(value)) : head(1, static_cast<std::uint64_t>(-1 - value));
}

CborWriter &CborWriter::link(const Cid &cid)
{
    head(6, linkTag);
    head(2, cidSize + 1);
    m_bytes.push_back(0x00); // the multibase prefix of binary
    const CidBytes encoded = encodeCid(cid);
    m_bytes.insert(m_bytes.end(), encoded.begin(), encoded.end());
    return *this;
}

ByteSpan CborReader::raw(std::uint64_t size)
{
    if (!m_ok || size > m_rest.size()) {
        m_ok = false;
        return {};
    }
    const ByteSpan result = m_rest.first(size);
    m_rest = m_rest.subspan(size);
    return result;
}

std::uint64_t CborReader::head(std::uint8_t major)
{
    const ByteSpan first = raw(1);
    if (first.empty() || first[0] >> 5 != major) {
        m_ok = false;
        return 0;
    }
    const std::uint8_t info = first[0] & 31;
    if (info < 24)
        return info;
    if (info > 27) {
        m_ok = false;
        return 0;
    }
    std::uint64_t value = 0;
    for (const std::uint8_t byte : raw(std::uint64_t{1} << (info - 24)))
        value = value << 8 | byte;
    return value;
}

std::string_view CborReader::text()
{
    return asText(raw(head(3)));
}

ByteSpan CborReader::bytes()
{
    return raw(head(2));
}

std::int64_t CborReader::integer()
{
    const bool negative = !m_rest.empty() && m_rest[0] >> 5 == 1;
    const std::uint64_t magnitude = head(negative ? 1 : 0);
    if (magnitude >> 63 != 0) {
        m_ok = false;
        return 0;
    }
    return negative ? -1 - static_cast<std::int64_t>(magnitude) : static_cast<std::int64_t>(magnitude);
}

Cid CborReader::link()
{
    m_ok = head(6) == linkTag && m_ok;
    const ByteSpan prefixed = bytes();
    const std::optional<Cid> cid =
        !prefixed.empty() && prefixed[0] == 0x00 ? decodeCid(prefixed.subspan(1)) : std::nullopt;
    m_ok = m_ok && cid.has_value();
    return cid.value_or(Cid{});
}

CidBytes encodeCid(const Cid &cid)
{
    CidBytes bytes;
    LayoutWriter(bytes)
        .put(std::uint8_t{1})
        .put(cid.codec)
        .put(std::uint8_t{0x12}) // sha2-256
        .put(std::uint8_t{0x20})
        .put(cid.digest);
    return bytes;
}

std::optional<Cid> decodeCid(ByteSpan bytes)
{
    if (bytes.size() != cidSize || bytes[0] != 1 || (bytes[1] != codecRaw && bytes[1] != codecDagCbor) ||
        bytes[2] != 0x12 || bytes[3] != 0x20)
        return std::nullopt;
    return Cid{.codec = bytes[1], .digest = *Hash::from(bytes.subspan(4))};
}

std::string toText(const Cid &cid)
{
    std::string text = "b";
    unsigned pending = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : encodeCid(cid)) {
        pending = (pending << 8 | byte) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5)
            text += base32Digits[pending >> (bits - 5) & 31];
    }
    if (bits > 0)
        text += base32Digits[pending << (5 - bits) & 31];
    return text;
}

std::optional<Cid> parseCid(std::string_view text)
{
    if (text.size() != 1 + (cidSize * 8 + 4) / 5 || text[0] != 'b')
        return std::nullopt;
    Bytes bytes;
    unsigned pending = 0;
    unsigned bits = 0;
    for (const char c : text.substr(1)) {
        const std::size_t digit = std::string_view(base32Digits).find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        pending = (pending << 5 | static_cast<unsigned>(digit)) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::uint8_t>(pending >> bits));
        }
    }
    if ((pending & ((1U << bits) - 1)) != 0)
        return std::nullopt;
    return decodeCid(bytes);
}

} // namespace paradox::netting

#include "http/frame.h"

#include "domain/bytes.h"
#include "domain/encoding.h"

#include <openssl/sha.h>

namespace paradox::http {

struct FrameReader::Head {
    bool isFinal = false;
    Opcode opcode = Opcode::Text;
    std::uint64_t size = 0;
    std::size_t headSize = 0;
    std::array<std::uint8_t, 4> mask{};
};

namespace {

bool isControl(Opcode opcode)
{
    return static_cast<std::uint8_t>(opcode) >= 8;
}

std::uint8_t byteAt(std::string_view text, std::size_t at)
{
    return static_cast<std::uint8_t>(text[at]);
}

} // namespace

std::optional<FrameReader::Head> FrameReader::readHead()
{
    const std::string_view rest = std::string_view(m_input).substr(m_at);
    if (rest.size() < 2)
        return std::nullopt;
    const std::uint8_t first = byteAt(rest, 0);
    const std::uint8_t second = byteAt(rest, 1);
    const std::uint8_t code = first & 0x0f;
    const bool isMasked = (second & 0x80) != 0;
    const bool knownCode = code <= 2 || (code >= 8 && code <= 10);
    if ((first & 0x70) != 0 || !knownCode || isMasked != (m_role == FrameRole::Server)) {
        m_failure = close_code::protocolError;
        return std::nullopt;
    }
    Head head{.isFinal = (first & 0x80) != 0, .opcode = static_cast<Opcode>(code), .size = second & 0x7fU};
    const std::size_t lengthBytes = head.size == 126 ? 2 : head.size == 127 ? 8 : 0;
    head.headSize = 2 + lengthBytes + (isMasked ? 4 : 0);
    if (isControl(head.opcode) && (!head.isFinal || lengthBytes != 0)) {
        m_failure = close_code::protocolError;
        return std::nullopt;
    }
    if (rest.size() < head.headSize)
        return std::nullopt;
    if (lengthBytes != 0) {
        head.size = 0;
        for (std::size_t i = 0; i < lengthBytes; ++i)
            head.size = head.size << 8 | byteAt(rest, 2 + i);
    }
    if (isMasked) {
        for (std::size_t i = 0; i < 4; ++i)
            head.mask[i] = byteAt(rest, 2 + lengthBytes + i);
    }
    return head;
}

std::optional<Message> FrameReader::takeFrame(const Head &head)
{
    std::string payload = m_input.substr(m_at + head.headSize, static_cast<std::size_t>(head.size));
    m_at += head.headSize + static_cast<std::size_t>(head.size);
    if (m_role == FrameRole::Server) {
        for (std::size_t i = 0; i < payload.size(); ++i)
            payload[i] = static_cast<char>(static_cast<std::uint8_t>(payload[i]) ^ head.mask[i % 4]);
    }
    if (isControl(head.opcode))
        return Message{head.opcode, std::move(payload)};
    const bool isContinuation = head.opcode == Opcode::Continuation;
    if (isContinuation != m_inMessage) {
        m_failure = close_code::protocolError;
        return std::nullopt;
    }
    if (!isContinuation) {
        m_messageOpcode = head.opcode;
        m_partial.clear();
    }
    m_partial += payload;
    m_inMessage = !head.isFinal;
    if (m_inMessage)
        return std::nullopt;
    if (m_messageOpcode == Opcode::Text && !isUtf8(m_partial)) {
        m_failure = close_code::badData;
        return std::nullopt;
    }
    return Message{m_messageOpcode, std::move(m_partial)};
}

void FrameReader::append(std::string_view bytes)
{
    if (m_failure == 0)
        m_input.append(bytes);
}

std::optional<Message> FrameReader::next()
{
    while (m_failure == 0) {
        const auto head = readHead();
        if (!head)
            break;
        if (head->size > m_messageBytesMax || m_partial.size() + head->size > m_messageBytesMax) {
            m_failure = close_code::tooBig;
            break;
        }
        if (m_input.size() - m_at < head->headSize + head->size)
            break;
        auto message = takeFrame(*head);
        if (message)
            return message;
    }
    m_input.erase(0, m_failure == 0 ? m_at : std::string::npos);
    m_at = 0;
    return std::nullopt;
}

std::string encodeFrame(Opcode opcode, std::string_view payload, std::optional<std::uint32_t> mask)
{
    std::string frame;
    frame.reserve(payload.size() + 14);
    frame += static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode));
    const std::uint8_t maskBit = mask ? 0x80 : 0;
    const std::size_t size = payload.size();
    const std::size_t lengthBytes = size < 126 ? 0 : size <= 0xffff ? 2 : 8;
    const std::size_t shortLength = lengthBytes == 0 ? size : lengthBytes == 2 ? 126 : 127;
    frame += static_cast<char>(maskBit | static_cast<std::uint8_t>(shortLength));
    for (std::size_t i = lengthBytes; i > 0; --i)
        frame += static_cast<char>(size >> (8 * (i - 1)) & 0xff);
    if (!mask) {
        frame += payload;
        return frame;
    }
    std::array<std::uint8_t, 4> key{};
    for (std::size_t i = 0; i < 4; ++i) {
        key[i] = static_cast<std::uint8_t>(*mask >> (8 * i));
        frame += static_cast<char>(key[i]);
    }
    for (std::size_t i = 0; i < size; ++i)
        frame += static_cast<char>(static_cast<std::uint8_t>(payload[i]) ^ key[i % 4]);
    return frame;
}

std::string textFrame(std::string_view text)
{
    return encodeFrame(Opcode::Text, text);
}

std::string closePayload(std::uint16_t code, std::string_view reason)
{
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    payload += reason.substr(0, 123);
    return payload;
}

std::uint16_t closeCodeOf(std::string_view payload)
{
    if (payload.empty())
        return close_code::none;
    if (payload.size() < 2 || !isUtf8(payload.substr(2)))
        return close_code::protocolError;
    const auto code = static_cast<std::uint16_t>(byteAt(payload, 0) << 8 | byteAt(payload, 1));
    const bool isDefined = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
    return isDefined || (code >= 3000 && code <= 4999) ? code : close_code::protocolError;
}

std::vector<Header> upgradeHeaders()
{
    return {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"}};
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const std::uint8_t lead = byteAt(text, i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || i + length > text.size())
            return false;
        std::uint32_t point = lead & (0x7fU >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const std::uint8_t next = byteAt(text, i + k);
            if ((next & 0xc0) != 0x80)
                return false;
            point = point << 6 | (next & 0x3fU);
        }
        const bool isOverlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
        if (isOverlong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
            return false;
        i += length;
    }
    return true;
}

std::optional<std::string> acceptOf(std::string_view key)
{
    const auto decoded = base64Decode(key);
    if (!decoded || decoded->size() != 16)
        return std::nullopt;
    const std::string joined = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char *>(joined.data()), joined.size(), digest.data());
    return base64Encode(digest);
}

} // namespace paradox::http

#pragma once

#include "http/message.h"
#include "http/web_socket.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paradox::http {

/// WebSocket frames, RFC 6455, without extensions.
enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// Who reads: a server demands masked frames, a client refuses them.
enum class FrameRole { Server, Client };

/// One whole message or control frame.
struct Message {
    Opcode opcode = Opcode::Text;
    std::string payload;
};

/// Puts messages together from a stream of bytes.
class FrameReader {
public:
    FrameReader(FrameRole role, std::size_t messageBytesMax) : m_role(role), m_messageBytesMax(messageBytesMax) {}

    /// What comes after a failure is thrown away: nobody will read it.
    void append(std::string_view bytes);
    /// The next message, if whole. After `failure()` there are no more.
    [[nodiscard]] std::optional<Message> next();
    /// A close code when the peer broke the protocol, else 0.
    [[nodiscard]] std::uint16_t failure() const { return m_failure; }
    [[nodiscard]] std::size_t heldBytes() const { return m_input.size() + m_partial.size(); }

private:
    struct Head;
    [[nodiscard]] std::optional<Head> readHead();
    [[nodiscard]] std::optional<Message> takeFrame(const Head &head);

    FrameRole m_role;
    std::size_t m_messageBytesMax;
    std::string m_input;
    std::size_t m_at = 0; ///< bytes of m_input already used
    std::string m_partial;
    bool m_inMessage = false;
    Opcode m_messageOpcode = Opcode::Text;
    std::uint16_t m_failure = 0;
};

/// One unmasked frame, or with `mask` (from a client; any value) a masked one.
[[nodiscard]] std::string encodeFrame(Opcode opcode, std::string_view payload, std::optional<std::uint32_t> mask = {});
[[nodiscard]] std::string closePayload(std::uint16_t code, std::string_view reason);
/// 1005 when empty; 1002 for a code that may not be sent.
[[nodiscard]] std::uint16_t closeCodeOf(std::string_view payload);
/// What a 426 says beside its body: the protocol that is spoken here.
[[nodiscard]] std::vector<Header> upgradeHeaders();
[[nodiscard]] bool isUtf8(std::string_view text);
/// Sec-WebSocket-Accept for a Sec-WebSocket-Key; nothing when that is not 16 bytes in base64.
[[nodiscard]] std::optional<std::string> acceptOf(std::string_view key);

} // namespace paradox::http

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace paradox::http {

namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t goingAway = 1001;
inline constexpr std::uint16_t protocolError = 1002;
inline constexpr std::uint16_t badData = 1007;
inline constexpr std::uint16_t policyViolation = 1008;
inline constexpr std::uint16_t tooBig = 1009;
inline constexpr std::uint16_t internalError = 1011;
inline constexpr std::uint16_t tryLater = 1013;
inline constexpr std::uint16_t none = 1005;     ///< closed without a code; never sent
inline constexpr std::uint16_t abnormal = 1006; ///< connection lost; never sent
} // namespace close_code

enum class SendResult {
    Queued,
    Overflow, ///< nothing was queued: the peer reads too slowly, drop it or let it start over
    Closed,
};

/// One or more finished WebSocket frames, made once and sent to any number of peers.
using Frames = std::shared_ptr<const std::string>;

/// The frame of a server text message; concatenate several for one send.
[[nodiscard]] std::string textFrame(std::string_view text);

/// The server's end of one WebSocket. Any thread. Keeps nothing alive but itself: after the peer has gone, calls answer
/// Closed.
class WebSocket {
public:
    virtual ~WebSocket() = default;

    /// A text message of its own.
    [[nodiscard]] virtual SendResult send(std::string_view text) = 0;
    /// Frames from textFrame: cheap for fan-out, since all peers share the bytes.
    [[nodiscard]] virtual SendResult sendFrames(Frames frames) = 0;
    /// Ends the session after what is queued; `reason` at most 123 bytes.
    virtual void close(std::uint16_t code, std::string_view reason) = 0;
    [[nodiscard]] virtual std::size_t queuedBytes() const = 0;
};

/// What the owner of a session hears. Called on the connection's I/O thread, one call at a time: return quickly.
class WebSocketListener {
public:
    virtual ~WebSocketListener() = default;
    virtual void onOpen(std::shared_ptr<WebSocket> socket) = 0;
    virtual void onText(std::string_view text) = 0;
    /// The last call, exactly once after onOpen.
    virtual void onClosed(std::uint16_t code) = 0;
};

} // namespace paradox::http

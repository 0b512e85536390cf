#pragma once

#include "http/client.h"
#include "http/web_socket.h"

#include <functional>
#include <memory>
#include <string>

namespace paradox::http {

struct WebSocketClientOptions {
    std::string url;      ///< ws://host:port/path, or wss
    std::string caFile{}; ///< as ClientOptions::caFile
    std::vector<Header> headers{};
    std::int64_t connectTimeoutMs = 3'000;
    std::int64_t silenceTimeoutMs = 60'000; ///< nothing heard for so long, pings included: the connection is dead
    std::size_t messageBytesMax = 16 * 1024 * 1024;
    std::size_t queueBytesMax = 4 * 1024 * 1024;
    std::function<void()> onOpen;
    std::function<void(std::string_view)> onText;
    std::function<void(std::uint16_t code)> onClosed; ///< last; 1006 also when the connection was never made
};

/// A WebSocket to one server, on a thread of its own; callbacks come on that thread. Ends once: to reconnect, make
/// another. The destructor closes and joins: never run it in a callback.
class WebSocketClient {
public:
    explicit WebSocketClient(WebSocketClientOptions options);
    ~WebSocketClient();
    WebSocketClient(const WebSocketClient &) = delete;
    WebSocketClient &operator=(const WebSocketClient &) = delete;

    /// A text message. Any thread, also before onOpen (it waits).
    [[nodiscard]] SendResult send(std::string_view text);
    /// Any thread; onClosed follows.
    void close();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace paradox::http

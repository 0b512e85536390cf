#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::test {

/// Many WebSocket clients of 127.0.0.1:port on one thread: opened together, read together.
class WebSocketCrowd {
public:
    WebSocketCrowd(std::uint16_t port, const std::string &path, std::size_t count);
    ~WebSocketCrowd();
    WebSocketCrowd(const WebSocketCrowd &) = delete;
    WebSocketCrowd &operator=(const WebSocketCrowd &) = delete;

    /// Connected and upgraded.
    [[nodiscard]] std::size_t openCount() const { return m_clients.size(); }
    void sendAll(std::string_view text);
    /// Waits up to `timeoutMs` for something to read and hands every whole text frame to `frame`. False when nothing
    /// came.
    bool read(int timeoutMs, const std::function<void(std::size_t client, std::string_view text)> &frame);
    /// Clients whose connection ended.
    [[nodiscard]] std::size_t closedCount() const { return m_closed; }

private:
    struct Client {
        int descriptor = -1;
        std::string in;
    };
    /// Hands on the whole frames; what is left is the beginning of the next.
    [[nodiscard]] static std::string_view consume(std::size_t index, std::string_view rest,
                                                  const std::function<void(std::size_t, std::string_view)> &frame);

    int m_epoll;
    std::vector<Client> m_clients;
    std::size_t m_closed = 0;
};

} // namespace paradox::test

#pragma once

#include "http/frame.h"
#include "http/io_thread.h"

#include <array>
#include <deque>

namespace paradox::http {

/// The server's end of a WebSocket. Reads and writes on its I/O thread; `send` and `close` from any.
class WebSocketSession : public WebSocket, public Tended, public std::enable_shared_from_this<WebSocketSession> {
public:
    struct Start {
        std::string remoteAddress;
        std::string accept;   ///< Sec-WebSocket-Accept
        std::string leftover; ///< frames that came with the request
    };
    WebSocketSession(std::shared_ptr<IoThread> thread, Tcp::socket socket, std::unique_ptr<WebSocketListener> listener,
                     Start start);
    ~WebSocketSession() override;

    void start();
    [[nodiscard]] SendResult send(std::string_view text) override
    {
        return sendFrames(std::make_shared<const std::string>(textFrame(text)));
    }
    [[nodiscard]] SendResult sendFrames(Frames frames) override;
    void close(std::uint16_t code, std::string_view reason) override;
    [[nodiscard]] std::size_t queuedBytes() const override { return m_queuedBytes.load(); }

    void look(std::int64_t nowMs) override;
    void endSoon() override { close(close_code::goingAway, "server stops"); }
    void endNow() override { end(close_code::goingAway); }

private:
    void read();
    void onBytes(std::string_view bytes);
    void onMessage(const Message &message);
    [[nodiscard]] SendResult enqueue(Frames frames, bool isLast);
    void write();
    void end(std::uint16_t code);

    std::shared_ptr<IoThread> m_thread;
    Tcp::socket m_socket;
    std::unique_ptr<WebSocketListener> m_listener;
    Start m_start;
    FrameReader m_reader;
    std::array<char, 4 * 1024> m_buffer;
    std::mutex m_mutex; ///< of the queue and m_isLastQueued
    std::deque<Frames> m_queue;
    bool m_isLastQueued = false; ///< a close frame stands at the end: nothing follows it
    bool m_isWriteScheduled = false;
    std::atomic<std::size_t> m_queuedBytes = 0;
    std::vector<Frames> m_writing;
    bool m_closeSent = false;
    bool m_isWriting = false;
    std::uint16_t m_closeCode = 0; ///< received or decided; 0 while open
    bool m_isEnded = false;
    std::int64_t m_heardMs;
    std::int64_t m_pingMs;
    std::int64_t m_writeMs = 0;
    std::int64_t m_closeMs = 0;
};

} // namespace paradox::http

#pragma once

#include "http/io_thread.h"
#include "http/wire.h"

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <deque>
#include <optional>

namespace paradox::http {

/// One HTTP connection. Lives on its I/O thread; only `answer` may come from others.
class Connection : public Tended, public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<IoThread> thread, Tcp::socket socket, std::string remoteAddress);
    ~Connection() override;

    void start();
    void answer(std::uint64_t number, Response &&response); ///< any thread
    void complete(std::uint64_t number, Response &&response);
    void flush();
    [[nodiscard]] IoThread &thread() const { return *m_thread; }

    void look(std::int64_t nowMs) override;
    void endSoon() override;
    void endNow() override;

private:
    /// A request that waits for its answer, or an answer that waits for its turn.
    struct Slot {
        std::optional<Response> response;
        Method method = Method::Get;
        bool closeAfter = false;
        std::string allowOrigin;
    };

    void read();
    void onRead(std::size_t size);
    void parse();
    void dispatch();
    void refuse(const WireError &error);
    [[nodiscard]] bool route(Request &request, Slot &slot, WireError &error);
    [[nodiscard]] bool tryUpgrade(Request &request);
    void serialise(const Slot &slot, Response &response);
    void write();
    void linger();

    std::shared_ptr<IoThread> m_thread;
    Tcp::socket m_socket;
    std::string m_remoteAddress;
    RequestReader m_reader;
    std::string m_pending; ///< read but not yet understood
    std::array<char, 16 * 1024> m_buffer;
    std::deque<Slot> m_slots;
    std::uint64_t m_firstNumber = 0; ///< of m_slots.front()
    std::string m_out;
    std::string m_writing;
    std::int64_t m_activeMs;      ///< last progress
    std::int64_t m_requestMs = 0; ///< when the current request began
    std::int64_t m_bodyMs = 0;    ///< when its body began
    std::int64_t m_writeMs = 0;
    bool m_isReading = false;
    bool m_isWriting = false;
    bool m_isParsing = false;
    bool m_noMoreRequests = false;
    bool m_isLingering = false;
    bool m_isClosed = false;
    bool m_isHandedOver = false; ///< the socket belongs to a WebSocket session now
    bool m_continueSent = false;
};

} // namespace paradox::http

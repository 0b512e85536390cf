#pragma once

#include "domain/system_clock.h"
#include "http/server.h"
#include "http/tcp_stream.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <mutex>

namespace paradox::http::test {

/// A clock that a test moves by hand.
class HandClock : public Clock {
public:
    [[nodiscard]] UnixMillis wall() const override { return {1'790'000'000'000 + m_ms.load()}; }
    [[nodiscard]] std::int64_t monotonicMs() const override { return m_ms.load(); }
    void advance(std::int64_t ms) { m_ms += ms; }

private:
    std::atomic<std::int64_t> m_ms = 1'000'000;
};

/// Answers through a function that the test gives.
class FunctionHandler : public Handler {
public:
    std::function<void(Request &&, Responder)> onRequest = [](Request &&request, Responder responder) {
        responder.send({.contentType = "text/plain", .body = std::string(toText(request.method)) + " " + request.path});
    };
    std::function<std::unique_ptr<WebSocketListener>(const Request &)> onUpgrade;

    void handle(Request &&request, Responder responder) override
    {
        onRequest(std::move(request), std::move(responder));
    }
    std::unique_ptr<WebSocketListener> upgrade(const Request &request) override
    {
        return onUpgrade ? onUpgrade(request) : nullptr;
    }
    std::size_t bodyBytesMax(Method, std::string_view path, std::size_t usual) const override
    {
        return path == "/large" ? 2'000'000 : usual;
    }
};

/// A raw connection: what a hostile peer has.
class RawPeer {
public:
    explicit RawPeer(std::uint16_t port)
    {
        auto stream = TcpStream::connect("127.0.0.1", port, soon());
        EXPECT_TRUE(stream.has_value());
        if (stream)
            m_stream = std::move(*stream);
    }
    void send(std::string_view text) { static_cast<void>(m_stream.send(text, soon())); }
    /// Everything until the server closes.
    std::string readAll()
    {
        while (m_stream.receive(m_input, soon())) {
        }
        return m_input;
    }
    /// Until the text has come; what is there then.
    std::string readUntil(std::string_view text)
    {
        while (m_input.find(text) == std::string::npos && m_stream.receive(m_input, soon())) {
        }
        return m_input;
    }
    void clear() { m_input.clear(); }
    [[nodiscard]] TcpStream &stream() { return m_stream; }

private:
    static TcpStream::Deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(10); }
    TcpStream m_stream;
    std::string m_input;
};

class ServerTest : public testing::Test {
protected:
    void TearDown() override
    {
        if (m_server)
            m_server->stop(); // listeners refer to members of the test
    }
    void start(ServerOptions options = {})
    {
        auto server = Server::start(std::move(options), handler, clock);
        ASSERT_TRUE(server.has_value());
        m_server = std::move(*server);
    }
    [[nodiscard]] Server &server() { return *m_server; }
    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }
    [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port()); }
    /// A request with the right Host; `extra` are further header lines with CR LF.
    [[nodiscard]] std::string request(std::string_view line, std::string_view extra = "",
                                      std::string_view body = "") const
    {
        return std::string(line) + " HTTP/1.1\r\nHost: " + host() + "\r\n" + std::string(extra) + "\r\n" +
               std::string(body);
    }
    /// The whole answer to some bytes; the server must close by itself.
    [[nodiscard]] std::string answerTo(std::string_view bytes)
    {
        RawPeer peer(port());
        peer.send(bytes);
        return peer.readAll();
    }
    [[nodiscard]] static int statusOf(const std::string &answer)
    {
        return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
    }

    HandClock clock;
    FunctionHandler handler;

private:
    std::unique_ptr<Server> m_server;
};

} // namespace paradox::http::test

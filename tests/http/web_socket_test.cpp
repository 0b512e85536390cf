#include "tests/http/rig.h"

#include "http/frame.h"
#include "http/web_socket_client.h"

#include <poll.h>

#include <condition_variable>
#include <thread>

namespace paradox::http::test {
namespace {

/// What a session heard, for a test to wait on.
struct Heard {
    std::mutex mutex;
    std::condition_variable changed;
    std::shared_ptr<WebSocket> socket;
    std::vector<std::string> texts;
    std::optional<std::uint16_t> closed;

    template <class Condition>
    void await(Condition condition)
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, condition);
    }
};

class Listener : public WebSocketListener {
public:
    explicit Listener(Heard &heard) : m_heard(heard) {}
    void onOpen(std::shared_ptr<WebSocket> socket) override
    {
        const std::lock_guard lock(m_heard.mutex);
        m_heard.socket = std::move(socket);
        m_heard.changed.notify_all();
    }
    void onText(std::string_view text) override
    {
        const std::lock_guard lock(m_heard.mutex);
        m_heard.texts.emplace_back(text);
        if (text == "echo") {
            EXPECT_EQ(m_heard.socket->send("echo"), SendResult::Queued);
        }
        m_heard.changed.notify_all();
    }
    void onClosed(std::uint16_t code) override
    {
        const std::lock_guard lock(m_heard.mutex);
        m_heard.closed = code;
        m_heard.socket.reset();
        m_heard.changed.notify_all();
    }

private:
    Heard &m_heard;
};

class WebSocketTest : public ServerTest {
protected:
    WebSocketTest()
    {
        handler.onUpgrade = [this](const Request &) { return std::make_unique<Listener>(heard); };
    }
    [[nodiscard]] WebSocketClientOptions clientOptions()
    {
        return {.url = "ws://" + host() + "/ws",
                .onText =
                    [this](std::string_view text) {
                        const std::lock_guard lock(client.mutex);
                        client.texts.emplace_back(text);
                        client.changed.notify_all();
                    },
                .onClosed =
                    [this](std::uint16_t code) {
                        const std::lock_guard lock(client.mutex);
                        client.closed = code;
                        client.changed.notify_all();
                    }};
    }
    [[nodiscard]] std::string upgrade(std::string_view extra = "") const
    {
        return request("GET /ws", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                                      std::string(extra));
    }

    Heard heard;
    Heard client;
};

TEST_F(WebSocketTest, textGoesBothWaysAndTheEndIsHeard)
{
    start();
    {
        WebSocketClient socket(clientOptions());
        EXPECT_EQ(socket.send("echo"), SendResult::Queued);
        client.await([&] { return client.texts.size() == 1; });
        EXPECT_EQ(client.texts[0], "echo");
    }
    heard.await([&] { return heard.closed.has_value(); });
    EXPECT_EQ(heard.closed, close_code::normal);
}

TEST_F(WebSocketTest, acceptKeyIsThatOfTheStandard)
{
    start();
    RawPeer peer(port());
    peer.send(upgrade());
    EXPECT_NE(peer.readUntil("\r\n\r\n").find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
              std::string::npos);
}

TEST_F(WebSocketTest, hostAndOriginAreCheckedOnTheUpgrade)
{
    start();
    EXPECT_EQ(statusOf(answerTo(upgrade("Origin: https://evil.com\r\n"))), 403);
    std::string foreign = upgrade();
    foreign.replace(foreign.find(host()), host().size(), "evil.com");
    EXPECT_EQ(statusOf(answerTo(foreign)), 421);
}

TEST_F(WebSocketTest, anotherVersionIsToldWhichOneIsSpoken)
{
    start();
    std::string older = upgrade();
    older.replace(older.find("Version: 13"), 11, "Version: 8");
    const std::string answer = answerTo(older);
    EXPECT_EQ(statusOf(answer), 426);
    EXPECT_NE(answer.find("\r\nUpgrade: websocket\r\n"), std::string::npos);
    EXPECT_NE(answer.find("\r\nSec-WebSocket-Version: 13\r\n"), std::string::npos);
}

TEST_F(WebSocketTest, serverClosesWithACodeAfterWhatWasQueued)
{
    start();
    WebSocketClient socket(clientOptions());
    heard.await([&] { return heard.socket != nullptr; });
    const auto session = heard.socket;
    EXPECT_EQ(session->send("last words"), SendResult::Queued);
    session->close(close_code::policyViolation, "no");
    client.await([&] { return client.closed.has_value(); });
    EXPECT_EQ(client.closed, close_code::policyViolation);
    EXPECT_EQ(client.texts, std::vector<std::string>{"last words"});
    heard.await([&] { return heard.closed.has_value(); });
    EXPECT_EQ(session->send("more"), SendResult::Closed);
}

TEST_F(WebSocketTest, aPeerThatDoesNotReadOverflowsInsteadOfGrowing)
{
    start({.limits = {.socketQueueBytesMax = 1 << 20}});
    RawPeer peer(port());
    peer.send(upgrade());
    peer.readUntil("\r\n\r\n");
    heard.await([&] { return heard.socket != nullptr; });
    const auto frames = std::make_shared<const std::string>(textFrame(std::string(100'000, 'x')));
    SendResult result = SendResult::Queued;
    while (result == SendResult::Queued)
        result = heard.socket->sendFrames(frames);
    EXPECT_EQ(result, SendResult::Overflow);
    EXPECT_LE(heard.socket->queuedBytes(), 1U << 20);
}

TEST_F(WebSocketTest, brokenFramesEndTheSession)
{
    start();
    const std::vector<std::pair<std::string, std::uint16_t>> cases = {
        {encodeFrame(Opcode::Text, "unmasked"), close_code::protocolError},
        {encodeFrame(Opcode::Continuation, "nothing to continue", 7), close_code::protocolError},
        {encodeFrame(Opcode::Ping, std::string(126, 'x'), 7), close_code::protocolError},
        {encodeFrame(Opcode::Text, "\xc0\xaf", 7), close_code::badData},
        {encodeFrame(Opcode::Text, "\xed\xa0\x80", 7), close_code::badData},
        {encodeFrame(Opcode::Text, std::string(300'000, 'x'), 7), close_code::tooBig},
        {std::string("\xf1\x80\x00\x00\x00\x00", 6), close_code::protocolError},
        {std::string("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00", 14), close_code::tooBig},
        {encodeFrame(Opcode::Binary, "bytes", 7), 1003},
    };
    for (const auto &[frame, code] : cases) {
        RawPeer peer(port());
        peer.send(upgrade() + frame);
        const std::string answer = peer.readAll();
        const std::size_t end = answer.find("\r\n\r\n") + 4;
        FrameReader reader(FrameRole::Client, 1000);
        reader.append(answer.substr(end));
        const auto message = reader.next();
        ASSERT_TRUE(message.has_value());
        EXPECT_EQ(message->opcode, Opcode::Close);
        EXPECT_EQ(closeCodeOf(message->payload), code);
    }
}

TEST_F(WebSocketTest, whatFollowsABrokenFrameIsNotKept)
{
    FrameReader reader(FrameRole::Server, 1'000);
    const std::string flood(100'000, 'x');
    reader.append(encodeFrame(Opcode::Text, flood, 7));
    EXPECT_FALSE(reader.next().has_value());
    EXPECT_EQ(reader.failure(), close_code::tooBig);
    EXPECT_EQ(reader.heldBytes(), 0U);
    reader.append(flood);
    EXPECT_FALSE(reader.next().has_value());
    EXPECT_EQ(reader.heldBytes(), 0U);
}

TEST_F(WebSocketTest, silentPeersArePingedAndThenDropped)
{
    start();
    RawPeer peer(port());
    peer.send(upgrade());
    peer.readUntil("\r\n\r\n");
    // The silence begins when the server sees that its answer has left, so the clock runs on instead of jumping once:
    // two hundred times as fast as the world, so that the server still looks between the ping and the end.
    const std::jthread time([&](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            clock.advance(1'000);
            poll(nullptr, 0, 5);
        }
    });
    const std::string ping = encodeFrame(Opcode::Ping, "");
    EXPECT_NE(peer.readUntil(ping).find(ping), std::string::npos);
    heard.await([&] { return heard.closed.has_value(); });
    EXPECT_EQ(heard.closed, close_code::abnormal);
}

TEST_F(WebSocketTest, fragmentsAreJoined)
{
    start();
    RawPeer peer(port());
    std::string first = encodeFrame(Opcode::Text, "ec", 9);
    first[0] = static_cast<char>(first[0] & 0x7f);
    peer.send(upgrade() + first + encodeFrame(Opcode::Ping, "p", 1) + encodeFrame(Opcode::Continuation, "ho", 3));
    const std::string echo = textFrame("echo");
    EXPECT_NE(peer.readUntil(echo).find(echo), std::string::npos);
}

TEST_F(WebSocketTest, stoppingTheServerSaysGoingAway)
{
    start();
    WebSocketClient socket(clientOptions());
    heard.await([&] { return heard.socket != nullptr; });
    server().stop();
    client.await([&] { return client.closed.has_value(); });
    EXPECT_EQ(client.closed, close_code::goingAway);
}

} // namespace
} // namespace paradox::http::test

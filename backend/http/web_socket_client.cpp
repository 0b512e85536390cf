#include "http/web_socket_client.h"

#include "domain/encoding.h"
#include "http/frame.h"
#include "http/tcp_stream.h"
#include "http/wire.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <mutex>
#include <random>
#include <thread>

namespace paradox::http {

using Steady = std::chrono::steady_clock;

struct WebSocketClient::Parts {
    WebSocketClientOptions options;
    int wake = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    std::mutex mutex; ///< of all down to `random`
    std::string queue;
    bool closeWanted = false;
    bool isOver = false;
    std::random_device random;
    TcpStream stream;
    std::string sending; ///< client thread
    std::thread thread;

    ~Parts() { ::close(wake); }
    void run();
    [[nodiscard]] bool open(std::string &input);
    [[nodiscard]] std::uint16_t talk(std::string input);
    [[nodiscard]] std::uint16_t onMessage(const Message &message);
    [[nodiscard]] bool sendQueued();
    void signal() const;
    void clearSignal() const;
    [[nodiscard]] SendResult enqueue(Opcode opcode, std::string_view payload);
};

void WebSocketClient::Parts::signal() const
{
    const std::uint64_t one = 1;
    static_cast<void>(::write(wake, &one, sizeof(one)) == sizeof(one));
}

void WebSocketClient::Parts::clearSignal() const
{
    std::uint64_t count = 0;
    static_cast<void>(::read(wake, &count, sizeof(count)) == sizeof(count));
}

SendResult WebSocketClient::Parts::enqueue(Opcode opcode, std::string_view payload)
{
    {
        const std::lock_guard lock(mutex);
        if (isOver || closeWanted)
            return SendResult::Closed;
        if (queue.size() + payload.size() > options.queueBytesMax)
            return SendResult::Overflow;
        queue += encodeFrame(opcode, payload, random());
        closeWanted = opcode == Opcode::Close;
    }
    signal();
    return SendResult::Queued;
}

bool WebSocketClient::Parts::open(std::string &input)
{
    const auto url = parseUrl(options.url);
    if (!url)
        return false;
    const auto deadline = Steady::now() + std::chrono::milliseconds(options.connectTimeoutMs);
    auto connected = TcpStream::connect(url->host, url->port, deadline);
    if (!connected)
        return false;
    if (url->secure && !connected->secure({.host = url->host, .caFile = options.caFile}, deadline))
        return false;
    stream = std::move(*connected);
    std::array<std::uint8_t, 16> nonce{};
    {
        const std::lock_guard lock(mutex);
        for (std::uint8_t &byte : nonce)
            byte = static_cast<std::uint8_t>(random());
    }
    const std::string key = base64Encode(nonce);
    std::string request = "GET " + url->target + " HTTP/1.1\r\nHost: " + url->hostField() +
                          "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: " +
                          key + "\r\n";
    for (const Header &header : options.headers)
        request += header.name + ": " + header.value + "\r\n";
    request += "\r\n";
    if (!stream.send(request, deadline))
        return false;
    std::size_t end = std::string::npos;
    while ((end = input.find("\r\n\r\n")) == std::string::npos) {
        if (input.size() > 16 * 1024 || !stream.receive(input, deadline))
            return false;
    }
    ResponseReader reader(0, true);
    std::string_view head = std::string_view(input).substr(0, end + 4);
    if (reader.feed(head) != ResponseReader::Progress::Complete || reader.status() != 101)
        return false;
    input.erase(0, end + 4);
    for (const Header &header : reader.headers()) {
        if (header.name == "sec-websocket-accept")
            return header.value == acceptOf(key);
    }
    return false;
}

bool WebSocketClient::Parts::sendQueued()
{
    {
        const std::lock_guard lock(mutex);
        sending += queue;
        queue.clear();
    }
    while (!sending.empty()) {
        const auto sent = stream.sendSome(sending);
        if (!sent)
            return false;
        if (*sent == 0)
            break;
        sending.erase(0, *sent);
    }
    return true;
}

/// A close code when the talk is over, else 0.
std::uint16_t WebSocketClient::Parts::onMessage(const Message &message)
{
    switch (message.opcode) {
    case Opcode::Text:
        if (options.onText)
            options.onText(message.payload);
        return 0;
    case Opcode::Ping:
        static_cast<void>(enqueue(Opcode::Pong, message.payload));
        return 0;
    case Opcode::Pong:
    case Opcode::Binary:
    case Opcode::Continuation:
        return 0;
    case Opcode::Close: {
        const std::uint16_t code = closeCodeOf(message.payload);
        static_cast<void>(
            enqueue(Opcode::Close, closePayload(code == close_code::none ? close_code::normal : code, "")));
        static_cast<void>(sendQueued());
        return code;
    }
    }
    return 0;
}

std::uint16_t WebSocketClient::Parts::talk(std::string input)
{
    FrameReader reader(FrameRole::Client, options.messageBytesMax);
    auto heard = Steady::now();
    auto closeBy = Steady::time_point::max();
    for (;;) {
        reader.append(input);
        input.clear();
        while (const auto message = reader.next()) {
            if (const std::uint16_t code = onMessage(*message); code != 0)
                return code;
        }
        if (reader.failure() != 0)
            return reader.failure();
        if (!sendQueued())
            return close_code::abnormal;
        const auto now = Steady::now();
        {
            const std::lock_guard lock(mutex);
            if (closeWanted && closeBy == Steady::time_point::max())
                closeBy = now + std::chrono::seconds(1);
        }
        if (now >= closeBy)
            return close_code::normal;
        const auto deadHeard = heard + std::chrono::milliseconds(options.silenceTimeoutMs);
        if (now >= deadHeard)
            return close_code::abnormal;
        stream.wait(sending.empty() ? TcpStream::Interest::Read : TcpStream::Interest::ReadAndWrite, wake,
                    std::min(deadHeard, closeBy));
        clearSignal();
        const auto received = stream.receive(input, Steady::now() - std::chrono::seconds(1));
        if (received)
            heard = Steady::now();
        else if (received.error() != ClientError::TimedOut)
            return closeBy == Steady::time_point::max() ? close_code::abnormal : close_code::normal;
    }
}

void WebSocketClient::Parts::run()
{
    std::string input;
    std::uint16_t code = close_code::abnormal;
    if (open(input)) {
        if (options.onOpen)
            options.onOpen();
        code = talk(std::move(input));
    }
    {
        const std::lock_guard lock(mutex);
        isOver = true;
    }
    stream.close();
    if (options.onClosed)
        options.onClosed(code);
}

WebSocketClient::WebSocketClient(WebSocketClientOptions options) : m_parts(std::make_unique<Parts>())
{
    m_parts->options = std::move(options);
    m_parts->thread = std::thread([parts = m_parts.get()] { parts->run(); });
}

WebSocketClient::~WebSocketClient()
{
    close();
    m_parts->thread.join();
}

SendResult WebSocketClient::send(std::string_view text)
{
    return m_parts->enqueue(Opcode::Text, text);
}

void WebSocketClient::close()
{
    static_cast<void>(m_parts->enqueue(Opcode::Close, closePayload(close_code::normal, "")));
}

} // namespace paradox::http

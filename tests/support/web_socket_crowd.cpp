#include "tests/support/web_socket_crowd.h"

#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace paradox::test {
namespace {

/// A masked text frame with a mask of zeros: the payload stays readable.
std::string textFrame(std::string_view text)
{
    std::string frame;
    frame.push_back(static_cast<char>(0x81));
    if (text.size() < 126) {
        frame.push_back(static_cast<char>(0x80 | text.size()));
    } else {
        frame.push_back(static_cast<char>(0x80 | 126));
        frame.push_back(static_cast<char>(text.size() >> 8));
        frame.push_back(static_cast<char>(text.size() & 0xff));
    }
    frame.append(4, '\0');
    return frame.append(text);
}

bool upgrade(int descriptor, std::uint16_t port, const std::string &path)
{
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    if (send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        return false;
    std::string answer;
    while (!answer.contains("\r\n\r\n")) {
        char byte = 0;
        if (recv(descriptor, &byte, 1, 0) != 1)
            return false;
        answer.push_back(byte);
    }
    return answer.starts_with("HTTP/1.1 101");
}

int openClient(std::uint16_t port, const std::string &path)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
        upgrade(descriptor, port, path))
        return descriptor;
    close(descriptor);
    return -1;
}

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
}

} // namespace

WebSocketCrowd::WebSocketCrowd(std::uint16_t port, const std::string &path, std::size_t count)
    : m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (std::size_t i = 0; i < count; ++i) {
        const int descriptor = openClient(port, path);
        if (descriptor < 0)
            return;
        epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
        m_clients.push_back({.descriptor = descriptor, .in = {}});
    }
}

WebSocketCrowd::~WebSocketCrowd()
{
    for (const Client &client : m_clients)
        close(client.descriptor);
    close(m_epoll);
}

void WebSocketCrowd::sendAll(std::string_view text)
{
    const std::string frame = textFrame(text);
    for (const Client &client : m_clients)
        static_cast<void>(send(client.descriptor, frame.data(), frame.size(), MSG_NOSIGNAL));
}

bool WebSocketCrowd::read(int timeoutMs, const std::function<void(std::size_t, std::string_view)> &frame)
{
    static thread_local std::string chunk(std::size_t{1} << 20, '\0');
    epoll_event events[256];
    const int count = epoll_wait(m_epoll, events, 256, timeoutMs);
    for (int i = 0; i < count; ++i) {
        const std::size_t index = events[i].data.u64;
        Client &client = m_clients[index];
        const ssize_t size = recv(client.descriptor, chunk.data(), chunk.size(), 0);
        if (size <= 0) {
            epoll_ctl(m_epoll, EPOLL_CTL_DEL, client.descriptor, nullptr);
            ++m_closed;
            continue;
        }
        const std::string_view fresh(chunk.data(), static_cast<std::size_t>(size));
        if (client.in.empty()) {
            client.in = consume(index, fresh, frame); // mostly whole frames: nothing is copied
        } else {
            client.in.append(fresh);
            client.in = std::string(consume(index, client.in, frame));
        }
    }
    return count > 0;
}

std::string_view WebSocketCrowd::consume(std::size_t index, std::string_view rest,
                                         const std::function<void(std::size_t, std::string_view)> &frame)
{
    for (;;) {
        if (rest.size() < 2)
            break;
        std::size_t head = 2;
        std::uint64_t length = static_cast<std::uint8_t>(rest[1]) & 0x7fU;
        if (length >= 126) {
            const std::size_t width = length == 126 ? 2 : 8;
            head += width;
            if (rest.size() < head)
                break;
            length = bigEndian(rest.substr(2, width));
        }
        if (rest.size() < head + length)
            break;
        if ((static_cast<std::uint8_t>(rest[0]) & 0x0fU) == 1)
            frame(index, rest.substr(head, length));
        rest.remove_prefix(head + length);
    }
    return rest;
}

} // namespace paradox::test

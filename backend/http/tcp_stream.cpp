#include "http/tcp_stream.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <utility>

namespace paradox::http {

namespace {

int millisUntil(TcpStream::Deadline deadline)
{
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count() + 1, 0, 3'600'000));
}

/// False when the deadline came first.
bool waitFor(int socket, short events, TcpStream::Deadline deadline)
{
    for (;;) {
        pollfd entry{socket, events, 0};
        const int ready = ::poll(&entry, 1, millisUntil(deadline));
        if (ready > 0)
            return true;
        if (std::chrono::steady_clock::now() >= deadline)
            return false;
    }
}

int connectOne(const addrinfo &address, TcpStream::Deadline deadline)
{
    const int socket = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return -1;
    int error = ::connect(socket, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS && waitFor(socket, POLLOUT, deadline)) {
        socklen_t size = sizeof(error);
        ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error != 0) {
        ::close(socket);
        return -1;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return socket;
}

} // namespace

TcpStream::TcpStream(TcpStream &&other) noexcept
    : m_socket(std::exchange(other.m_socket, -1)),
      m_tls(std::move(other.m_tls))
{
}

TcpStream &TcpStream::operator=(TcpStream &&other) noexcept
{
    if (this != &other) {
        close();
        m_socket = std::exchange(other.m_socket, -1);
        m_tls = std::move(other.m_tls);
    }
    return *this;
}

TcpStream::~TcpStream()
{
    close();
}

void TcpStream::close()
{
    m_tls.reset();
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

std::expected<TcpStream, ClientError> TcpStream::connect(const std::string &host, std::uint16_t port, Deadline deadline)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo *found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
        return std::unexpected(ClientError::ConnectFailed);
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
    for (const addrinfo *address = found; address != nullptr; address = address->ai_next) {
        if (const int socket = connectOne(*address, deadline); socket >= 0)
            return TcpStream(socket);
    }
    return std::unexpected(ClientError::ConnectFailed);
}

std::expected<void, ClientError> TcpStream::secure(const TlsTrust &trust, Deadline deadline)
{
    auto tls = TlsSession::make(m_socket, trust);
    if (!tls)
        return std::unexpected(ClientError::Untrusted);
    for (;;) {
        const auto shaken = tls->handshake();
        if (shaken) {
            m_tls = std::move(tls);
            return {};
        }
        if (shaken.error() == TlsStop::Untrusted)
            return std::unexpected(ClientError::Untrusted);
        if (shaken.error() == TlsStop::Closed)
            return std::unexpected(ClientError::ConnectFailed);
        if (!waitFor(m_socket, shaken.error() == TlsStop::WantsRead ? POLLIN : POLLOUT, deadline))
            return std::unexpected(ClientError::ConnectFailed);
    }
}

std::expected<std::size_t, ClientError> TcpStream::sendSome(std::string_view text)
{
    if (m_tls) {
        const auto sent = m_tls->write(text);
        if (sent)
            return *sent;
        const bool isOver = sent.error() == TlsStop::Closed || sent.error() == TlsStop::Untrusted;
        return isOver ? std::expected<std::size_t, ClientError>(std::unexpected(ClientError::Closed)) : 0;
    }
    const ssize_t sent = ::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent >= 0)
        return static_cast<std::size_t>(sent);
    if (errno == EAGAIN || errno == EINTR)
        return 0;
    return std::unexpected(ClientError::Closed);
}

std::expected<void, ClientError> TcpStream::send(std::string_view text, Deadline deadline)
{
    while (!text.empty()) {
        const auto sent = sendSome(text);
        if (!sent)
            return std::unexpected(sent.error());
        text.remove_prefix(*sent);
        if (*sent == 0 && !waitFor(m_socket, POLLOUT, deadline))
            return std::unexpected(ClientError::TimedOut);
    }
    return {};
}

/// 0 when it would have to wait.
std::expected<std::size_t, ClientError> TcpStream::receiveSome(std::span<char> out)
{
    if (m_tls) {
        const auto received = m_tls->read(out);
        if (received)
            return *received;
        const bool isOver = received.error() == TlsStop::Closed || received.error() == TlsStop::Untrusted;
        return isOver ? std::expected<std::size_t, ClientError>(std::unexpected(ClientError::Closed)) : 0;
    }
    const ssize_t size = ::recv(m_socket, out.data(), out.size(), 0);
    if (size > 0)
        return static_cast<std::size_t>(size);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    return std::unexpected(ClientError::Closed);
}

std::expected<void, ClientError> TcpStream::receive(std::string &out, Deadline deadline)
{
    std::array<char, 64 * 1024> buffer;
    for (;;) {
        const auto size = receiveSome(buffer);
        if (!size)
            return std::unexpected(size.error());
        if (*size > 0) {
            out.append(buffer.data(), *size);
            return {};
        }
        if (!waitFor(m_socket, POLLIN, deadline))
            return std::unexpected(ClientError::TimedOut);
    }
}

void TcpStream::wait(Interest interest, int wakeDescriptor, Deadline deadline) const
{
    const short events = interest == Interest::ReadAndWrite ? POLLIN | POLLOUT : POLLIN;
    std::array<pollfd, 2> entries{pollfd{m_socket, events, 0}, pollfd{wakeDescriptor, POLLIN, 0}};
    static_cast<void>(::poll(entries.data(), entries.size(), millisUntil(deadline)));
}

bool TcpStream::isStale() const
{
    if (m_tls)
        return !m_tls->isQuiet();
    char byte = 0;
    const ssize_t size = ::recv(m_socket, &byte, 1, MSG_PEEK);
    return size >= 0 || (errno != EAGAIN && errno != EINTR);
}

} // namespace paradox::http

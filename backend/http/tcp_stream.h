#pragma once

#include "http/client.h"
#include "http/tls_session.h"

#include <chrono>
#include <expected>
#include <string_view>

namespace paradox::http {

/// A non-blocking TCP connection, plain or inside TLS, used with deadlines. One thread at a time.
class TcpStream {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    TcpStream() = default;
    TcpStream(TcpStream &&other) noexcept;
    TcpStream &operator=(TcpStream &&other) noexcept;
    TcpStream(const TcpStream &) = delete;
    TcpStream &operator=(const TcpStream &) = delete;
    ~TcpStream();

    /// Tries every address of the host in turn.
    [[nodiscard]] static std::expected<TcpStream, ClientError> connect(const std::string &host, std::uint16_t port,
                                                                       Deadline deadline);
    /// Goes on inside TLS. Untrusted when the peer's certificate is not that of the host; nothing was sent then.
    [[nodiscard]] std::expected<void, ClientError> secure(const TlsTrust &trust, Deadline deadline);
    [[nodiscard]] bool isOpen() const { return m_socket >= 0; }
    void close();
    /// The whole text.
    [[nodiscard]] std::expected<void, ClientError> send(std::string_view text, Deadline deadline);
    /// As much as the kernel takes now; 0 when it would have to wait.
    [[nodiscard]] std::expected<std::size_t, ClientError> sendSome(std::string_view text);
    /// At least one byte appended to `out`; Closed at the end of the stream.
    [[nodiscard]] std::expected<void, ClientError> receive(std::string &out, Deadline deadline);
    /// Waits for input, for room to send when `wantsToSend`, or for a byte on `wakeDescriptor`.
    enum class Interest { Read, ReadAndWrite };
    void wait(Interest interest, int wakeDescriptor, Deadline deadline) const;
    /// Whether the peer has closed or sent something unasked: an idle connection that is no longer good.
    [[nodiscard]] bool isStale() const;

private:
    explicit TcpStream(int socket) : m_socket(socket) {}
    [[nodiscard]] std::expected<std::size_t, ClientError> receiveSome(std::span<char> out);

    int m_socket = -1;
    std::unique_ptr<TlsSession> m_tls; ///< nothing: plain
};

} // namespace paradox::http

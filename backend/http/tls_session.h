#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ssl_st;

namespace paradox::http {

/// Whom a TLS client believes.
struct TlsTrust {
    std::string host;     ///< a name or an address: what the certificate must be for
    std::string caFile{}; ///< PEM; empty: the authorities of this system
};

/// Why a TLS call did nothing: wait for the socket, or the session is over.
enum class TlsStop : std::uint8_t { WantsRead, WantsWrite, Closed, Untrusted };

/// The client's side of TLS 1.2 or 1.3 over a connected, non-blocking socket, which it borrows. The certificate must
/// lead to a trusted authority, be in force, and name the host. One thread at a time.
class TlsSession {
public:
    /// Nothing when the authorities cannot be read.
    [[nodiscard]] static std::unique_ptr<TlsSession> make(int socket, const TlsTrust &trust);
    ~TlsSession();
    TlsSession(const TlsSession &) = delete;
    TlsSession &operator=(const TlsSession &) = delete;

    [[nodiscard]] std::expected<void, TlsStop> handshake();
    /// Bytes taken, at least one.
    [[nodiscard]] std::expected<std::size_t, TlsStop> write(std::string_view text);
    /// Bytes put into `out`, at least one. With room for a whole record (16 KiB) nothing is left inside, so that the
    /// socket says when there is more.
    [[nodiscard]] std::expected<std::size_t, TlsStop> read(std::span<char> out);
    /// Whether the peer is still there and has sent nothing to read.
    [[nodiscard]] bool isQuiet();

private:
    explicit TlsSession(ssl_st *session) : m_session(session) {}
    [[nodiscard]] TlsStop stopOf(int result) const;

    ssl_st *m_session;
};

} // namespace paradox::http

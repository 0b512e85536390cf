#include "http/tls_session.h"

#include "domain/assert.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

namespace paradox::http {

namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

int socketOf(BIO *bio)
{
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool mayTryAgain()
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int writeToSocket(BIO *bio, const char *bytes, int size)
{
    BIO_clear_retry_flags(bio);
    // OpenSSL's own socket BIO would raise SIGPIPE when the peer has gone.
    const ssize_t sent = ::send(socketOf(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && mayTryAgain())
        BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int readFromSocket(BIO *bio, char *bytes, int size)
{
    BIO_clear_retry_flags(bio);
    const ssize_t received = ::recv(socketOf(bio), bytes, static_cast<std::size_t>(size), 0);
    if (received < 0 && mayTryAgain())
        BIO_set_retry_read(bio);
    return static_cast<int>(received);
}

long controlSocket(BIO *, int command, long, void *)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD *socketMethod()
{
    static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> method = [] {
        BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
        PARADOX_ASSERT(made != nullptr);
        BIO_meth_set_write(made, writeToSocket);
        BIO_meth_set_read(made, readFromSocket);
        BIO_meth_set_ctrl(made, controlSocket);
        return std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)>(made, &BIO_meth_free);
    }();
    return method.get();
}

BIO *makeSocketBio(int socket)
{
    BIO *bio = BIO_new(socketMethod());
    PARADOX_ASSERT(bio != nullptr);
    BIO_set_data(bio, reinterpret_cast<void *>(static_cast<std::intptr_t>(socket)));
    BIO_set_init(bio, 1);
    return bio;
}

bool isAddress(const std::string &host)
{
    std::array<std::uint8_t, sizeof(in6_addr)> ignored{};
    return ::inet_pton(AF_INET, host.c_str(), ignored.data()) == 1 ||
           ::inet_pton(AF_INET6, host.c_str(), ignored.data()) == 1;
}

/// What the certificate must name; a name is also told to the peer, which may serve several.
bool expectHost(SSL *session, const std::string &host)
{
    if (isAddress(host))
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(session, host.c_str()) == 1 && SSL_set_tlsext_host_name(session, host.c_str()) == 1;
}

int sizeOf(std::size_t size)
{
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

} // namespace

std::unique_ptr<TlsSession> TlsSession::make(int socket, const TlsTrust &trust)
{
    const Context context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    PARADOX_ASSERT(context != nullptr);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    const bool isTrusting = trust.caFile.empty() ? SSL_CTX_set_default_verify_paths(context.get()) == 1
                                                 : SSL_CTX_load_verify_file(context.get(), trust.caFile.c_str()) == 1;
    std::unique_ptr<TlsSession> session;
    if (isTrusting) {
        session.reset(new TlsSession(SSL_new(context.get())));
        PARADOX_ASSERT(session->m_session != nullptr);
        BIO *bio = makeSocketBio(socket);
        SSL_set_bio(session->m_session, bio, bio);
        SSL_set_connect_state(session->m_session);
        if (!expectHost(session->m_session, trust.host))
            session.reset();
    }
    ERR_clear_error();
    return session;
}

TlsSession::~TlsSession()
{
    // Says goodbye when that needs no waiting; a session that failed must not.
    if (SSL_is_init_finished(m_session) == 1)
        static_cast<void>(SSL_shutdown(m_session));
    ERR_clear_error();
    SSL_free(m_session);
}

TlsStop TlsSession::stopOf(int result) const
{
    const int error = SSL_get_error(m_session, result);
    ERR_clear_error();
    if (error == SSL_ERROR_WANT_READ)
        return TlsStop::WantsRead;
    if (error == SSL_ERROR_WANT_WRITE)
        return TlsStop::WantsWrite;
    return SSL_get_verify_result(m_session) == X509_V_OK ? TlsStop::Closed : TlsStop::Untrusted;
}

std::expected<void, TlsStop> TlsSession::handshake()
{
    const int result = SSL_do_handshake(m_session);
    if (result == 1)
        return {};
    return std::unexpected(stopOf(result));
}

std::expected<std::size_t, TlsStop> TlsSession::write(std::string_view text)
{
    const int written = SSL_write(m_session, text.data(), sizeOf(text.size()));
    if (written > 0)
        return static_cast<std::size_t>(written);
    return std::unexpected(stopOf(written));
}

std::expected<std::size_t, TlsStop> TlsSession::read(std::span<char> out)
{
    const int received = SSL_read(m_session, out.data(), sizeOf(out.size()));
    if (received > 0)
        return static_cast<std::size_t>(received);
    return std::unexpected(stopOf(received));
}

bool TlsSession::isQuiet()
{
    // Session tickets may lie in the socket; peeking takes them in.
    char byte = 0;
    const int peeked = SSL_peek(m_session, &byte, 1);
    return peeked <= 0 && stopOf(peeked) == TlsStop::WantsRead;
}

} // namespace paradox::http

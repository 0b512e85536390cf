#include "tests/http/tls_rig.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace paradox::http::test {
namespace {

void addExtension(X509 *certificate, X509 *issuer, int kind, const std::string &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    if (extension == nullptr)
        throw std::runtime_error("a certificate extension was not made");
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

Certified makeCertificate(const CertificateWish &wish, const Certified *issuer)
{
    static long serial = 0;
    Certified made{.key = {EVP_EC_gen("P-256"), &EVP_PKEY_free}, .certificate = {X509_new(), &X509_free}};
    X509 *certificate = made.certificate.get();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), wish.notBeforeSeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate), wish.notAfterSeconds);
    const std::string name = wish.alternativeName.empty() ? "an authority" : "a server";
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char *>(name.c_str()), -1, -1, 0);
    X509 *signer = issuer != nullptr ? issuer->certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    X509_set_pubkey(certificate, made.key.get());
    if (wish.alternativeName.empty()) {
        addExtension(certificate, signer, NID_basic_constraints, "critical,CA:TRUE");
        addExtension(certificate, signer, NID_key_usage, "critical,keyCertSign");
    } else {
        addExtension(certificate, signer, NID_subject_alt_name, wish.alternativeName);
    }
    X509_sign(certificate, issuer != nullptr ? issuer->key.get() : made.key.get(), EVP_sha256());
    return made;
}

void writePem(const Certified &certified, const std::filesystem::path &file)
{
    FILE *out = std::fopen(file.c_str(), "w");
    PEM_write_X509(out, certified.certificate.get());
    std::fclose(out);
}

TlsServer::TlsServer(const Certified &certified, Answer answer) : m_certified(certified), m_answer(std::move(answer))
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
    ::listen(m_listener, 8);
    ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] {
        for (int connection = 0; (connection = ::accept(m_listener, nullptr, nullptr)) >= 0; ::close(connection))
            serve(connection);
    });
}

TlsServer::~TlsServer()
{
    ::shutdown(m_listener, SHUT_RDWR);
    m_thread.join();
    ::close(m_listener);
}

void TlsServer::serve(int connection)
{
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    SSL_CTX_use_certificate(context.get(), m_certified.certificate.get());
    SSL_CTX_use_PrivateKey(context.get(), m_certified.key.get());
    const std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(context.get()), &SSL_free);
    SSL_set_fd(session.get(), connection);
    if (SSL_accept(session.get()) != 1)
        return;
    const char *asked = SSL_get_servername(session.get(), TLSEXT_NAMETYPE_host_name);
    m_serverName = asked != nullptr ? asked : "";
    std::string head;
    std::array<char, 4096> buffer{};
    for (int size = 0; (size = SSL_read(session.get(), buffer.data(), buffer.size())) > 0;) {
        head.append(buffer.data(), static_cast<std::size_t>(size));
        if (head.find("\r\n\r\n") == std::string::npos)
            continue;
        const std::string answer = m_answer(head);
        SSL_write(session.get(), answer.data(), static_cast<int>(answer.size()));
        head.clear();
    }
}

} // namespace paradox::http::test

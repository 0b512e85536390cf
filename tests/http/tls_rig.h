#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

struct evp_pkey_st;
struct x509_st;

namespace paradox::http::test {

/// A key with a certificate, signed by itself or by an authority.
struct Certified {
    std::shared_ptr<evp_pkey_st> key;
    std::shared_ptr<x509_st> certificate;
};

struct CertificateWish {
    std::string alternativeName = "DNS:localhost"; ///< as OpenSSL's configuration writes it; empty: an authority
    std::int64_t notBeforeSeconds = -3600;         ///< from now
    std::int64_t notAfterSeconds = 3600;
};
/// Signed by `issuer`, or by itself when there is none.
[[nodiscard]] Certified makeCertificate(const CertificateWish &wish, const Certified *issuer);
void writePem(const Certified &certified, const std::filesystem::path &file);

/// A TLS server on 127.0.0.1 that reads one request head from each connection and answers with what `answer` makes of
/// it, one connection after the other.
class TlsServer {
public:
    using Answer = std::function<std::string(const std::string &head)>;
    TlsServer(const Certified &certified, Answer answer);
    ~TlsServer();
    TlsServer(const TlsServer &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] const std::string &serverName() const { return m_serverName; } ///< as the last client asked for

private:
    void serve(int connection);

    Certified m_certified;
    Answer m_answer;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::string m_serverName;
    std::thread m_thread;
};

} // namespace paradox::http::test

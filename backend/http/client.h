#pragma once

#include "http/message.h"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::http {

/// "http://127.0.0.1:8899/path" in parts. `secure` for https and wss.
struct Url {
    std::string scheme;
    std::string host; ///< without brackets
    std::uint16_t port = 0;
    std::string target = "/";
    bool secure = false;

    [[nodiscard]] std::string hostField() const; ///< for the Host header
};
/// http, https, ws or wss, without user info and fragment.
[[nodiscard]] std::optional<Url> parseUrl(std::string_view text);

enum class ClientError {
    BadUrl,        ///< cannot be parsed
    ConnectFailed, ///< nothing was sent
    Untrusted, ///< the certificate is not that of the host, not in force, or of no known authority; nothing was sent
    TimedOut,  ///< sent, at least in part
    Closed,    ///< the peer closed before a whole answer came
    BadAnswer, ///< not HTTP
    TooLarge,
};
[[nodiscard]] std::string_view toText(ClientError error);

struct ClientOptions {
    std::int64_t connectTimeoutMs = 3'000;
    std::int64_t answerTimeoutMs = 15'000; ///< from sending to the last byte
    std::size_t bodyBytesMax = 16 * 1024 * 1024;
    std::string caFile{}; ///< PEM: the only authorities believed, for https; empty: this system's
};

struct ClientRequest {
    Method method = Method::Get;
    std::string_view target; ///< path and query; empty: the URL's own
    std::vector<Header> headers{};
    std::string_view contentType = "application/json"; ///< used when there is a body
    std::string_view body{};
};

struct ClientAnswer {
    int status = 0;
    std::vector<Header> headers; ///< names in lower case
    std::string body;

    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// A blocking HTTP/1.1 client for one origin over one kept-alive connection, opened when needed and again after the
/// peer closed it while idle. One thread at a time. Follows no redirect.
class Client {
public:
    explicit Client(std::string_view url, ClientOptions options = {});
    ~Client();
    Client(Client &&other) noexcept;
    Client &operator=(Client &&other) noexcept;

    [[nodiscard]] std::expected<ClientAnswer, ClientError> send(const ClientRequest &request);
    [[nodiscard]] std::expected<ClientAnswer, ClientError> get(std::string_view target = {});
    [[nodiscard]] std::expected<ClientAnswer, ClientError> post(std::string_view body, std::string_view target = {});

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace paradox::http

#include "http/client.h"

#include "domain/amount.h"
#include "http/tcp_stream.h"
#include "http/wire.h"

#include <algorithm>

namespace paradox::http {

std::string_view toText(ClientError error)
{
    switch (error) {
    case ClientError::BadUrl:
        return "the address cannot be used";
    case ClientError::ConnectFailed:
        return "no connection";
    case ClientError::Untrusted:
        return "the certificate is not to be trusted for this host";
    case ClientError::TimedOut:
        return "no answer in time";
    case ClientError::Closed:
        return "the connection was closed before the answer";
    case ClientError::BadAnswer:
        return "the answer is not HTTP";
    case ClientError::TooLarge:
        return "the answer is too large";
    }
    return "";
}

std::string Url::hostField() const
{
    const bool isV6 = host.find(':') != std::string::npos;
    return (isV6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::optional<Url> parseUrl(std::string_view text)
{
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos || text.size() > 2048)
        return std::nullopt;
    Url url{.scheme = toLower(text.substr(0, colon)), .host = {}};
    url.secure = url.scheme == "https" || url.scheme == "wss";
    if (!url.secure && url.scheme != "http" && url.scheme != "ws")
        return std::nullopt;
    text.remove_prefix(colon + 3);
    const bool isForeign =
        std::ranges::any_of(text, [](unsigned char c) { return c <= 0x20 || c >= 0x7f || c == '#' || c == '\\'; });
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, end);
    if (isForeign || authority.find('@') != std::string_view::npos)
        return std::nullopt;
    if (end < text.size())
        url.target = text[end] == '/' ? std::string(text.substr(end)) : "/" + std::string(text.substr(end));
    std::string_view portText;
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == std::string_view::npos)
            return std::nullopt;
        url.host = authority.substr(1, close - 1);
        portText = authority.substr(close + 1);
    } else {
        const std::size_t at = std::min(authority.find(':'), authority.size());
        url.host = authority.substr(0, at);
        portText = authority.substr(at);
    }
    if (url.host.empty())
        return std::nullopt;
    url.port = url.secure ? 443 : 80;
    if (!portText.empty()) {
        const auto port = portText.front() == ':' ? parseU64(portText.substr(1)) : std::nullopt;
        if (!port || *port == 0 || *port > 65535)
            return std::nullopt;
        url.port = static_cast<std::uint16_t>(*port);
    }
    return url;
}

std::optional<std::string_view> ClientAnswer::header(std::string_view name) const
{
    for (const Header &field : headers) {
        if (field.name == name)
            return field.value;
    }
    return std::nullopt;
}

struct Client::Parts {
    std::optional<Url> url;
    ClientOptions options;
    TcpStream stream;

    [[nodiscard]] std::string serialise(const ClientRequest &request) const;
    [[nodiscard]] std::expected<ClientAnswer, ClientError> exchange(const std::string &wire, Method method);
};

std::string Client::Parts::serialise(const ClientRequest &request) const
{
    std::string wire(toText(request.method));
    wire += ' ';
    wire += request.target.empty() ? std::string_view(url->target) : request.target;
    wire += " HTTP/1.1\r\nHost: ";
    wire += url->hostField();
    for (const Header &header : request.headers) {
        wire += "\r\n";
        wire += header.name;
        wire += ": ";
        wire += header.value;
    }
    if (!request.body.empty() || request.method == Method::Post || request.method == Method::Put) {
        wire += "\r\nContent-Type: ";
        wire += request.contentType;
        wire += "\r\nContent-Length: ";
        wire += std::to_string(request.body.size());
    }
    wire += "\r\n\r\n";
    wire += request.body;
    return wire;
}

std::expected<ClientAnswer, ClientError> Client::Parts::exchange(const std::string &wire, Method method)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(options.answerTimeoutMs);
    if (const auto sent = stream.send(wire, deadline); !sent)
        return std::unexpected(sent.error());
    ResponseReader reader(options.bodyBytesMax, method == Method::Head);
    std::string input;
    for (;;) {
        const auto received = stream.receive(input, deadline);
        std::string_view rest = input;
        auto progress = reader.feed(rest);
        if (!received && received.error() == ClientError::Closed && progress == ResponseReader::Progress::NeedMore)
            progress = reader.finish();
        input.erase(0, input.size() - rest.size());
        switch (progress) {
        case ResponseReader::Progress::Complete:
            if (!reader.keepAlive() || !received || !input.empty())
                stream.close();
            return ClientAnswer{reader.status(), std::move(reader.headers()), std::move(reader.body())};
        case ResponseReader::Progress::TooLarge:
            return std::unexpected(ClientError::TooLarge);
        case ResponseReader::Progress::Malformed:
            return std::unexpected(received ? ClientError::BadAnswer : ClientError::Closed);
        case ResponseReader::Progress::NeedMore:
            break;
        }
        if (!received)
            return std::unexpected(received.error());
    }
}

Client::Client(std::string_view url, ClientOptions options)
    : m_parts(std::make_unique<Parts>(Parts{parseUrl(url), std::move(options), {}}))
{
}

Client::~Client() = default;
Client::Client(Client &&other) noexcept = default;
Client &Client::operator=(Client &&other) noexcept = default;

std::expected<ClientAnswer, ClientError> Client::send(const ClientRequest &request)
{
    Parts &parts = *m_parts;
    if (!parts.url)
        return std::unexpected(ClientError::BadUrl);
    if (parts.stream.isOpen() && parts.stream.isStale())
        parts.stream.close();
    if (!parts.stream.isOpen()) {
        const auto deadline =
            std::chrono::steady_clock::now() + std::chrono::milliseconds(parts.options.connectTimeoutMs);
        auto stream = TcpStream::connect(parts.url->host, parts.url->port, deadline);
        if (!stream)
            return std::unexpected(stream.error());
        if (parts.url->secure) {
            const auto secured = stream->secure({.host = parts.url->host, .caFile = parts.options.caFile}, deadline);
            if (!secured)
                return std::unexpected(secured.error());
        }
        parts.stream = std::move(*stream);
    }
    auto answer = parts.exchange(parts.serialise(request), request.method);
    if (!answer)
        parts.stream.close();
    return answer;
}

std::expected<ClientAnswer, ClientError> Client::get(std::string_view target)
{
    return send({.method = Method::Get, .target = target});
}

std::expected<ClientAnswer, ClientError> Client::post(std::string_view body, std::string_view target)
{
    return send({.method = Method::Post, .target = target, .body = body});
}

} // namespace paradox::http

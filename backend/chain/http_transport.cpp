#include "chain/http_transport.h"

#include "domain/amount.h"
#include "domain/base58.h"
#include "http/client.h"
#include "http/web_socket_client.h"

#include <nlohmann/json.hpp>

namespace paradox::chain {
namespace {

constexpr std::int64_t reconnectAfterMs = 2000;

class HttpTransport final : public Transport {
public:
    explicit HttpTransport(const HttpTransportOptions &options)
        : m_client(
              options.url,
              {.answerTimeoutMs = options.timeoutMs, .bodyBytesMax = options.answerBytesMax, .caFile = options.caFile})
    {
    }

    std::expected<TransportAnswer, TransportError> post(const std::string &body) override
    {
        auto answer = m_client.post(body);
        if (!answer) {
            switch (answer.error()) {
            case http::ClientError::BadUrl:
            case http::ClientError::ConnectFailed:
                return std::unexpected(TransportError::NotSent);
            case http::ClientError::Untrusted:
                return std::unexpected(TransportError::Untrusted);
            case http::ClientError::TimedOut:
            case http::ClientError::Closed:
            case http::ClientError::BadAnswer:
                return std::unexpected(TransportError::NoAnswer);
            case http::ClientError::TooLarge:
                return std::unexpected(TransportError::TooLarge);
            }
        }
        TransportAnswer result{.status = answer->status, .body = std::move(answer->body), .retryAfterMs = {}};
        if (const auto seconds = answer->header("retry-after")) {
            if (const auto value = parseU64(*seconds); value && *value <= 3600)
                result.retryAfterMs = static_cast<std::int64_t>(*value) * 1000;
        }
        return result;
    }

private:
    http::Client m_client;
};

} // namespace

std::unique_ptr<Transport> makeHttpTransport(const HttpTransportOptions &options)
{
    return std::make_unique<HttpTransport>(options);
}

struct LogHints::Parts {
    Line line;
    std::string subscription;
    Hint &hint;
    std::atomic<bool> isOpen = false;
    std::atomic<bool> isOver = true;
    std::int64_t nextTryMs = 0;
    std::unique_ptr<http::WebSocketClient> client = {};
};

LogHints::LogHints(Line line, const PublicKey &program, Hint &hint)
    : m_parts(new Parts{.line = std::move(line), .subscription = {}, .hint = hint})
{
    const nlohmann::json mentions = {{"mentions", {toBase58(program)}}};
    const nlohmann::json request = {{"jsonrpc", "2.0"},
                                    {"id", 1},
                                    {"method", "logsSubscribe"},
                                    {"params", nlohmann::json::array({mentions, {{"commitment", "finalized"}}})}};
    m_parts->subscription = request.dump();
}

LogHints::~LogHints() = default;

bool LogHints::isConnected() const
{
    return m_parts->isOpen.load();
}

void LogHints::keepUp(std::int64_t nowMs)
{
    Parts &parts = *m_parts;
    if (!parts.isOver.load() || nowMs < parts.nextTryMs)
        return;
    parts.nextTryMs = nowMs + reconnectAfterMs;
    parts.client.reset();
    parts.isOver = false;
    parts.client = std::make_unique<http::WebSocketClient>(http::WebSocketClientOptions{
        .url = parts.line.url,
        .caFile = parts.line.caFile,
        .silenceTimeoutMs = 24LL * 3600 * 1000, // a quiet program says nothing; polling covers a dead line
        .onOpen = [&parts] { parts.isOpen = true; },
        .onText = [&parts](std::string_view) { parts.hint.raise(); },
        .onClosed =
            [&parts](std::uint16_t) {
                parts.isOpen = false;
                parts.isOver = true;
                parts.hint.raise();
            },
    });
    (void)parts.client->send(parts.subscription);
}

} // namespace paradox::chain

#pragma once

#include "client/codec.h"
#include "client/event_stream.h"
#include "client/http_channel.h"
#include "client/remote_backend.h"

#include <QJsonDocument>
#include <QTimer>

namespace paradox::client {

/// What RemoteBackend is made of. Its routes are in remote_backend.cpp, its link in remote_link.cpp.
class RemoteBackend::Impl : public QObject {
    Q_OBJECT

public:
    Impl(RemoteBackend &owner, const NodeAddress &address, const RemoteOptions &options, const Clock &clock,
         Random &random);
    ~Impl() override;

    void open();
    void close();
    void follow(FeedSeq from);
    void setAddress(const NodeAddress &address);
    void setTokens(const Tokens &tokens);
    void keepTokensIn(std::unique_ptr<TokenFile> file) { m_tokenFile = std::move(file); }
    /// Uses the tokens of a sign-in; answers when they are kept, too.
    [[nodiscard]] Reply<Tokens> signedIn(const Tokens &tokens);
    [[nodiscard]] const LinkState &link() const { return m_link; }
    [[nodiscard]] const std::optional<Tokens> &tokens() const { return m_tokens; }

    /// With the token of the moment; an expired one is refreshed and the call made once more.
    [[nodiscard]] Reply<HttpAnswer> call(HttpRequest request);
    [[nodiscard]] Reply<HttpAnswer> get(const QString &path) { return call({.path = path}); }
    [[nodiscard]] Reply<HttpAnswer> post(const QString &path, const QJsonObject &body);
    /// Without an idempotency key: an intent's id is one already.
    [[nodiscard]] Reply<HttpAnswer> postIntents(const QString &path, const QJsonDocument &body);
    [[nodiscard]] Reply<Health> health();
    [[nodiscard]] Reply<Tokens> refresh();
    [[nodiscard]] QByteArray freshIdempotencyKey();

private:
    [[nodiscard]] Reply<Tokens> rotateTokens();
    [[nodiscard]] Reply<Tokens> rotateSharedTokens(const TokenFile::Lock &lock);
    void checkNode();
    void nodeFound(const Result<Health> &health);
    void startStream(FeedSeq from);
    void stopStream();
    void streamClosed(const Error &error);
    void retryLater(const Error &error);
    void enter(LinkPhase phase, const std::string &detail);
    [[nodiscard]] QByteArray token() const;
    [[nodiscard]] std::uint64_t randomNumber();

    RemoteBackend &m_owner;
    NodeAddress m_address;
    RemoteOptions m_options;
    const Clock &m_clock;
    Random &m_random;
    HttpChannel m_http;
    std::unique_ptr<TokenFile> m_tokenFile; ///< null: the tokens are this client's alone
    std::optional<Tokens> m_tokens;
    std::optional<Reply<Tokens>> m_refreshing;
    LinkState m_link;
    QTimer m_retry;
    QTimer m_staleCheck;
    std::optional<FeedSeq> m_followFrom; ///< last event seen; none: not following
    std::unique_ptr<EventStream> m_stream;
    int m_failures = 0;
    bool m_open = false;
};

} // namespace paradox::client

#include "client/remote_impl.h"

#include <QJsonDocument>

#include <algorithm>

namespace paradox::client {
namespace {

QUrl feedUrl(QUrl url)
{
    url.setScheme(url.scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    url.setPath(QStringLiteral("/ws"));
    return url;
}

bool isPlainAndFar(const QUrl &url)
{
    const QString host = url.host();
    const bool isLoopback =
        host == QLatin1String("127.0.0.1") || host == QLatin1String("localhost") || host == QLatin1String("::1");
    return url.scheme() != QLatin1String("https") && !isLoopback;
}

} // namespace

RemoteBackend::Impl::Impl(RemoteBackend &owner, const NodeAddress &address, const RemoteOptions &options,
                          const Clock &clock, Random &random)
    : m_owner(owner),
      m_address(address),
      m_options(options),
      m_clock(clock),
      m_random(random),
      m_http({.origin = address.url, .timeoutMs = options.callTimeoutMs, .answerBytesMax = options.answerBytesMax})
{
    m_retry.setSingleShot(true);
    m_link.since = clock.wall();
    connect(&m_retry, &QTimer::timeout, this, &Impl::checkNode);
    connect(&m_staleCheck, &QTimer::timeout, this, [this] {
        const std::int64_t quietMs = m_clock.wall().value - m_link.lastHeard.value;
        if (m_link.phase == LinkPhase::Live && quietMs > m_options.heartbeatLateMs)
            enter(LinkPhase::Stale, "nothing heard");
        else if (m_link.phase == LinkPhase::Stale && quietMs > 3 * m_options.heartbeatLateMs)
            streamClosed({.code = ErrorCode::TimedOut, .detail = "no heartbeat", .isRetryable = true});
    });
}

RemoteBackend::Impl::~Impl() = default;

QByteArray RemoteBackend::Impl::token() const
{
    return m_tokens ? QByteArray::fromStdString(m_tokens->accessToken) : m_address.token;
}

std::uint64_t RemoteBackend::Impl::randomNumber()
{
    std::array<std::uint8_t, 8> bytes{};
    m_random.fill(bytes);
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data(), bytes.size());
    return number;
}

QByteArray RemoteBackend::Impl::freshIdempotencyKey()
{
    return QByteArray::number(qulonglong{randomNumber()}, 16) + QByteArray::number(qulonglong{randomNumber()}, 16);
}

void RemoteBackend::Impl::enter(LinkPhase phase, const std::string &detail)
{
    LinkState next = m_link;
    next.phase = phase;
    next.detail = detail;
    if (phase != LinkPhase::Offline)
        next.nextTryAt.reset();
    if (phase == LinkPhase::Live)
        next.error.reset();
    if (phase != m_link.phase)
        next.since = m_clock.wall();
    const bool changed = !(next == m_link);
    m_link = next;
    if (changed)
        Q_EMIT m_owner.linkChanged(m_link);
}

void RemoteBackend::Impl::open()
{
    if (m_open)
        return;
    m_open = true;
    m_failures = 0;
    m_staleCheck.start(1000);
    if (isPlainAndFar(m_address.url)) {
        m_link.error = Error{.code = ErrorCode::InvalidInput, .detail = "a node elsewhere needs https"};
        enter(LinkPhase::Stopped, "a node elsewhere needs https");
        return;
    }
    checkNode();
}

void RemoteBackend::Impl::close()
{
    m_open = false;
    m_retry.stop();
    m_staleCheck.stop();
    stopStream();
    m_http.abortAll();
    m_link.phase = LinkPhase::Closed;
    m_link.since = m_clock.wall();
}

void RemoteBackend::Impl::setAddress(const NodeAddress &address)
{
    m_address = address;
    m_http.abortAll();
    m_http.setOrigin(address.url);
    stopStream();
    if (m_open)
        checkNode();
}

void RemoteBackend::Impl::setTokens(const Tokens &tokens)
{
    if (tokens.accessToken.empty())
        m_tokens.reset();
    else
        m_tokens = tokens;
    if (m_open && m_followFrom && !m_stream)
        checkNode();
}

void RemoteBackend::Impl::follow(FeedSeq from)
{
    m_followFrom = from;
    if (m_open && !m_stream && !m_retry.isActive())
        checkNode();
}

void RemoteBackend::Impl::checkNode()
{
    m_retry.stop();
    enter(LinkPhase::Connecting, m_address.url.toString().toStdString());
    health().onDone(this, [this](const Result<Health> &health) {
        if (m_open)
            nodeFound(health);
    });
}

void RemoteBackend::Impl::nodeFound(const Result<Health> &health)
{
    if (!health && health.error().code == ErrorCode::BadAnswer) {
        m_link.error = health.error();
        enter(LinkPhase::Incompatible, health.error().detail);
        return;
    }
    if (!health) {
        retryLater(health.error());
        return;
    }
    if (m_address.genesis && *m_address.genesis != health->genesis) {
        m_link.error = Error{.code = ErrorCode::WrongCluster, .detail = "the node is of another cluster"};
        enter(LinkPhase::WrongCluster, "the node is of another cluster than this profile");
        return;
    }
    m_address.genesis = health->genesis;
    m_link.lastHeard = m_clock.wall();
    Q_EMIT m_owner.healthChanged(*health);
    if (!m_followFrom) {
        m_failures = 0;
        enter(LinkPhase::Live, "");
    } else if (token().isEmpty()) {
        enter(LinkPhase::CatchingUp, "not signed in");
    } else {
        startStream(*m_followFrom);
    }
}

void RemoteBackend::Impl::startStream(FeedSeq from)
{
    enter(LinkPhase::CatchingUp, "");
    m_stream = std::make_unique<EventStream>(
        EventStream::Options{.url = feedUrl(m_address.url),
                             .token = token(),
                             .from = from,
                             .view = m_tokens ? FeedView::OwnAndPublic : FeedView::Everything});
    connect(m_stream.get(), &EventStream::subscribed, this, [this] {
        m_failures = 0;
        m_link.lastHeard = m_clock.wall();
        enter(LinkPhase::Live, "");
    });
    connect(m_stream.get(), &EventStream::eventsArrived, this, [this](const QList<LiveEvent> &events) {
        m_followFrom = events.back().seq;
        m_link.lastHeard = m_clock.wall();
        Q_EMIT m_owner.eventsArrived(events);
    });
    connect(m_stream.get(), &EventStream::heartbeat, this, [this](const Heartbeat &beat) {
        m_link.lastHeard = m_clock.wall();
        if (m_link.phase == LinkPhase::Stale)
            enter(LinkPhase::Live, "");
        Q_EMIT m_owner.heartbeat(beat);
    });
    connect(m_stream.get(), &EventStream::resnapshotNeeded, this, [this](FeedSeq seq) {
        m_followFrom = seq;
        Q_EMIT m_owner.resnapshotNeeded(seq);
    });
    connect(m_stream.get(), &EventStream::closed, this, &Impl::streamClosed);
    m_stream->open();
}

void RemoteBackend::Impl::stopStream()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream.release()->deleteLater(); // it may be the one that called
}

void RemoteBackend::Impl::streamClosed(const Error &error)
{
    stopStream();
    if (!m_open)
        return;
    if (error.code == ErrorCode::BadAnswer) {
        m_link.error = error;
        enter(LinkPhase::Incompatible, error.detail);
        return;
    }
    if (error.code != ErrorCode::Unauthorised || !m_tokens) {
        retryLater(error);
        return;
    }
    refresh().onDone(this, [this, error](const Result<Tokens> &tokens) {
        if (m_open && tokens)
            checkNode();
        else if (m_open)
            retryLater(error);
    });
}

void RemoteBackend::Impl::retryLater(const Error &error)
{
    // Full jitter: between nothing and the doubled bound, so that many clients do not come back at once.
    const int shift = std::min(m_failures++, 16);
    const std::int64_t bound =
        std::min<std::int64_t>(m_options.backoffLastMs, std::int64_t{m_options.backoffFirstMs} << shift);
    const auto pause = static_cast<std::int64_t>(randomNumber() % static_cast<std::uint64_t>(bound)) + 1;
    const std::int64_t pauseMs = std::max(pause, error.retryAfterMs);
    m_link.error = error;
    m_link.nextTryAt = UnixMillis{m_clock.wall().value + pauseMs};
    m_retry.start(static_cast<int>(pauseMs));
    enter(LinkPhase::Offline, describe(error));
}

Reply<HttpAnswer> RemoteBackend::Impl::call(HttpRequest request)
{
    const bool mayRefresh =
        m_tokens && !m_tokens->refreshToken.empty() && !request.path.startsWith(QLatin1String("/api/auth/"));
    request.token = token();
    Promise<HttpAnswer> promise;
    m_http.send(request).listen(
        [this, alive = QPointer<Impl>(this), request, promise, mayRefresh](const auto &answer) mutable {
            const bool refused = !answer && answer.error().code == ErrorCode::Unauthorised;
            if (!refused || !mayRefresh || !alive) {
                promise.finish(answer);
                return;
            }
            refresh().listen([alive, request, promise, answer](const Result<Tokens> &tokens) mutable {
                if (!tokens || !alive) {
                    promise.finish(answer);
                    return;
                }
                request.token = QByteArray::fromStdString(tokens->accessToken);
                alive->m_http.send(request).listen([promise](const auto &second) mutable { promise.finish(second); });
            });
        });
    return promise.reply();
}

Reply<HttpAnswer> RemoteBackend::Impl::post(const QString &path, const QJsonObject &body)
{
    return call({.method = "POST",
                 .path = path,
                 .body = QJsonDocument(body).toJson(QJsonDocument::Compact),
                 .idempotencyKey = freshIdempotencyKey()});
}

Reply<HttpAnswer> RemoteBackend::Impl::postIntents(const QString &path, const QJsonDocument &body)
{
    return call({.method = "POST", .path = path, .body = body.toJson(QJsonDocument::Compact)});
}

Reply<Tokens> RemoteBackend::Impl::signedIn(const Tokens &tokens)
{
    setTokens(tokens);
    if (!m_tokenFile)
        return Reply<Tokens>::ready(tokens);
    return m_tokenFile->lock().map([alive = QPointer<Impl>(this), tokens](const TokenFile::Lock &lock) {
        if (alive)
            alive->m_tokenFile->write(tokens, lock);
        return tokens;
    });
}

Reply<Tokens> RemoteBackend::Impl::rotateTokens()
{
    const QJsonObject body{{QStringLiteral("refreshToken"), QString::fromStdString(m_tokens->refreshToken)}};
    return post(QStringLiteral("/api/auth/refresh"), body).then([](const HttpAnswer &answer) {
        const Decoded<QJsonObject> json = parseObject(answer.body);
        const Decoded<Tokens> tokens = json ? decodeTokens(*json) : std::unexpected(json.error());
        return tokens ? Reply<Tokens>::ready(*tokens)
                      : Reply<Tokens>::failed({.code = ErrorCode::BadAnswer, .detail = tokens.error()});
    });
}

/// Under the lock it is the file that counts: another process may have been quicker, or have signed in anew.
Reply<Tokens> RemoteBackend::Impl::rotateSharedTokens(const TokenFile::Lock &lock)
{
    const std::optional<Tokens> kept = m_tokenFile->read();
    const bool isOurs = m_tokens && kept && (m_tokens->address.isZero() || kept->address == m_tokens->address);
    if (!isOurs)
        return Reply<Tokens>::failed({.code = ErrorCode::Unauthorised, .detail = "signed out by another program"});
    if (kept->refreshToken != m_tokens->refreshToken)
        return Reply<Tokens>::ready(*kept);
    return rotateTokens().map([alive = QPointer<Impl>(this), lock](const Tokens &tokens) {
        if (alive)
            alive->m_tokenFile->write(tokens, lock);
        return tokens;
    });
}

/// One refresh at a time: a refresh token is good once.
Reply<Tokens> RemoteBackend::Impl::refresh()
{
    if (m_refreshing)
        return *m_refreshing;
    if (!m_tokens || m_tokens->refreshToken.empty())
        return Reply<Tokens>::failed({.code = ErrorCode::Unauthorised, .detail = "not signed in"});
    const Reply<Tokens> reply =
        !m_tokenFile ? rotateTokens() : m_tokenFile->lock().then([alive = QPointer<Impl>(this)](const auto &lock) {
            return alive ? alive->rotateSharedTokens(lock) : Reply<Tokens>::failed({.code = ErrorCode::Closed});
        });
    m_refreshing = reply;
    reply.listen([alive = QPointer<Impl>(this)](const Result<Tokens> &tokens) {
        if (!alive)
            return;
        alive->m_refreshing.reset();
        if (tokens) {
            const PublicKey address = alive->m_tokens ? alive->m_tokens->address : PublicKey{};
            alive->m_tokens = *tokens;
            if (alive->m_tokens->address.isZero())
                alive->m_tokens->address = address;
        } else if (tokens.error().code == ErrorCode::Unauthorised) {
            alive->m_tokens.reset();
            Q_EMIT alive->m_owner.signedOut();
        }
    });
    return reply;
}

} // namespace paradox::client

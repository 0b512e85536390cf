#include "client/http_channel.h"

#include "client/codec.h"

#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace paradox::client {
namespace {

constexpr auto tooLargeProperty = "answerTooLarge";

/// What a failed exchange without a status says about whether the node had the request.
ErrorCode transportCode(QNetworkReply::NetworkError error, bool timedOut)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::TemporaryNetworkFailureError:
        return ErrorCode::Unreachable;
    case QNetworkReply::TimeoutError:
        return ErrorCode::TimedOut;
    case QNetworkReply::OperationCanceledError:
        return timedOut ? ErrorCode::TimedOut : ErrorCode::Closed;
    default:
        return ErrorCode::LostAnswer; // an enum of Qt's, open by nature
    }
}

Error problemOf(QNetworkReply *reply, int status, const QByteArray &body)
{
    const Decoded<QJsonObject> json = parseObject(body);
    Error error = decodeProblem(json.value_or(QJsonObject()), status);
    if (error.detail.empty())
        error.detail = reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString().toStdString();
    const int seconds = reply->rawHeader("Retry-After").toInt();
    error.retryAfterMs = seconds > 0 ? qint64{seconds} * 1000 : 0;
    return error;
}

} // namespace

HttpChannel::HttpChannel(const Options &options, QObject *parent) : QObject(parent), m_options(options)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network.setAutoDeleteReplies(false);
}

HttpChannel::~HttpChannel()
{
    abortAll();
}

void HttpChannel::setOrigin(const QUrl &origin)
{
    m_options.origin = origin;
}

Reply<HttpAnswer> HttpChannel::send(const HttpRequest &call)
{
    QUrl url(m_options.origin.toString(QUrl::RemovePath | QUrl::StripTrailingSlash) + call.path, QUrl::StrictMode);
    QNetworkRequest request(url);
    request.setTransferTimeout(m_options.timeoutMs);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setRawHeader("Accept", "application/json");
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("paradox"));
    if (!call.token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + call.token);
    if (!call.idempotencyKey.isEmpty())
        request.setRawHeader("Idempotency-Key", call.idempotencyKey);
    if (call.method != "GET")
        request.setHeader(QNetworkRequest::ContentTypeHeader, QString::fromLatin1(call.contentType));

    QNetworkReply *reply = m_network.sendCustomRequest(request, call.method, call.body);
    reply->setParent(this);
    m_open.insert(reply);
    Promise<HttpAnswer> promise;
    connect(reply, &QNetworkReply::downloadProgress, this, [this, reply](qint64 received, qint64 total) {
        if (received > m_options.answerBytesMax || total > m_options.answerBytesMax) {
            reply->setProperty(tooLargeProperty, true);
            reply->abort();
        }
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, promise] { finished(reply, promise); });
    return promise.reply();
}

void HttpChannel::finished(QNetworkReply *reply, const Promise<HttpAnswer> &answerTo)
{
    Promise<HttpAnswer> promise = answerTo;
    m_open.erase(reply);
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply->property(tooLargeProperty).toBool()) {
        promise.finish(std::unexpected(Error{.code = ErrorCode::TooLarge, .detail = "the answer is too large"}));
        return;
    }
    const bool isWhole = reply->error() == QNetworkReply::NoError || status >= 300;
    if (status == 0 || !isWhole) {
        const ErrorCode code = transportCode(reply->error(), !m_closing);
        // Qt says "Operation canceled" of a request that nobody cancelled.
        promise.finish(std::unexpected(Error{.code = code,
                                             .detail = code == ErrorCode::TimedOut ? "the node did not answer in time"
                                                                                   : reply->errorString().toStdString(),
                                             .isRetryable = true}));
        return;
    }
    const QByteArray body = reply->readAll();
    if (status >= 200 && status < 300)
        promise.finish(HttpAnswer{status, body});
    else
        promise.finish(std::unexpected(problemOf(reply, status, body)));
}

void HttpChannel::abortAll()
{
    m_closing = true;
    const std::set<QNetworkReply *> open = m_open; // abort() finishes each, which takes it out of the set
    for (QNetworkReply *reply : open) {
        if (reply->isRunning())
            reply->abort();
    }
    m_closing = false;
}

} // namespace paradox::client

#pragma once

#include "client/reply.h"

#include <QByteArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QUrl>

#include <set>

namespace paradox::client {

struct HttpRequest {
    QByteArray method = "GET";
    QString path; ///< with its query, as sent
    QByteArray body{};
    QByteArray contentType = "application/json";
    QByteArray token{};          ///< bearer; empty sends none
    QByteArray idempotencyKey{}; ///< for POST
};

struct HttpAnswer {
    int status = 0;
    QByteArray body;
};

/// HTTP to one origin: one connection pool, a time limit, a bound on the answer, no redirects, no cookies, no proxy.
/// A status that is not 2xx is an error made of the problem document.
class HttpChannel : public QObject {
    Q_OBJECT

public:
    struct Options {
        QUrl origin;
        int timeoutMs = 15'000;
        qint64 answerBytesMax = qint64{64} << 20;
    };
    explicit HttpChannel(const Options &options, QObject *parent = nullptr);
    ~HttpChannel() override;

    void setOrigin(const QUrl &origin);
    [[nodiscard]] const QUrl &origin() const { return m_options.origin; }
    [[nodiscard]] Reply<HttpAnswer> send(const HttpRequest &request);
    void abortAll(); ///< every open call answers Closed

private:
    void finished(QNetworkReply *reply, const Promise<HttpAnswer> &promise);

    Options m_options;
    QNetworkAccessManager m_network;
    std::set<QNetworkReply *> m_open;
    bool m_closing = false;
};

} // namespace paradox::client

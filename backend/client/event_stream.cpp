#include "client/event_stream.h"

#include "client/codec.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QWebSocket>

namespace paradox::client {
namespace {

constexpr int closeUnauthorised = 4401;
constexpr int flushMs = 100;
constexpr qsizetype waitingMax = 50'000; ///< handed on at once above

QJsonArray topics()
{
    return {QStringLiteral("intents"), QStringLiteral("batches"), QStringLiteral("transactions"),
            QStringLiteral("sessions"), QStringLiteral("node")};
}

} // namespace

EventStream::EventStream(const Options &options, QObject *parent)
    : QObject(parent),
      m_options(options),
      m_socket(new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this)),
      m_last(options.from)
{
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setMaxAllowedIncomingFrameSize(static_cast<quint64>(options.frameBytesMax));
    m_socket->setMaxAllowedIncomingMessageSize(static_cast<quint64>(options.frameBytesMax));
    m_answerTimer.setSingleShot(true);
    m_flushTimer.setSingleShot(true);
    connect(m_socket, &QWebSocket::connected, this, [this] {
        send({{QStringLiteral("op"), QStringLiteral("auth")},
              {QStringLiteral("token"), QString::fromLatin1(m_options.token)}});
    });
    connect(m_socket, &QWebSocket::textMessageReceived, this, &EventStream::received);
    connect(m_socket, &QWebSocket::disconnected, this, [this] {
        const bool isToken = static_cast<int>(m_socket->closeCode()) == closeUnauthorised;
        end(isToken ? ErrorCode::Unauthorised : ErrorCode::LostAnswer, m_socket->closeReason().toStdString());
    });
    // errorOccurred() is not there before Qt 6.5.
    connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
            [this] { end(ErrorCode::Unreachable, m_socket->errorString().toStdString()); });
    connect(&m_answerTimer, &QTimer::timeout, this,
            [this] { end(ErrorCode::TimedOut, "the live feed does not answer"); });
    connect(&m_flushTimer, &QTimer::timeout, this, &EventStream::flush);
}

EventStream::~EventStream()
{
    m_ended = true;
}

void EventStream::open()
{
    m_answerTimer.start(m_options.answerTimeoutMs);
    m_socket->open(QNetworkRequest(m_options.url));
}

void EventStream::send(const QJsonObject &json)
{
    m_socket->sendTextMessage(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
}

void EventStream::received(const QString &frame)
{
    if (m_ended)
        return;
    const Decoded<QJsonObject> json = parseObject(frame.toUtf8());
    if (!json) {
        end(ErrorCode::BadAnswer, json.error());
        return;
    }
    const QString op = json->value(QLatin1String("op")).toString();
    if (op.isEmpty() || op == QLatin1String("event"))
        receivedEvent(*json);
    else
        receivedOp(op, *json);
}

void EventStream::receivedOp(const QString &op, const QJsonObject &json)
{
    if (op == QLatin1String("authenticated")) {
        send({{QStringLiteral("op"), QStringLiteral("subscribe")},
              {QStringLiteral("topics"), topics()},
              {QStringLiteral("from"), QString::number(m_last.value)}});
    } else if (op == QLatin1String("subscribed")) {
        m_answerTimer.stop();
        Q_EMIT subscribed({json.value(QLatin1String("seq")).toString().toULongLong()});
    } else if (op == QLatin1String("heartbeat")) {
        if (const Decoded<Heartbeat> beat = decodeHeartbeat(json))
            Q_EMIT heartbeat(*beat);
    } else if (op == QLatin1String("resnapshot")) {
        flush();
        m_last = {json.value(QLatin1String("seq")).toString().toULongLong()};
        Q_EMIT resnapshotNeeded(m_last);
    } else if (op == QLatin1String("error")) {
        const QString code = json.value(QLatin1String("code")).toString();
        const bool isToken = code.startsWith(QLatin1String("TOKEN")) || code == QLatin1String("UNAUTHORIZED") ||
                             code == QLatin1String("UNAUTHORISED") || code == QLatin1String("UNAUTHENTICATED");
        end(isToken ? ErrorCode::Unauthorised : ErrorCode::Refused,
            (code + QStringLiteral(": ") + json.value(QLatin1String("detail")).toString()).toStdString());
    }
}

void EventStream::receivedEvent(const QJsonObject &json)
{
    Decoded<LiveEvent> event = decodeEvent(json);
    if (!event) {
        end(ErrorCode::BadAnswer, event.error());
        return;
    }
    if (event->seq <= m_last)
        return; // had already
    if (m_options.view == FeedView::Everything && event->seq.value != m_last.value + 1) {
        flush();
        m_last = event->seq;
        Q_EMIT resnapshotNeeded(m_last);
        return;
    }
    m_last = event->seq;
    m_waiting.append(std::move(*event));
    if (m_waiting.size() >= waitingMax)
        flush();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start(flushMs);
}

void EventStream::flush()
{
    m_flushTimer.stop();
    if (!m_waiting.isEmpty())
        Q_EMIT eventsArrived(std::exchange(m_waiting, {}));
}

void EventStream::end(ErrorCode code, const std::string &detail)
{
    if (m_ended)
        return;
    m_ended = true;
    m_answerTimer.stop();
    flush();
    m_socket->abort();
    Q_EMIT closed(Error{.code = code, .detail = detail, .isRetryable = true});
}

} // namespace paradox::client

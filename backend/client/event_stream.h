#pragma once

#include "client/error.h"
#include "client/live_event.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QTimer>
#include <QUrl>

class QWebSocket;

namespace paradox::client {

/// Whether a missing number is a loss. A wallet is not shown what belongs to others, so for it numbers may be left out.
enum class FeedView : std::uint8_t { Everything, OwnAndPublic };

/// One connection to the live feed: authenticates, subscribes to everything from a sequence number, checks the numbers,
/// and hands events on at most about ten times a second. It does not reconnect: closed() comes once. The client's
/// thread.
class EventStream : public QObject {
    Q_OBJECT

public:
    struct Options {
        QUrl url; ///< ws://host:port/ws
        QByteArray token;
        FeedSeq from; ///< the last event already had
        FeedView view = FeedView::Everything;
        int answerTimeoutMs = 15'000;
        qint64 frameBytesMax = qint64{4} << 20;
    };
    explicit EventStream(const Options &options, QObject *parent = nullptr);
    ~EventStream() override;

    void open();
    [[nodiscard]] FeedSeq last() const { return m_last; } ///< last event handed on or waiting to be

Q_SIGNALS:
    void subscribed(paradox::FeedSeq last);
    void eventsArrived(const QList<paradox::client::LiveEvent> &events);
    void heartbeat(const paradox::client::Heartbeat &beat);
    void resnapshotNeeded(paradox::FeedSeq from);
    void closed(const paradox::client::Error &error);

private:
    void received(const QString &frame);
    void receivedOp(const QString &op, const QJsonObject &json);
    void receivedEvent(const QJsonObject &json);
    void send(const QJsonObject &json);
    void flush();
    void end(ErrorCode code, const std::string &detail);

    Options m_options;
    QWebSocket *m_socket;
    QTimer m_answerTimer;
    QTimer m_flushTimer;
    QList<LiveEvent> m_waiting;
    FeedSeq m_last;
    bool m_ended = false;
};

} // namespace paradox::client

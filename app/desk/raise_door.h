#pragma once

#include <QLocalServer>
#include <QObject>

namespace paradox::desk {

/// Where a second start of the same home knocks, so that the desk which has it open comes to the front. Nothing is read
/// from who knocks: to connect is the whole message. GUI thread.
class RaiseDoor : public QObject {
    Q_OBJECT

public:
    explicit RaiseDoor(const QString &home, QObject *parent = nullptr);

    /// For the holder of the home's lock alone: what a killed desk left there is taken away.
    [[nodiscard]] bool open();
    /// True when a desk answered within the time.
    [[nodiscard]] static bool knock(const QString &home, int timeoutMs);

Q_SIGNALS:
    void knocked();

private:
    QString m_path;
    QLocalServer m_server;
};

} // namespace paradox::desk

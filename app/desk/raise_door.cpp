#include "raise_door.h"

#include <QLocalSocket>

namespace paradox::desk {
namespace {

QString pathIn(const QString &home)
{
    return home + QStringLiteral("/desk.socket");
}

} // namespace

RaiseDoor::RaiseDoor(const QString &home, QObject *parent) : QObject(parent), m_path(pathIn(home))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(4);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *guest = m_server.nextPendingConnection()) {
            guest->abort();
            guest->deleteLater();
        }
        Q_EMIT knocked();
    });
}

bool RaiseDoor::open()
{
    QLocalServer::removeServer(m_path);
    return m_server.listen(m_path);
}

bool RaiseDoor::knock(const QString &home, int timeoutMs)
{
    QLocalSocket socket;
    socket.connectToServer(pathIn(home), QLocalSocket::ReadOnly);
    return socket.waitForConnected(timeoutMs);
}

} // namespace paradox::desk

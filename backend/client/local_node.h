#pragma once

#include "client/remote_backend.h"

#include <QProcess>
#include <QStringList>
#include <QTimer>

namespace paradox::client {

enum class NodePhase : std::uint8_t { Stopped, Starting, Ready, Stopping, Crashed, GaveUp };

/// What the child said when it was ready.
struct NodeReady {
    QUrl api;
    QUrl rpc;
    Hash genesis;
    PublicKey vaultProgram;
};

struct LocalNodeOptions {
    QString program; ///< path of paradox-node
    QString dataDir;
    QStringList extraArguments{};
    int readyTimeoutMs = 30'000;
    int stopTimeoutMs = 6'000; ///< then it is killed, by its own pid
    int restartsMax = 3;
    int restartFirstMs = 500;   ///< doubled for each next one
    int stableAfterMs = 60'000; ///< up for so long: earlier crashes are forgiven
};

/// paradox-node as a supervised child: a fresh token on its stdin, free ports, one ready line, its log kept in a ring.
/// It leaves when this process goes (its stdin closes); a crash is answered by three restarts with growing pauses, then
/// a clear stop. GUI thread.
class LocalNode : public QObject {
    Q_OBJECT

public:
    LocalNode(const LocalNodeOptions &options, Random &random, QObject *parent = nullptr);
    ~LocalNode() override; ///< stops the child and waits for it

    void start();
    void stop(); ///< SIGTERM, then kill after stopTimeoutMs; phaseChanged says when it is over

    [[nodiscard]] NodePhase phase() const { return m_phase; }
    [[nodiscard]] const NodeReady &ready() const { return m_ready; } ///< of the last ready line
    [[nodiscard]] NodeAddress address() const;
    [[nodiscard]] qint64 pid() const { return m_process ? m_process->processId() : 0; }
    [[nodiscard]] int restarts() const { return m_restarts; }
    [[nodiscard]] int restartsMax() const { return m_options.restartsMax; }
    [[nodiscard]] QString lastWords() const { return m_lastWords; } ///< why it stopped, for a person
    [[nodiscard]] const QStringList &log() const { return m_log; }  ///< its last lines of stderr

Q_SIGNALS:
    void phaseChanged(paradox::client::NodePhase phase);
    void becameReady(const paradox::client::NodeReady &ready);
    void logged(const QString &line);

private:
    void launch();
    void readOutput();
    void readLog();
    void ended(int exitCode, QProcess::ExitStatus status);
    void failed(const QString &why);
    void enter(NodePhase phase);
    [[nodiscard]] bool takeReadyLine(const QByteArray &line);

    LocalNodeOptions m_options;
    Random &m_random;
    std::unique_ptr<QProcess> m_process;
    QTimer m_readyTimer;
    QTimer m_restartTimer;
    QTimer m_stableTimer;
    QTimer m_killTimer;
    QByteArray m_token;
    QByteArray m_output;
    QStringList m_log;
    NodeReady m_ready;
    NodePhase m_phase = NodePhase::Stopped;
    int m_restarts = 0;
    QString m_lastWords;
};

} // namespace paradox::client

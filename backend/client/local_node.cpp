#include "client/local_node.h"

#include "client/codec.h"
#include "client/json_reader.h"
#include "domain/encoding.h"

#include <algorithm>

namespace paradox::client {
namespace {

constexpr qsizetype logLinesMax = 2000;
constexpr qint64 readyLineBytesMax = 64 * 1024;
constexpr std::size_t tokenBytes = 32;

} // namespace

LocalNode::LocalNode(const LocalNodeOptions &options, Random &random, QObject *parent)
    : QObject(parent),
      m_options(options),
      m_random(random)
{
    for (QTimer *timer : {&m_readyTimer, &m_restartTimer, &m_stableTimer, &m_killTimer})
        timer->setSingleShot(true);
    connect(&m_readyTimer, &QTimer::timeout, this, [this] {
        m_lastWords = QStringLiteral("The node did not become ready in time.");
        if (m_process)
            m_process->kill();
    });
    connect(&m_restartTimer, &QTimer::timeout, this, &LocalNode::launch);
    connect(&m_stableTimer, &QTimer::timeout, this, [this] { m_restarts = 0; });
    connect(&m_killTimer, &QTimer::timeout, this, [this] {
        if (m_process)
            m_process->kill();
    });
}

LocalNode::~LocalNode()
{
    if (!m_process || m_process->state() == QProcess::NotRunning)
        return;
    m_process->disconnect(this);
    m_process->terminate();
    if (!m_process->waitForFinished(m_options.stopTimeoutMs)) {
        m_process->kill();
        m_process->waitForFinished(-1);
    }
}

void LocalNode::start()
{
    if (m_phase == NodePhase::Starting || m_phase == NodePhase::Ready || m_phase == NodePhase::Stopping)
        return;
    m_restarts = 0;
    launch();
}

void LocalNode::launch()
{
    std::array<std::uint8_t, tokenBytes> secret{};
    m_random.fill(secret);
    m_token = QByteArray::fromStdString(hexEncode(secret));
    m_output.clear();
    if (m_process)
        m_process.release()->deleteLater(); // this may be inside one of its signals
    m_process = std::make_unique<QProcess>();
    m_process->setProgram(m_options.program);
    m_process->setArguments(QStringList{QStringLiteral("--data"), m_options.dataDir, QStringLiteral("--port"),
                                        QStringLiteral("0"), QStringLiteral("--rpc-port"), QStringLiteral("0"),
                                        QStringLiteral("--token-stdin")} +
                            m_options.extraArguments);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &LocalNode::readOutput);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &LocalNode::readLog);
    connect(m_process.get(), &QProcess::finished, this, &LocalNode::ended);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failed(QStringLiteral("The node program cannot be started: ") + m_process->errorString());
    });
    enter(NodePhase::Starting);
    m_readyTimer.start(m_options.readyTimeoutMs);
    m_process->start();
    // The pipe stays open: its end is how the child learns that this process has gone.
    m_process->write(m_token + '\n');
}

void LocalNode::readOutput()
{
    m_output += m_process->readAllStandardOutput();
    qsizetype end = 0;
    while ((end = m_output.indexOf('\n')) >= 0) {
        const QByteArray line = m_output.left(end);
        m_output.remove(0, end + 1);
        if (m_phase == NodePhase::Starting && takeReadyLine(line)) {
            m_readyTimer.stop();
            m_stableTimer.start(m_options.stableAfterMs);
            enter(NodePhase::Ready);
            Q_EMIT becameReady(m_ready);
        }
    }
    if (m_output.size() > readyLineBytesMax)
        m_output.clear();
}

bool LocalNode::takeReadyLine(const QByteArray &line)
{
    const Decoded<QJsonObject> json = parseObject(line);
    if (!json || !json->value(QLatin1String("ready")).toBool())
        return false;
    JsonReader reader(*json);
    NodeReady ready{.api = QUrl(QString::fromStdString(reader.text("api"))),
                    .rpc = QUrl(QString::fromStdString(reader.text("rpc"))),
                    .genesis = reader.hash58("genesis"),
                    .vaultProgram = {}};
    JsonReader programs(reader.object("programs"));
    ready.vaultProgram = programs.key("vault");
    if (!reader.ok() || !programs.ok() || !ready.api.isValid())
        return false;
    m_ready = ready;
    return true;
}

void LocalNode::readLog()
{
    for (const QByteArray &bytes : m_process->readAllStandardError().split('\n')) {
        if (bytes.isEmpty())
            continue;
        const QString line = QString::fromUtf8(bytes);
        m_log.append(line);
        Q_EMIT logged(line);
    }
    if (m_log.size() > logLinesMax)
        m_log.erase(m_log.begin(), m_log.begin() + (m_log.size() - logLinesMax));
}

void LocalNode::stop()
{
    m_restartTimer.stop();
    if (!m_process || m_process->state() == QProcess::NotRunning) {
        enter(NodePhase::Stopped);
        return;
    }
    enter(NodePhase::Stopping);
    m_process->terminate();
    m_killTimer.start(m_options.stopTimeoutMs);
}

void LocalNode::ended(int exitCode, QProcess::ExitStatus status)
{
    readLog();
    m_readyTimer.stop();
    m_stableTimer.stop();
    m_killTimer.stop();
    if (m_phase == NodePhase::Stopping) {
        enter(NodePhase::Stopped);
        return;
    }
    const QString how = status == QProcess::CrashExit ? QStringLiteral("The node was killed or crashed.")
                                                      : QStringLiteral("The node left with code %1.").arg(exitCode);
    failed(m_log.isEmpty() ? how : how + QLatin1Char(' ') + m_log.last());
}

void LocalNode::failed(const QString &why)
{
    m_lastWords = why;
    m_readyTimer.stop();
    if (m_restarts >= m_options.restartsMax) {
        enter(NodePhase::GaveUp);
        return;
    }
    // Before it is told: who hears of the crash reads the count, and may stop the restart.
    m_restartTimer.start(m_options.restartFirstMs << m_restarts);
    ++m_restarts;
    enter(NodePhase::Crashed);
}

void LocalNode::enter(NodePhase phase)
{
    if (phase == m_phase)
        return;
    m_phase = phase;
    Q_EMIT phaseChanged(phase);
}

NodeAddress LocalNode::address() const
{
    return {.url = m_ready.api, .token = m_token, .genesis = m_ready.genesis};
}

} // namespace paradox::client

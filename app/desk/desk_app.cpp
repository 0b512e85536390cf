#include "desk_app.h"

#include "domain/base58.h"
#include "ui/desk/desk_acts.h"
#include "ui/signing/review_signatory.h"
#include "ui/theme/desk_style.h"
#include "ui/wizard/first_run.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QTimer>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace paradox::desk {

namespace setting = models::setting;

namespace {

/// The owner's alone from its first byte on: a name that is there already is replaced, never written through.
bool writeSecretFile(const QString &path, const QByteArray &secret)
{
    const QByteArray name = QFile::encodeName(path);
    ::unlink(name.constData());
    const int handle =
        ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    QFile file;
    if (handle < 0 || !file.open(handle, QIODevice::WriteOnly | QIODevice::Unbuffered, QFileDevice::AutoCloseHandle))
        return false;
    return file.write(secret) == secret.size();
}

} // namespace

DeskApp::DeskApp(const DeskOptions &options)
    : m_options(options),
      m_settings(inHome("settings.json")),
      m_names(inHome("names.json"))
{
}

DeskApp::~DeskApp()
{
    takeDown();
    m_keys.reset();
}

/// The window reads the core, the core the backend, the backend talks to the node: in this order.
void DeskApp::takeDown()
{
    stopDemo();
    m_window.reset();
    m_core.reset();
    m_backend.reset();
    m_outbox.reset();
    m_node.reset();
}

void DeskApp::stopDemo()
{
    if (m_demo && m_demo->state() != QProcess::NotRunning) {
        m_demo->disconnect();
        m_demo->terminate();
        if (!m_demo->waitForFinished(2000)) {
            m_demo->kill();
            m_demo->waitForFinished(2000);
        }
    }
    m_demo.reset();
}

QString DeskApp::inHome(const char *name) const
{
    return m_options.home + u'/' + QLatin1String(name);
}

bool DeskApp::isRemote() const
{
    return !m_options.url.isEmpty() ||
           (!m_options.demo && m_settings.get(setting::backend) == QStringLiteral("remote"));
}

bool DeskApp::isDemo() const
{
    return m_options.demo || (m_options.url.isEmpty() && m_settings.get(setting::backend) == QStringLiteral("demo"));
}

DeskStart DeskApp::start()
{
    QDir().mkpath(m_options.home);
    QFile::setPermissions(m_options.home, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_lock = std::make_unique<QLockFile>(inHome("desk.lock"));
    m_lock->setStaleLockTime(0);
    if (!m_lock->tryLock(0)) {
        constexpr int knockMs = 2000;
        if (RaiseDoor::knock(m_options.home, knockMs)) {
            std::fprintf(stderr, "paradox-desk: a desk has %s open already; it comes to the front\n",
                         qPrintable(m_options.home));
            return DeskStart::OtherRaised;
        }
        qint64 pid = 0;
        QString host;
        QString name;
        m_lock->getLockInfo(&pid, &host, &name);
        std::fprintf(stderr, "paradox-desk: the desk with pid %lld has %s open already\n", static_cast<long long>(pid),
                     qPrintable(m_options.home));
        return DeskStart::OtherSilent;
    }
    m_door = std::make_unique<RaiseDoor>(m_options.home);
    connect(m_door.get(), &RaiseDoor::knocked, this, &DeskApp::comeToFront);
    if (!m_door->open())
        std::fprintf(stderr, "paradox-desk: a second start will not raise this window: the path is too long\n");
    ui::loadFonts();
    QApplication::setStyle(new ui::DeskStyle(m_theme));
    m_theme.apply(ui::themeNameOf(m_settings.get(setting::theme)));
    m_keys = std::make_unique<ui::KeyRoom>(
        ui::KeyPaths{inHome("keys.keystore"), inHome("journal.jsonl"), inHome("known.txt")}, m_clock, m_random);
    if (m_settings.get(setting::role).isEmpty() && !m_options.demo && m_options.url.isEmpty())
        runFirstSteps(nullptr);
    else
        openWindow();
    return DeskStart::Opened;
}

void DeskApp::comeToFront()
{
    QWidget *front = m_window ? m_window.get() : m_wizard.data();
    if (front == nullptr)
        return;
    front->setWindowState(front->windowState() & ~Qt::WindowMinimized);
    front->raise();
    front->activateWindow();
}

QString DeskApp::remoteUrl() const
{
    if (!isRemote())
        return {};
    return m_options.url.isEmpty() ? m_settings.get(setting::url) : m_options.url;
}

void DeskApp::runFirstSteps(QWidget *parent)
{
    // Between the wizard and the window there is no window at all: that does not end the desk.
    QApplication::setQuitOnLastWindowClosed(false);
    auto *wizard = new ui::FirstRun(m_theme, m_settings, *m_keys, parent);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    m_wizard = wizard;
    connect(wizard, &QDialog::accepted, this, [this] {
        m_theme.apply(ui::themeNameOf(m_settings.get(setting::theme)));
        // A changed back end wants a new client: the old window goes once this handler has returned.
        QMetaObject::invokeMethod(
            this,
            [this] {
                takeDown();
                m_askedToSignIn = false;
                openWindow();
            },
            Qt::QueuedConnection);
    });
    connect(wizard, &QDialog::rejected, this, [this] {
        if (!m_window)
            return QApplication::quit();
        QApplication::setQuitOnLastWindowClosed(true);
    });
    wizard->open();
}

void DeskApp::compose()
{
    client::NodeAddress address;
    if (isRemote()) {
        address.url = QUrl(remoteUrl());
    } else {
        client::LocalNodeOptions options;
        options.program = QCoreApplication::applicationDirPath() + QStringLiteral("/paradox-node");
        options.dataDir = inHome(isDemo() ? "demo-node" : "node");
        if (isDemo())
            options.extraArguments = {QStringLiteral("--cut-interval-ms"), QStringLiteral("5000")};
        m_node = std::make_unique<client::LocalNode>(options, m_random);
        connect(m_node.get(), &client::LocalNode::becameReady, this, &DeskApp::followNode);
    }
    auto remote = std::make_unique<client::RemoteBackend>(address, m_clock, m_random);
    m_remote = remote.get();
    QString problem;
    m_outbox = client::Outbox::open(inHome(isDemo() ? "demo-outbox.sqlite" : "outbox.sqlite"), problem);
    if (m_outbox)
        m_backend = client::makeDurable(std::move(remote), *m_outbox, m_clock);
    else
        m_backend = std::move(remote);
    m_core = std::make_unique<ui::DeskCore>(
        ui::DeskParts{*m_backend, m_settings, m_names, *m_keys, m_clock, isRemote(), m_outbox.get(), problem});
    if (!problem.isEmpty())
        m_core->logLine(QStringLiteral("error"), QStringLiteral("outbox"), problem);
    if (m_node) {
        connect(m_node.get(), &client::LocalNode::logged, m_core.get(),
                [this](const QString &line) { m_core->log().appendNodeLine(line, m_clock.wall()); });
    }
}

void DeskApp::openWindow()
{
    compose();
    const QString words = isRemote() ? tr("Remote node") : isDemo() ? tr("Demo market") : tr("Local node");
    m_window = std::make_unique<ui::MainWindow>(ui::WindowParts{m_theme, *m_core, m_node.get(), words, remoteUrl()});
    connect(m_window.get(), &ui::MainWindow::setUpWanted, this, [this] { runFirstSteps(m_window.get()); });
    if (const auto wallet = fromBase58<PublicKey>(m_settings.get(setting::address).toStdString()))
        m_core->setWallet(*wallet);
    connect(m_core.get(), &ui::DeskCore::linkChanged, this, &DeskApp::signInWhenLive);
    if (m_options.demo)
        m_window->showWorkspace(QStringLiteral("operator"));
    m_window->fitToScreen();
    m_window->show();
    QApplication::setQuitOnLastWindowClosed(true);
    if (m_settings.get(setting::hasKey) && !m_options.demo)
        m_window->unlockAtStart();
    if (m_settings.wasBroken())
        m_core->logLine(
            QStringLiteral("warn"), QStringLiteral("settings"),
            tr("The settings file could not be read; it is kept as settings.json.bak and defaults are used"));
    if (m_node) {
        m_node->start();
    } else {
        signer::SignContext context = m_window->signatory().context();
        context.host = QUrl(remoteUrl()).authority().toStdString();
        m_window->signatory().setContext(context);
        m_core->start();
    }
}

void DeskApp::followNode(const client::NodeReady &ready)
{
    signer::SignContext context = m_window->signatory().context();
    context.host = ready.api.authority().toStdString();
    m_window->signatory().setContext(context);
    m_remote->setAddress(m_node->address());
    if (m_core->health())
        m_core->resnapshot();
    m_core->start();
    if (isDemo() && !m_demo)
        startDemo();
}

void DeskApp::signInWhenLive(const client::LinkState &link)
{
    if (link.phase != client::LinkPhase::Live || m_askedToSignIn || !m_settings.get(setting::hasKey) || m_options.demo)
        return;
    m_askedToSignIn = true;
    // The review wants cluster and host, which the first health answer brings.
    if (m_core->health())
        return m_window->acts().signIn();
    connect(
        m_core.get(), &ui::DeskCore::healthChanged, m_window.get(), [this] { m_window->acts().signIn(); },
        Qt::SingleShotConnection);
}

void DeskApp::startDemo()
{
    m_demo = std::make_unique<QProcess>();
    // One market after another, each with traders of its own, for as long as the desk is open.
    connect(m_demo.get(), &QProcess::finished, m_core.get(), [this](int, QProcess::ExitStatus status) {
        constexpr int pauseMs = 4000;
        if (status == QProcess::NormalExit)
            QTimer::singleShot(pauseMs, m_core.get(), [this] { startDemo(); });
    });
    const QString token = inHome("demo-node") + QStringLiteral("/desk.token");
    if (!writeSecretFile(token, m_node->address().token))
        return m_core->logLine(QStringLiteral("error"), QStringLiteral("demo"), tr("The token file cannot be written"));
    connect(m_demo.get(), &QProcess::readyReadStandardError, m_core.get(), [this] {
        for (const QByteArray &line : m_demo->readAllStandardError().split('\n')) {
            if (!line.trimmed().isEmpty())
                m_core->logLine(QStringLiteral("info"), QStringLiteral("demo"), QString::fromUtf8(line));
        }
    });
    connect(m_demo.get(), &QProcess::readyReadStandardOutput, m_core.get(), [this] {
        for (const QByteArray &line : m_demo->readAllStandardOutput().split('\n')) {
            if (!line.trimmed().isEmpty())
                m_core->logLine(QStringLiteral("info"), QStringLiteral("demo"), QString::fromUtf8(line));
        }
    });
    connect(m_demo.get(), &QProcess::errorOccurred, m_core.get(),
            [this] { m_core->logLine(QStringLiteral("error"), QStringLiteral("demo"), m_demo->errorString()); });
    m_demo->start(QCoreApplication::applicationDirPath() + QStringLiteral("/paradox"),
                  {QStringLiteral("demo"), QStringLiteral("--node"), m_node->ready().api.toString(),
                   QStringLiteral("--rpc"), m_node->ready().rpc.toString(), QStringLiteral("--token-file"), token,
                   QStringLiteral("--intents"), QStringLiteral("600"), QStringLiteral("--seed"),
                   QString::number(++m_demoRound)});
}

} // namespace paradox::desk

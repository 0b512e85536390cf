#include "ui/shell/main_window.h"

#include "client/local_node.h"
#include "ui/delegates/table_delegate.h"
#include "ui/desk/desk_acts.h"
#include "ui/desk/desk_core.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/batches/batches_panel.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/life_line/life_line_panel.h"
#include "ui/panels/log/log_panel.h"
#include "ui/panels/node/node_panel.h"
#include "ui/panels/sessions/sessions_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/panels/transactions/transactions_panel.h"
#include "ui/panels/wallet/wallet_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_tool_bar.h"
#include "ui/shell/status_strip.h"
#include "ui/signing/key_room.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/signing/review_signatory.h"
#include "ui/theme/theme.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stale_badge.h"

#include <QApplication>
#include <QCloseEvent>
#include <QKeyEvent>
#include <QMenuBar>
#include <QScreen>

namespace paradox::ui {
MainWindow::MainWindow(const WindowParts &parts, QWidget *parent)
    : QMainWindow(parent),
      m_parts(parts),
      m_theme(parts.theme),
      m_core(parts.core),
      m_actions(new ActionRegistry(parts.theme, this)),
      m_keychain(new KeychainUnlock(parts.core.settings(), parts.core.keys(), this)),
      m_signatory(new ReviewSignatory(parts.theme, parts.core, this,
                                      [this](std::function<void(bool)> then) { openUnlock(std::move(then)); })),
      m_acts(new DeskActs(parts.core, *m_signatory, this)),
      m_lastInput(parts.core.clock().monotonicMs())
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/app-icon.svg")));
    setDockNestingEnabled(true);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setContextMenuPolicy(Qt::NoContextMenu);
    registerActions();
    followDensity();
    buildDocks();
    buildMenus();
    m_toolBar = new MainToolBar(m_theme, *m_actions, this);
    addToolBar(Qt::TopToolBarArea, m_toolBar);
    m_palette = new CommandPalette(m_theme, [this](const QString &query) { return paletteEntries(query); }, this);
    auto *strip = new StatusStrip(m_theme, m_core, parts.nodeWords, this);
    setStatusBar(strip);
    connect(strip, &StatusStrip::panelWanted, this, &MainWindow::raiseDock);
    connect(strip, &StatusStrip::lockToggled, this, [this] { m_core.keys().isLocked() ? unlock() : lock(); });
    connect(strip, &StatusStrip::unitToggled, this, [this] {
        const bool lamports = m_core.settings().get(models::setting::unit) != QStringLiteral("lamports");
        m_core.settings().set(models::setting::unit, lamports ? QStringLiteral("lamports") : QStringLiteral("SOL"));
        setLamports(lamports);
    });
    connectParts();
    if (!m_core.outboxProblem().isEmpty())
        dock(QStringLiteral("dockSubmit"))
            ->messages()
            ->post({MessageLevel::Critical,
                    tr("Nothing is submitted: there is no outbox"),
                    tr("%1 What is signed would be lost if the desk ended before the answer. Free or repair the file, "
                       "then start the desk "
                       "again.")
                        .arg(m_core.outboxProblem()),
                    QStringLiteral("OUTBOX_FAILED"),
                    {}});
    resize(1600, 1000);
    if (const QByteArray geometry = m_core.settings().get(models::setting::geometry); !geometry.isEmpty())
        restoreGeometry(geometry);
    showWorkspace(m_core.settings().get(models::setting::workspace));
    setLamports(m_core.settings().get(models::setting::unit) == QStringLiteral("lamports"));
    refreshTitle();
    qApp->installEventFilter(this);
}

MainWindow::~MainWindow() = default;

void MainWindow::fitToScreen()
{
    const QSize room = screen()->availableSize();
    if (width() <= room.width() && height() <= room.height())
        return;
    resize(size().boundedTo(room));
    setWindowState(windowState() | Qt::WindowMaximized);
}

DockFrame *MainWindow::addDock(const QString &id, const QString &name, const QString &icon, QWidget *panel)
{
    auto *frame = new DockFrame(m_theme, {id, name, icon, &m_core.freshness()}, this);
    frame->setPanel(panel);
    addDockWidget(Qt::LeftDockWidgetArea, frame);
    m_docks << frame;
    connect(frame->messages(), &MessageStack::actionChosen, this, [this](const QString &code) {
        if (code == QStringLiteral("NODE_RESTART_LIMIT") && m_parts.local != nullptr)
            m_parts.local->start();
    });
    connect(frame->badge(), &QAbstractButton::clicked, this, [this] { raiseDock(QStringLiteral("dockNode")); });
    return frame;
}

void MainWindow::buildDocks()
{
    // Docks share the window among themselves; the central widget takes no room.
    auto *filler = new QWidget(this);
    filler->setObjectName(QStringLiteral("centralFiller"));
    filler->setMaximumSize(0, 0);
    setCentralWidget(filler);
    filler->hide();
    const PanelContext context{m_theme, m_core, *m_acts, *m_actions};
    m_intents = new IntentsPanel(context, this);
    m_lifeLine = new LifeLinePanel(context, this);
    m_submit = new SubmitPanel(context, this);
    m_sessions = new SessionsPanel(context, this);
    m_batches = new BatchesPanel(context, this);
    m_batchDetail = new BatchDetailPanel(context, this);
    m_transactions = new TransactionsPanel(context, this);
    m_wallet = new WalletPanel(context, this);
    m_node = new NodePanel(context, {m_parts.local, m_parts.nodeUrl}, this);
    m_log = new LogPanel(context, this);
    addDock(QStringLiteral("dockIntents"), tr("Intents"), QStringLiteral("intents"), m_intents);
    addDock(QStringLiteral("dockLifeLine"), tr("Life line"), QStringLiteral("lifeline"), m_lifeLine);
    addDock(QStringLiteral("dockSessions"), tr("Sessions"), QStringLiteral("sessions"), m_sessions);
    addDock(QStringLiteral("dockSubmit"), tr("Submit"), QStringLiteral("submit"), m_submit);
    addDock(QStringLiteral("dockWallet"), tr("Wallet"), QStringLiteral("wallet"), m_wallet);
    addDock(QStringLiteral("dockBatches"), tr("Batches"), QStringLiteral("batches"), m_batches);
    addDock(QStringLiteral("dockBatchDetail"), tr("Batch detail"), QStringLiteral("batch-detail"), m_batchDetail);
    addDock(QStringLiteral("dockTransactions"), tr("Transactions"), QStringLiteral("transactions"), m_transactions);
    addDock(QStringLiteral("dockNode"), tr("Node"), QStringLiteral("node"), m_node);
    addDock(QStringLiteral("dockLog"), tr("Log"), QStringLiteral("log"), m_log);
}

DockFrame *MainWindow::dock(const QString &id) const
{
    for (DockFrame *frame : m_docks) {
        if (frame->objectName() == id)
            return frame;
    }
    return nullptr;
}

void MainWindow::buildMenus()
{
    menuBar()->setObjectName(QStringLiteral("menuBar"));
    for (const auto &[id, title] : {std::pair{"File", tr("&File")},
                                    {"Edit", tr("&Edit")},
                                    {"View", tr("&View")},
                                    {"Trade", tr("&Trade")},
                                    {"Batches", tr("&Batches")},
                                    {"Node", tr("&Node")},
                                    {"Window", tr("&Window")},
                                    {"Help", tr("&Help")}}) {
        QMenu *menu = menuBar()->addMenu(title);
        for (const ActionRegistry::Entry &entry : m_actions->entries()) {
            if (entry.menu == QLatin1String(id))
                menu->addAction(m_actions->action(entry.id));
        }
        if (QLatin1String(id) == QLatin1String("Window")) {
            menu->addSeparator();
            for (DockFrame *frame : m_docks)
                menu->addAction(frame->toggleViewAction());
        }
    }
    // Shortcuts work wherever the focus is, also for actions without a menu.
    for (const ActionRegistry::Entry &entry : m_actions->entries())
        addAction(m_actions->action(entry.id));
}

void MainWindow::connectParts()
{
    connect(m_intents, &IntentsPanel::currentChanged, m_lifeLine, &LifeLinePanel::showIntent);
    connect(m_batches, &BatchesPanel::currentChanged, m_lifeLine, &LifeLinePanel::showBatch);
    connect(m_transactions, &TransactionsPanel::currentChanged, m_lifeLine, &LifeLinePanel::showOperation);
    connect(m_lifeLine, &LifeLinePanel::titleChanged, this, [this](const QString &title, const QString &summary) {
        dock(QStringLiteral("dockLifeLine"))->setTitleText(title);
        dock(QStringLiteral("dockLifeLine"))->setSummary(summary);
    });
    connect(m_batches, &BatchesPanel::opened, this, [this](const QString &batch) {
        m_batchDetail->showBatch(batch);
        raiseDock(QStringLiteral("dockBatchDetail"));
    });
    // Until a person chooses one, the newest final batch is shown.
    connect(&m_core.store().batches, &models::Shelf::changed, this, [this] {
        if (!m_batchDetail->shownBatch().isEmpty())
            return;
        std::uint64_t newest = 0;
        m_core.store().batches.forEach([&newest](const models::BatchRow &batch) {
            if (batch.state == QStringLiteral("finalized"))
                newest = std::max(newest, batch.seq);
        });
        if (newest > 0)
            m_batchDetail->showBatch(QString::number(newest));
    });
    connect(m_batchDetail, &BatchDetailPanel::titleChanged, dock(QStringLiteral("dockBatchDetail")),
            &DockFrame::setTitleText);
    connect(&m_core, &DeskCore::failed, this, &MainWindow::showFailure);
    connect(&m_core, &DeskCore::succeeded, this, [this](const QString &doing) {
        for (const DockFrame *frame : m_docks)
            frame->messages()->clearSubject(doing);
    });
    connect(m_acts, &DeskActs::told, this, [this](const QString &doing, const QString &title, const QString &sentence) {
        frontMessages().post({MessageLevel::Ok, title, sentence, {}, {}, doing});
    });
    connect(m_acts, &DeskActs::explained, this, [this](const QString &title, const QString &words) {
        frontMessages().post({MessageLevel::Info, title, words, {}, {}});
    });
    connect(&m_core, &DeskCore::healthChanged, this, &MainWindow::refreshContext);
    connect(&m_core.keys(), &KeyRoom::lockedChanged, this, [this] { refreshTitle(); });
    connect(&m_core, &DeskCore::signedInChanged, this, [this] {
        refreshTitle();
        if (m_core.isSignedIn())
            clearMessages({"SIWS_INVALID", "TOKEN_INVALID", "TOKEN_MISSING", "UNAUTHORISED"});
    });
    connect(&m_core, &DeskCore::linkChanged, this, &MainWindow::tellOfLink);
    for (const LiveTable *table : findChildren<LiveTable *>())
        connect(table, &LiveTable::signInWanted, m_actions->action(QStringLiteral("keys.signIn")), &QAction::trigger);
    // A remote node shows its lists to who has signed in.
    const auto tellWhatIsAwaited = [this] {
        const bool answers = m_core.health() && m_core.freshness().state() != models::FreshState::Offline;
        const bool lacksSignIn = m_parts.local == nullptr && answers && !m_core.isSignedIn();
        for (LiveTable *table : findChildren<LiveTable *>())
            table->setAwaited(lacksSignIn ? LiveTable::Awaited::SignIn : LiveTable::Awaited::Answer);
    };
    connect(&m_core.freshness(), &models::Freshness::stateChanged, this, tellWhatIsAwaited);
    connect(&m_core, &DeskCore::healthChanged, this, tellWhatIsAwaited);
    connect(&m_core, &DeskCore::signedInChanged, this, tellWhatIsAwaited);
    if (m_parts.local != nullptr)
        connect(m_parts.local, &client::LocalNode::phaseChanged, this, &MainWindow::tellOfLocalNode);
    connect(&m_core, &DeskCore::second, this, [this] {
        const int minutes = m_core.settings().get(models::setting::lockMinutes);
        if (minutes > 0 && !m_core.keys().isLocked() && m_core.clock().monotonicMs() - m_lastInput > minutes * 60'000)
            lock();
    });
}

void MainWindow::refreshContext()
{
    refreshTitle();
    if (!m_core.health())
        return;
    const client::Health &node = *m_core.health();
    signer::SignContext context = m_signatory->context();
    context.chainId = node.chainId;
    context.genesis = node.genesis;
    context.program = node.vaultProgram;
    context.engine = node.engine;
    m_signatory->setContext(context);
}

void MainWindow::refreshTitle()
{
    const QString network = m_core.network().isEmpty() ? tr("no network yet") : m_core.network();
    const QString view = m_workspace == QStringLiteral("operator") ? tr("Operator")
                         : m_workspace == QStringLiteral("node")   ? tr("Node")
                                                                   : tr("Trader");
    setWindowTitle(tr("%1 — %2 on %3 — Paradox Desk").arg(view, m_parts.nodeWords, network));
    m_toolBar->setNetwork(network);
    refreshKeyActions();
}

void MainWindow::followDensity()
{
    const auto follow = [this] {
        const bool comfortable = m_core.settings().get(models::setting::comfortable);
        m_theme.setComfortable(comfortable);
        m_actions->action(QStringLiteral("view.comfortable"))->setChecked(comfortable);
    };
    connect(&m_core.settings(), &models::Settings::changed, this, [follow](const QString &name) {
        if (name == QLatin1String(models::setting::comfortable.name))
            follow();
    });
    follow();
}

void MainWindow::setLamports(bool lamports)
{
    for (auto *table : findChildren<LiveTable *>()) {
        table->delegate()->setLamports(lamports);
        table->view()->viewport()->update();
    }
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::MouseButtonPress)
        m_lastInput = m_core.clock().monotonicMs();
    if (event->type() == QEvent::ShortcutOverride && isOwnKey(static_cast<const QKeyEvent &>(*event))) {
        event->ignore();
        return true;
    }
    if (event->type() == QEvent::KeyPress && locksBehindDialog(static_cast<const QKeyEvent &>(*event))) {
        lock();
        return true;
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    storeLayout();
    m_core.settings().set(models::setting::geometry, saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace paradox::ui

#include "ui/panels/node/node_panel.h"

#include "client/local_node.h"
#include "ui/desk/desk_core.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_label.h"
#include "ui/widgets/state_pill.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/wrap_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace paradox::ui {

using client::LinkPhase;
using client::NodePhase;

namespace {

QString phaseWord(NodePhase phase)
{
    switch (phase) {
    case NodePhase::Stopped:
        return QStringLiteral("stopped");
    case NodePhase::Starting:
        return QStringLiteral("starting");
    case NodePhase::Ready:
        return QStringLiteral("live");
    case NodePhase::Stopping:
        return QStringLiteral("stopping");
    case NodePhase::Crashed:
        return QStringLiteral("restarting");
    case NodePhase::GaveUp:
        return QStringLiteral("failed");
    }
    return {};
}

/// What the process does about its state, beside the state's own word.
QString aboutLocal(const client::LocalNode &node)
{
    switch (node.phase()) {
    case NodePhase::Stopped:
        return NodePanel::tr("stopped by you; signed intents are kept");
    case NodePhase::Starting:
    case NodePhase::Ready:
    case NodePhase::Stopping:
        return NodePanel::tr("started by this desk, stops with it");
    case NodePhase::Crashed:
        return NodePanel::tr("restart %1 of %2 follows. %3")
            .arg(node.restarts())
            .arg(node.restartsMax())
            .arg(node.lastWords());
    case NodePhase::GaveUp:
        return NodePanel::tr("not started again by itself. %1").arg(node.lastWords());
    }
    return {};
}

} // namespace

NodePanel::NodePanel(const PanelContext &context, const NodeShown &shown, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_local(shown.local),
      m_state(new StatePill(context.theme, StatePill::Form::Framed, this)),
      m_about(new QLabel(this)),
      m_detail(new QLabel(this)),
      m_start(new QPushButton(tr("Start node"), this)),
      m_stop(new QPushButton(tr("Stop node"), this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    WrapRow *row = makeStrip(StripKind::Tools, this, {8, 4, 8, 4});
    row->setSpacing(8);
    m_start->setObjectName(QStringLiteral("nodeStart"));
    m_start->setAccessibleName(m_start->text());
    m_stop->setObjectName(QStringLiteral("nodeStop"));
    m_stop->setAccessibleName(m_stop->text());
    row->addWidget(m_state);
    m_about->setObjectName(QStringLiteral("nodeAbout"));
    m_about->setProperty("tone", QStringLiteral("secondary"));
    row->addGrowing(m_about);
    row->addWidget(m_start);
    row->addWidget(m_stop);
    layout->addWidget(row->parentWidget());
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("nodeScroll"));
    scroll->setAccessibleName(tr("Node"));
    scroll->setProperty("ringed", true);
    scroll->setWidgetResizable(true);
    auto *page = new QWidget(scroll);
    auto *body = new QVBoxLayout(page);
    body->setContentsMargins(12, 10, 12, 10);
    m_detail->setWordWrap(true);
    m_detail->setProperty("tone", QStringLiteral("attention"));
    body->addWidget(m_detail);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    const auto section = [&](const QString &name) {
        auto *title = new QLabel(name, page);
        title->setFont(context.theme.font(Face::Strong));
        title->setProperty("tone", QStringLiteral("secondary"));
        title->setContentsMargins(0, 8, 0, 0);
        grid->addWidget(title, grid->rowCount(), 0, 1, 2);
    };
    section(tr("Ledger"));
    m_slot = line(*grid, tr("Slot"), true);
    m_final = line(*grid, tr("Finalized"), true);
    m_seq = line(*grid, tr("Feed seq"), true);
    section(m_local != nullptr ? tr("Process") : tr("Node"));
    m_version = line(*grid, tr("Version"), false);
    m_uptime = line(*grid, tr("Up"), false);
    m_uptime->setObjectName(QStringLiteral("nodeUptime"));
    if (m_local != nullptr) {
        m_process = line(*grid, tr("Process"), false);
        m_restarts = line(*grid, tr("Restarts"), false);
        section(tr("Ports, loopback only"));
    }
    m_api = line(*grid, tr("API, feed"), true);
    m_api->setObjectName(QStringLiteral("nodeApi"));
    if (m_local != nullptr)
        m_rpc = line(*grid, tr("RPC"), true);
    else
        m_api->setText(shown.url);
    section(tr("Venue"));
    m_chain = line(*grid, tr("Network"), false);
    m_venue = keyLine(*grid, tr("Venue"), "nodeVenue");
    m_program = keyLine(*grid, tr("Vault program"), "nodeProgram");
    m_treasury = keyLine(*grid, tr("Treasury"), "nodeTreasury");
    m_engineKey = keyLine(*grid, tr("Engine key"), "nodeEngineKey");
    m_genesis = keyLine(*grid, tr("Genesis"), "nodeGenesis");
    m_mode = line(*grid, tr("Netting, fee"), false);
    body->addLayout(grid);
    body->addStretch(1);
    scroll->setWidget(page);
    layout->addWidget(scroll, 1);

    if (m_local != nullptr) {
        connect(m_start, &QPushButton::clicked, m_local, &client::LocalNode::start);
        connect(m_stop, &QPushButton::clicked, m_local, &client::LocalNode::stop);
        connect(m_local, &client::LocalNode::phaseChanged, this, &NodePanel::refresh);
    }
    connect(&context.core, &DeskCore::linkChanged, this, &NodePanel::refreshLink);
    connect(&context.core, &DeskCore::healthChanged, this, &NodePanel::refresh);
    connect(&context.core, &DeskCore::second, this, &NodePanel::refresh);
    refresh();
}

void NodePanel::addLine(QGridLayout &grid, const QString &name, QWidget *value)
{
    const int at = grid.rowCount();
    auto *label = new QLabel(name, this);
    label->setProperty("tone", QStringLiteral("secondary"));
    grid.addWidget(label, at, 0);
    grid.addWidget(value, at, 1);
}

QLabel *NodePanel::line(QGridLayout &grid, const QString &name, bool mono)
{
    auto *value = new QLabel(QStringLiteral("—"), this);
    value->setFont(m_context.theme.font(mono ? Face::Mono : Face::Body));
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addLine(grid, name, value);
    return value;
}

KeyLabel *NodePanel::keyLine(QGridLayout &grid, const QString &name, const char *id)
{
    auto *value = new KeyLabel(m_context.theme, KeyLabel::Form::Fitting, this);
    value->setObjectName(QString::fromLatin1(id));
    value->setKey({{}, QStringLiteral("—"), {}});
    addLine(grid, name, value);
    return value;
}

void NodePanel::refreshLink(const client::LinkState &link)
{
    // Of a process that does not run, its own last words say more than the refused connection.
    const bool runs = m_local == nullptr || m_local->phase() == NodePhase::Ready;
    m_detail->setText(link.error && runs ? QString::fromStdString(link.error->detail) : QString());
    m_detail->setVisible(!m_detail->text().isEmpty() && link.phase != LinkPhase::Live);
    refresh();
}

QString NodePanel::linkWord() const
{
    switch (m_context.core.freshness().state()) {
    case models::FreshState::Live:
        return QStringLiteral("live");
    case models::FreshState::Stale:
        return QStringLiteral("stale");
    case models::FreshState::CatchingUp:
        return QStringLiteral("catching up");
    case models::FreshState::Offline:
        return QStringLiteral("offline");
    }
    return {};
}

void NodePanel::refresh()
{
    const QString word = m_local != nullptr ? phaseWord(m_local->phase()) : linkWord();
    models::StateWord state = models::stateWord(word);
    if (word == QStringLiteral("stopping") || word == QStringLiteral("restarting") ||
        word == QStringLiteral("catching up"))
        state.group = models::StateGroup::Settling;
    m_state->setState(state);
    if (m_local != nullptr) {
        const NodePhase phase = m_local->phase();
        const bool isStopping = phase == NodePhase::Stopping;
        const bool mayStart = phase == NodePhase::Stopped || phase == NodePhase::GaveUp;
        // One of the two can be done: where both stood, a narrow panel broke the line.
        m_start->setVisible(mayStart);
        m_start->setToolTip(tr("Starts the local node"));
        m_stop->setVisible(!mayStart);
        m_stop->setEnabled(!isStopping);
        m_stop->setToolTip(isStopping ? tr("It is stopping") : tr("Drains and stops; signed intents are kept"));
        m_about->setText(aboutLocal(*m_local));
        m_process->setText(m_local->pid() > 0 ? tr("pid %1").arg(m_local->pid()) : QStringLiteral("—"));
        m_restarts->setText(tr("%1 of %2").arg(m_local->restarts()).arg(m_local->restartsMax()));
        // The next start has other ports: those of a process that has gone lead nowhere.
        const bool ready = phase == NodePhase::Ready;
        m_api->setText(ready ? m_local->ready().api.toString() : QStringLiteral("—"));
        m_rpc->setText(ready ? m_local->ready().rpc.toString() : QStringLiteral("—"));
    } else {
        m_start->hide();
        m_stop->hide();
        m_about->setText(tr("run by somebody else, followed by this desk"));
    }
    const models::NodeRow &node = m_context.core.store().node();
    if (node.genesis.isEmpty())
        return;
    m_slot->setText(QString::number(m_context.core.slot()));
    m_final->setText(QString::number(m_context.core.finalizedSlot()));
    m_seq->setText(QString::number(m_context.core.feedSeq()));
    m_version->setText(node.version);
    const bool up = m_local == nullptr || m_local->phase() == NodePhase::Ready;
    m_uptime->setText(up ? models::formatAge(m_context.core.nodeUpMs()) : QStringLiteral("—"));
    m_chain->setText(node.chain);
    m_venue->setKey({{}, node.venueAddress, {}});
    m_program->setKey({{}, node.program, {}});
    m_treasury->setKey({{}, node.treasury, {}});
    m_engineKey->setKey({{}, node.engineKey, {}});
    m_genesis->setKey({{}, node.genesis, {}});
    m_mode->setText(tr("%1, %2 bps").arg(node.mode).arg(node.feeBps));
}

} // namespace paradox::ui

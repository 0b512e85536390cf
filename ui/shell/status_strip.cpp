#include "ui/shell/status_strip.h"

#include "ui/desk/desk_core.h"
#include "ui/signing/key_room.h"
#include "ui/theme/theme.h"
#include "ui/widgets/stale_badge.h"

#include <QToolButton>

namespace paradox::ui {
namespace {

constexpr int fieldGap = 3; ///< of QStatusBar, at either side of a field

} // namespace

StatusStrip::StatusStrip(const Theme &theme, DeskCore &core, const QString &nodeWords, QWidget *parent)
    : QStatusBar(parent),
      m_theme(theme),
      m_core(core),
      m_badge(new StaleBadge(theme, core.freshness(), this))
{
    setObjectName(QStringLiteral("statusStrip"));
    setSizeGripEnabled(false);
    // It never keeps the window from becoming narrow: fields give way.
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_badge->setObjectName(QStringLiteral("stripBadge"));
    setContentsMargins(8, 0, 4, 0);
    addWidget(m_badge);
    connect(m_badge, &QAbstractButton::clicked, this, [this] { Q_EMIT panelWanted(QStringLiteral("dockNode")); });
    m_node = field(QStringLiteral("stripNode"), tr("Node"), nodeWords);
    m_node->setText(nodeWords);
    addWidget(m_node);
    connect(m_node, &QToolButton::clicked, this, [this] { Q_EMIT panelWanted(QStringLiteral("dockNode")); });
    m_slot = field(QStringLiteral("stripSlot"), tr("Slot"), QStringLiteral("slot 000000000"));
    addWidget(m_slot);
    connect(m_slot, &QToolButton::clicked, this, [this] { Q_EMIT panelWanted(QStringLiteral("dockNode")); });
    m_latency = field(QStringLiteral("stripLatency"), tr("Latency"), {});
    addWidget(m_latency);
    connect(m_latency, &QToolButton::clicked, this, [this] { Q_EMIT panelWanted(QStringLiteral("dockBatches")); });
    m_outbox = field(QStringLiteral("stripOutbox"), tr("Outbox"), {});
    m_session = field(QStringLiteral("stripSession"), tr("Session"), {});
    m_lock = field(QStringLiteral("stripLock"), tr("Lock"), {});
    m_unit = field(QStringLiteral("stripUnit"), tr("Unit"), QStringLiteral("lamports"));
    m_clock = field(QStringLiteral("stripClock"), tr("Clock"), QStringLiteral("00:00:00 UTC"));
    for (QToolButton *button : {m_outbox, m_session, m_lock, m_unit, m_clock})
        addPermanentWidget(button);
    connect(m_outbox, &QToolButton::clicked, this, [this] { Q_EMIT panelWanted(QStringLiteral("dockIntents")); });
    connect(m_session, &QToolButton::clicked, this, [this] { Q_EMIT panelWanted(QStringLiteral("dockSessions")); });
    connect(m_lock, &QToolButton::clicked, this, &StatusStrip::lockToggled);
    connect(m_unit, &QToolButton::clicked, this, &StatusStrip::unitToggled);
    connect(&core, &DeskCore::second, this, &StatusStrip::refresh);
    connect(&core.keys(), &KeyRoom::lockedChanged, this, &StatusStrip::refresh);
    connect(&core.keys(), &KeyRoom::keysChanged, this, &StatusStrip::refresh);
    connect(&core.settings(), &models::Settings::changed, this, &StatusStrip::refresh);
    connect(&core.outbox(), &OutboxRows::changed, this, &StatusStrip::refresh);
    connect(&core.freshness(), &models::Freshness::changed, this, &StatusStrip::refresh);
    refresh();
}

QToolButton *StatusStrip::field(const QString &id, const QString &name, const QString &widest)
{
    auto *button = new QToolButton(this);
    button->setObjectName(id);
    button->setAccessibleName(name);
    button->setProperty("strip", true);
    button->setFont(m_theme.font(Face::Small));
    button->setFocusPolicy(Qt::TabFocus);
    if (!widest.isEmpty())
        button->setMinimumWidth(QFontMetrics(m_theme.font(Face::Small)).horizontalAdvance(widest) + 22);
    return button;
}

void StatusStrip::refresh()
{
    const auto put = [](QToolButton *button, const QString &text) {
        if (button->text() == text)
            return;
        button->setText(text);
        button->setAccessibleDescription(text);
    };
    m_badge->setDetail(tr("seq %1").arg(m_core.feedSeq()));
    put(m_slot, m_core.slot() == 0 ? tr("slot unknown") : tr("slot %1").arg(m_core.slot()));
    const QString latency = m_core.ackText();
    put(m_latency, m_core.freshness().state() == models::FreshState::Offline ? m_core.freshness().asOf() : latency);
    const OutboxRows &outbox = m_core.outbox();
    put(m_outbox, !m_core.outboxProblem().isEmpty() ? tr("No outbox")
                  : outbox.resolving() > 0          ? tr("Outbox %1 resolving").arg(outbox.waiting())
                                                    : tr("Outbox %1").arg(outbox.waiting()));
    const models::SessionRow *best = nullptr;
    m_core.store().sessions.forEach([&](const models::SessionRow &session) {
        if (session.status == QStringLiteral("active") && m_core.names().isOwn(session.owner) &&
            (best == nullptr || session.expiresAt > best->expiresAt))
            best = &session;
    });
    const QString role = m_core.settings().get(models::setting::role);
    put(m_session,
        best != nullptr
            ? tr("%1: %2 left, %3 SOL")
                  .arg(m_core.names().nameOf(best->session).isEmpty() ? models::elided(best->session, 4)
                                                                      : m_core.names().nameOf(best->session),
                       models::formatAge(best->expiresAt.value - m_core.clock().wall().value),
                       models::shortSol(best->left))
        : m_core.wallet().isZero()
            ? tr("%1, no wallet key").arg(role == QStringLiteral("operator") ? tr("Operator") : tr("Watch only"))
            : tr("No active session"));
    const bool keys = m_core.keys().exists();
    put(m_lock, !keys ? tr("No key") : m_core.keys().isLocked() ? tr("Locked") : tr("Unlocked"));
    m_lock->setIcon(
        m_theme.icon(!keys || m_core.keys().isLocked() ? QStringLiteral("lock") : QStringLiteral("unlock")));
    m_lock->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_lock->setIconSize({m_theme.px(13), m_theme.px(13)});
    m_lock->setEnabled(keys);
    m_lock->setToolTip(keys ? tr("Lock or unlock the keys (Ctrl+L, Ctrl+U)") : tr("This profile has no key"));
    put(m_unit, m_core.settings().get(models::setting::unit));
    m_unit->setToolTip(tr("SOL or lamports everywhere"));
    put(m_clock, models::formatTime(m_core.clock().wall()) + QStringLiteral(" UTC"));
    fit();
}

void StatusStrip::fit()
{
    int wanted = contentsMargins().left() + contentsMargins().right() + m_badge->sizeHint().width();
    for (const QToolButton *button : {m_node, m_slot, m_latency, m_outbox, m_session, m_lock, m_unit, m_clock})
        wanted += button->sizeHint().expandedTo(button->minimumSize()).width() + 2 * fieldGap;
    // The least needed goes first; what one waits for, the lock and the clock stay.
    for (QToolButton *button : {m_latency, m_slot, m_session, m_node}) {
        const bool fits = wanted <= width();
        if (!fits)
            wanted -= button->sizeHint().expandedTo(button->minimumSize()).width() + 2 * fieldGap;
        button->setVisible(fits && !button->text().isEmpty());
    }
}

void StatusStrip::resizeEvent(QResizeEvent *event)
{
    QStatusBar::resizeEvent(event);
    fit();
}

} // namespace paradox::ui

#include "ui/panels/sessions/sessions_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/panels/action_button.h"
#include "ui/shell/action_registry.h"
#include "ui/signing/key_room.h"
#include "ui/theme/theme.h"
#include "ui/widgets/limit_meter.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/wrap_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace paradox::ui {

SessionsPanel::SessionsPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_model({context.core.store(), context.core.names(), context.core.clock()}),
      m_summary(new QLabel(this)),
      m_table(new LiveTable(context.theme, m_model, context.core.settings(),
                            {.id = QStringLiteral("sessionsTable"),
                             .name = tr("Sessions"),
                             .icon = QStringLiteral("sessions"),
                             .columns = {{112},
                                         {140, 84},
                                         {84, 60, 3},
                                         {190, 90, 1},
                                         {138, 112},
                                         {60, 0, 2},
                                         {60, 0, 5},
                                         {118, 100, 4},
                                         {84, 72},
                                         {70, 48, 6}},
                             .sortColumn = models::SessionModel::Expires,
                             .rowHeight = &Metrics::tallRow},
                            this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    WrapRow *row = makeStrip(StripKind::Tools, this, {6, 3, 6, 4});
    QWidget *bar = row->parentWidget();
    row->addWidget(actionButton(context.actions, QStringLiteral("session.new"), bar));
    row->addWidget(actionButton(context.actions, QStringLiteral("session.revoke"), bar));
    row->addStretch();
    m_summary->setObjectName(QStringLiteral("sessionsSummary"));
    m_summary->setProperty("tone", QStringLiteral("secondary"));
    row->addWidget(m_summary);
    row->addWidget(actionButton(context.actions, QStringLiteral("session.revokeAll"), bar, QStringLiteral("danger")));
    layout->addWidget(bar);
    layout->addWidget(m_table, 1);
    WrapRow *legend = makeStrip(StripKind::Foot, this, {8, 3, 8, 3});
    QWidget *foot = legend->parentWidget();
    auto *words =
        new MeterLegend(context.theme, {tr("spent"), tr("held by pending and netted intents"), tr("left")}, foot);
    legend->addWidget(words);
    auto *law = new QLabel(tr("Withdrawal is never grantable. The chain refuses a debit beyond these limits."), foot);
    law->setProperty("tone", QStringLiteral("tertiary"));
    law->setFont(context.theme.font(Face::Small));
    law->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    legend->addGrowing(law);
    // In large text it would take a second line from the table; the dialog that grants says it as well.
    constexpr int oneLinePercentMax = 125;
    law->setVisible(context.theme.textPercent() <= oneLinePercentMax);
    words->setToolTip(law->text());
    layout->addWidget(foot);
    m_table->setEmptyWords(tr("No sessions yet"),
                           tr("A session key signs intents within limits that you set and the chain enforces."),
                           tr("New session…"));
    connect(m_table, &LiveTable::emptyPrimary, context.actions.action(QStringLiteral("session.new")),
            &QAction::trigger);
    connect(m_table, &LiveTable::currentIdChanged, this, &SessionsPanel::refresh);
    connect(&context.core.store().sessions, &models::Shelf::changed, this, &SessionsPanel::refresh);
    connect(&context.core, &DeskCore::second, this, [this] { m_table->timePassed({models::SessionModel::Expires}); });
    connect(&context.core.names(), &models::KeyNames::changed, this, [this] {
        m_model.timePassed({models::SessionModel::Session});
        refresh();
    });
    context.core.dateRows(m_model);
    refresh();
}

void SessionsPanel::refresh()
{
    int active = 0;
    std::uint64_t left = 0;
    // A wallet revokes and spends its own; who watches without one sees everybody's.
    const models::KeyNames &names = m_context.core.names();
    const bool watches = names.own().isEmpty();
    m_context.core.store().sessions.forEach([&](const models::SessionRow &session) {
        if (session.status != QStringLiteral("active") || (!watches && !names.isOwn(session.owner)))
            return;
        ++active;
        left = checkedAdd({left}, {session.left}).value_or(amountMax).value;
    });
    const QString sum =
        watches ? tr("%1 active · %2 SOL left to debit") : tr("%1 of yours active · %2 SOL left to debit");
    m_summary->setText(active == 0 ? tr("none active") : sum.arg(active).arg(models::shortSol(left)));
    const models::SessionRow *session = m_context.core.store().sessions.find(m_table->currentId());
    const bool over = session != nullptr &&
                      (session->status == QStringLiteral("revoked") || session->status == QStringLiteral("expired"));
    const bool isOther = session != nullptr && !watches && !names.isOwn(session->owner);
    const QString noKey = m_context.core.keys().exists() ? QString() : tr("This profile has no key");
    m_context.actions.disable(QStringLiteral("session.revoke"), !noKey.isEmpty()     ? noKey
                                                                : session == nullptr ? tr("Choose a session first")
                                                                : over               ? tr("It is over already")
                                                                : isOther ? tr("It belongs to another wallet")
                                                                          : QString());
    m_context.actions.disable(QStringLiteral("session.revokeAll"), !noKey.isEmpty() ? noKey
                                                                   : active == 0    ? tr("No session is active")
                                                                                    : QString());
}

} // namespace paradox::ui

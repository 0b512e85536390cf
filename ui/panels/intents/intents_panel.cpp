#include "ui/panels/intents/intents_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/panels/action_button.h"
#include "ui/panels/kept_rows.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/wrap_row.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace paradox::ui {

IntentsPanel::IntentsPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_model({context.core.store(), context.core.names(), context.core.clock()}),
      m_table(new LiveTable(context.theme, m_model, context.core.settings(),
                            {.id = QStringLiteral("intentsTable"),
                             .name = tr("Intents"),
                             .icon = QStringLiteral("intents"),
                             .filterExample = tr("Filter: owner:mine status:pending age:<10m"),
                             .columns = {{100},
                                         {82, 0, 3},
                                         {142, 90},
                                         {52, 0, 1},
                                         {170, 96, 2},
                                         {158, 128},
                                         {62, 0, 4},
                                         {72, 0, 5},
                                         {92, 0, 6},
                                         {190, 60}},
                             .sortColumn = models::IntentModel::SeqColumn},
                            this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    addKeptRows(*m_table->bar(), *m_table, context.core.intentList(), context, QStringLiteral("intent.older"));
    m_table->bar()->addWidget(actionButton(context.actions, QStringLiteral("intent.cancel"), this));
    m_table->bar()->addWidget(actionButton(context.actions, QStringLiteral("intent.explain"), this));
    m_table->setEmptyWords(
        tr("No intents yet"),
        tr("Submit one, or open a session first: a session key signs intents within limits you set."), tr("New intent"),
        tr("New session…"));
    m_table->filter()->setText(context.core.settings().get(models::setting::intentFilter));
    connect(m_table->filter(), &FilterField::queryChanged, this,
            [this] { m_context.core.settings().set(models::setting::intentFilter, m_table->filter()->text()); });
    connect(m_table, &LiveTable::emptyPrimary, context.actions.action(QStringLiteral("intent.new")), &QAction::trigger);
    connect(m_table, &LiveTable::emptySecond, context.actions.action(QStringLiteral("session.new")), &QAction::trigger);
    connect(m_table, &LiveTable::currentIdChanged, this, [this](const QString &id) {
        refreshActions();
        Q_EMIT currentChanged(id);
    });
    connect(&context.core.store().intents, &models::Shelf::changed, this, &IntentsPanel::refreshActions);
    // Why names the batch's state, so a batch's move repaints the column.
    connect(&context.core.store().batches, &models::Shelf::changed, this,
            [this] { m_model.timePassed({models::IntentModel::Why}); });
    connect(&context.core.names(), &models::KeyNames::changed, this,
            [this] { m_model.timePassed({models::IntentModel::Item, models::IntentModel::Counterparty}); });
    connect(&context.core, &DeskCore::second, this,
            [this] { m_table->timePassed({models::IntentModel::Age, models::IntentModel::Expires}); });
    context.core.dateRows(m_model);
    refreshActions();
}

void IntentsPanel::refreshActions()
{
    const models::IntentRow *intent = m_context.core.store().intents.findText(m_table->currentId());
    const bool own = intent != nullptr && m_context.core.names().isOwn(intent->owner);
    m_context.actions.disable(QStringLiteral("intent.cancel"), intent == nullptr ? tr("Choose an intent first")
                                                               : !own ? tr("Only its own session cancels an intent")
                                                               : intent->status != IntentState::Pending
                                                                   ? tr("Only a pending intent can be cancelled")
                                                                   : QString());
    m_context.actions.disable(QStringLiteral("intent.explain"),
                              intent == nullptr ? tr("Choose an intent first") : QString());
}

} // namespace paradox::ui

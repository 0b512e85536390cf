#include "ui/panels/transactions/transactions_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/wrap_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace paradox::ui {

TransactionsPanel::TransactionsPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_model({context.core.store(), context.core.names(), context.core.clock()}),
      m_shown(new QLabel(this)),
      m_table(new LiveTable(
          context.theme, m_model, context.core.settings(),
          {.id = QStringLiteral("transactionsTable"),
           .name = tr("Transactions"),
           .icon = QStringLiteral("transactions"),
           .filterExample = tr("Filter: status:!settled or attempts:>1"),
           .columns = {{108}, {140, 124}, {116, 96}, {76, 70}, {134, 128}, {116, 112}, {80}, {108}, {58}, {160, 64}},
           .sortColumn = models::OperationModel::Age,
           .sortOrder = Qt::AscendingOrder},
          this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    m_shown->setProperty("tone", QStringLiteral("secondary"));
    m_table->bar()->addWidget(m_shown);
    m_table->setEmptyWords(tr("No transactions yet"),
                           tr("Deposits, sessions, items and settlement chunks appear here with every attempt."));
    m_table->filter()->setText(context.core.settings().get(models::setting::transactionFilter));
    connect(m_table->filter(), &FilterField::queryChanged, this, [this] {
        m_context.core.settings().set(models::setting::transactionFilter, m_table->filter()->text());
        refresh();
    });
    connect(m_table, &LiveTable::currentIdChanged, this, &TransactionsPanel::currentChanged);
    connect(&context.core.store().operations, &models::Shelf::changed, this, &TransactionsPanel::refresh);
    connect(&context.core, &DeskCore::second, this, [this] { m_table->timePassed({models::OperationModel::Age}); });
    connect(&context.core.freshness(), &models::Freshness::stateChanged, this,
            [this] { m_model.setStale(m_context.core.freshness().state() != models::FreshState::Live); });
    refresh();
}

void TransactionsPanel::refresh()
{
    m_shown->setText(tr("%1 of %2 shown")
                         .arg(models::formatCount(static_cast<std::uint64_t>(m_table->proxy().rowCount())),
                              models::formatCount(static_cast<std::uint64_t>(m_model.rowCount()))));
}

} // namespace paradox::ui

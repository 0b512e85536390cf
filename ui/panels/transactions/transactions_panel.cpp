#include "ui/panels/transactions/transactions_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/panels/kept_rows.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"

#include <QVBoxLayout>

namespace paradox::ui {

TransactionsPanel::TransactionsPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_model({context.core.store(), context.core.names(), context.core.clock()}),
      m_table(new LiveTable(context.theme, m_model, context.core.settings(),
                            {.id = QStringLiteral("transactionsTable"),
                             .name = tr("Transactions"),
                             .icon = QStringLiteral("transactions"),
                             .filterExample = tr("Filter: status:!settled or attempts:>1"),
                             .columns = {{108},
                                         {140, 124},
                                         {116, 96},
                                         {76, 70, 4},
                                         {134, 128, 1},
                                         {116, 112, 6},
                                         {80, 0, 7},
                                         {108, 0, 5},
                                         {58, 0, 3},
                                         {160, 64, 2}},
                             .sortColumn = models::OperationModel::Age,
                             .sortOrder = Qt::AscendingOrder},
                            this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    addKeptRows(*m_table->bar(), *m_table, context.core.operationList(), context, QStringLiteral("operation.older"));
    m_table->setEmptyWords(tr("No transactions yet"),
                           tr("Deposits, sessions, items and settlement chunks appear here with every attempt."));
    m_table->filter()->setText(context.core.settings().get(models::setting::transactionFilter));
    connect(m_table->filter(), &FilterField::queryChanged, this,
            [this] { m_context.core.settings().set(models::setting::transactionFilter, m_table->filter()->text()); });
    connect(m_table, &LiveTable::currentIdChanged, this, &TransactionsPanel::currentChanged);
    connect(&context.core, &DeskCore::second, this, [this] { m_table->timePassed({models::OperationModel::Age}); });
    context.core.dateRows(m_model);
}

} // namespace paradox::ui

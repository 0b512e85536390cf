#include "ui/panels/batches/batches_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/panels/action_button.h"
#include "ui/panels/kept_rows.h"
#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/wrap_row.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace paradox::ui {

BatchesPanel::BatchesPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_model({context.core.store(), context.core.names(), context.core.clock()}),
      m_scale(context.core.clock()),
      m_counts(new QLabel(this)),
      m_sums(new QLabel(this)),
      m_table(new LiveTable(context.theme, m_model, context.core.settings(),
                            {.id = QStringLiteral("batchesTable"),
                             .name = tr("Batches"),
                             .icon = QStringLiteral("batches"),
                             .columns = {{152, 130}, {400, 110}, {104, 0, 1}, {72, 0, 3}, {72, 0, 2}, {170, 150}},
                             .sortColumn = models::BatchModel::Number,
                             .rowHeight = &Metrics::lane},
                            this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    WrapRow *row = makeStrip(StripKind::Tools, this, {6, 3, 10, 4});
    row->setSpacing(10);
    QWidget *bar = row->parentWidget();
    row->addWidget(actionButton(context.actions, QStringLiteral("batch.open"), bar));
    row->addWidget(actionButton(context.actions, QStringLiteral("batch.cut"), bar));
    addKeptRows(*row, *m_table, context.core.batchList(), context, QStringLiteral("batch.older"));
    row->addStretch();
    // Two, so that a narrow panel has them under each other.
    for (QLabel *label : {m_counts, m_sums}) {
        label->setProperty("tone", QStringLiteral("secondary"));
        row->addWidget(label);
    }
    layout->addWidget(bar);
    layout->addWidget(m_table, 1);

    auto *header = new LaneHeader(context.theme, m_scale, models::BatchModel::Lane, m_table->view());
    header->setObjectName(QStringLiteral("laneHeader"));
    m_table->setHeader(header);
    m_table->setDelegate(new LaneDelegate(context.theme, m_scale, m_table));
    m_table->setEmptyWords(tr("No batches yet"), tr("A batch opens with the first trade: two halves that pair."));
    m_table->view()->installEventFilter(this);
    connect(&m_scale, &TimeScale::changed, m_table->view()->viewport(), qOverload<>(&QWidget::update));
    connect(&context.core, &DeskCore::second, this, [this] {
        m_table->timePassed({models::BatchModel::Next});
        m_table->view()->viewport()->update();
        m_table->view()->horizontalHeader()->viewport()->update();
    });
    connect(&context.core.store().batches, &models::Shelf::changed, this, &BatchesPanel::refresh);
    connect(m_table, &LiveTable::currentIdChanged, this, [this](const QString &id) {
        refresh();
        Q_EMIT currentChanged(id);
    });
    connect(m_table, &LiveTable::activated, this, &BatchesPanel::opened);
    context.core.dateRows(m_model);
    refresh();
}

void BatchesPanel::refresh()
{
    const std::int64_t hourAgo = m_context.core.clock().wall().value - 3'600'000;
    std::uint64_t finalized = 0, aborted = 0, trades = 0, gross = 0, net = 0;
    m_context.core.store().batches.forEach([&](const models::BatchRow &batch) {
        if (batch.updatedAt.value < hourAgo)
            return;
        aborted += batch.state == QStringLiteral("aborted") ? 1U : 0U;
        if (batch.state != QStringLiteral("finalized"))
            return;
        ++finalized;
        trades += batch.trades;
        gross = checkedAdd({gross}, {batch.gross.value_or(0)}).value_or(amountMax).value;
        net = checkedAdd({net}, {batch.net.value_or(0)}).value_or(amountMax).value;
    });
    const auto ratio = models::nettedBps(gross, net);
    m_counts->setText(
        tr("Last hour: %1 finalized · %2 aborted · %3 trades")
            .arg(models::formatCount(finalized), models::formatCount(aborted), models::formatCount(trades)));
    m_sums->setText(tr("gross %1 SOL · %2 netted")
                        .arg(models::shortSol(gross), ratio ? models::formatRatio(*ratio) : QStringLiteral("—")));
    const models::BatchRow *batch = m_context.core.store().batches.findText(m_table->currentId());
    const QString choose = tr("Choose a batch first");
    m_context.actions.disable(QStringLiteral("batch.open"), batch == nullptr ? choose : QString());
}

bool BatchesPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->view() && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Left:
            m_scale.pan(-1);
            return true;
        case Qt::Key_Right:
            m_scale.pan(1);
            return true;
        case Qt::Key_Plus:
            m_scale.zoom(1);
            return true;
        case Qt::Key_Minus:
            m_scale.zoom(-1);
            return true;
        case Qt::Key_Home:
            m_scale.toNow();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace paradox::ui

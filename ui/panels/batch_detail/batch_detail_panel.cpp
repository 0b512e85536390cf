#include "ui/panels/batch_detail/batch_detail_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/panels/action_button.h"
#include "ui/panels/batch_detail/header_view.h"
#include "ui/panels/batch_detail/proof_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/reflow_grid.h"
#include "ui/widgets/timeline.h"
#include "ui/widgets/wrap_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace paradox::ui {

using models::AmountUnit;
using models::formatAmount;

BatchDetailPanel::BatchDetailPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_tradeModel(m_tradeShelf, context.core.names()),
      m_legModel(m_legShelf, context.core.names()),
      m_moveModel(m_moveShelf, context.core.names()),
      m_operationModel({context.core.store(), context.core.names(), context.core.clock()}, m_operationShelf),
      m_messages(new MessageStack(context.theme, this)),
      m_timeline(new Timeline(context.theme, this)),
      m_tradeTable(new LiveTable(context.theme, m_tradeModel, context.core.settings(),
                                 {.id = QStringLiteral("tradesTable"),
                                  .name = tr("Verdicts"),
                                  .icon = QStringLiteral("verify"),
                                  .filterExample = tr("Filter trades: verdict:insolvent wallet:Kestrel"),
                                  .columns = {{78, 0, 2}, {136, 112}, {120, 80}, {92, 76, 4}, {92, 76, 3}, {120, 0, 1}},
                                  .sortColumn = models::TradeModel::VerdictColumn,
                                  .sortOrder = Qt::AscendingOrder},
                                 this)),
      m_legTable(new LiveTable(context.theme, m_legModel, context.core.settings(),
                               {.id = QStringLiteral("legsTable"),
                                .name = tr("Legs"),
                                .icon = QStringLiteral("wallet"),
                                .columns = {{260, 76}, {160}, {72, 0, 1}},
                                .sortColumn = models::LegModel::Delta},
                               this)),
      m_moveTable(new LiveTable(context.theme, m_moveModel, context.core.settings(),
                                {.id = QStringLiteral("ownersTable"),
                                 .name = tr("Owners"),
                                 .icon = QStringLiteral("wallet"),
                                 .filterExample = tr("Filter items: wallet:Kestrel"),
                                 .columns = {{200, 80}, {160, 76, 1}, {160, 76}},
                                 .sortColumn = models::OwnerMoveModel::Item,
                                 .sortOrder = Qt::AscendingOrder},
                                this)),
      m_operationTable(new LiveTable(context.theme, m_operationModel, context.core.settings(),
                                     {.id = QStringLiteral("batchTransactionsTable"),
                                      .name = tr("Transactions of the batch"),
                                      .icon = QStringLiteral("transactions"),
                                      .columns = {{108},
                                                  {140, 124},
                                                  {116, 96},
                                                  {76, 70, 5},
                                                  {134, 128, 8},
                                                  {116, 112, 4},
                                                  {80, 0, 2},
                                                  {108, 0, 1},
                                                  {58, 0, 6},
                                                  {160, 64, 7}},
                                      .sortColumn = models::OperationModel::Age,
                                      .sortOrder = Qt::AscendingOrder},
                                     this)),
      m_legSum(new QLabel(this)),
      m_proof(new ProofView(context, this)),
      m_tabs(new QTabWidget(this)),
      m_header(new HeaderView(context, this))
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_timeline);
    auto *bar = new QWidget(page);
    bar->setProperty("dockBar", true);
    bar->setAttribute(Qt::WA_StyledBackground);
    auto *figures = new ReflowGrid(bar, 5);
    figures->setContentsMargins(10, 6, 10, 8);
    figures->setSpacing(12);
    m_gross = figure(*figures, tr("Gross, SOL"));
    m_net = figure(*figures, tr("Net, SOL"));
    m_fees = figure(*figures, tr("Fees, SOL"));
    m_netted = figure(*figures, tr("Netted"));
    m_cutToFinal = figure(*figures, tr("Cut → final"));
    m_trades = figure(*figures, tr("Trades"));
    m_accepted = figure(*figures, tr("Accepted"));
    m_wallets = figure(*figures, tr("Wallets"));
    m_items = figure(*figures, tr("Items moved"));
    figures->addWidget(actionButton(context.actions, QStringLiteral("batch.verify"), bar));
    layout->addWidget(bar);
    buildTabs();
    layout->addWidget(m_tabs, 1);
    // Where life line and figures leave the tables no room, the whole page scrolls.
    m_tabs->setMinimumHeight(context.theme.metrics().control * 8);
    auto *whole = new QScrollArea(this);
    whole->setObjectName(QStringLiteral("batchScroll"));
    whole->setFocusPolicy(Qt::NoFocus);
    whole->setFrameShape(QFrame::NoFrame);
    whole->setWidgetResizable(true);
    whole->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    whole->setWidget(page);

    auto *empty = new EmptyState(context.theme, QStringLiteral("batch-detail"), this);
    empty->setWords(tr("No batch chosen"), tr("Choose one in Batches and press Enter."));
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(empty);
    m_stack->addWidget(whole);
    m_tradeTable->setEmptyWords(tr("No verdicts yet"), tr("A batch has verdicts once it is netted."));
    m_legTable->setEmptyWords(tr("No legs yet"), tr("Legs are what each wallet pays or receives in the end."));
    m_moveTable->setEmptyWords(tr("No item changes hands"), tr("Items that end with another wallet stand here."));
    m_operationTable->setEmptyWords(tr("No transactions yet"), tr("They begin when the batch is netted."));
    connect(m_tradeTable, &LiveTable::currentIdChanged, this, &BatchDetailPanel::refreshActions);
    connect(&context.core, &DeskCore::second, this,
            [this] { m_operationTable->timePassed({models::OperationModel::Age}); });
    connect(&context.core.store().batches, &models::Shelf::changed, this, [this](const models::Changes &changes) {
        const auto isShown = [this](models::SlotNumber slot) {
            return models::idText(m_context.core.store().batches.at(slot).id()) == m_seq;
        };
        if (std::ranges::any_of(changes.changed, isShown))
            read();
    });
    refreshActions();
}

void BatchDetailPanel::buildTabs()
{
    m_tabs->setObjectName(QStringLiteral("batchTabs"));
    m_tabs->setAccessibleName(tr("Parts of the batch"));
    m_tabs->setDocumentMode(true);
    m_tradeTable->bar()->addWidget(actionButton(m_context.actions, QStringLiteral("trade.prove"), m_tradeTable));
    auto *legs = new QWidget(m_tabs);
    auto *legColumn = new QVBoxLayout(legs);
    legColumn->setContentsMargins(0, 0, 0, 0);
    legColumn->setSpacing(0);
    legColumn->addWidget(m_legTable, 1);
    m_legSum->setObjectName(QStringLiteral("legSum"));
    m_legSum->setProperty("tone", QStringLiteral("secondary"));
    m_legSum->setContentsMargins(10, 4, 10, 6);
    m_legSum->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_legSum->setWordWrap(true);
    m_legSum->hide();
    legColumn->addWidget(m_legSum);
    m_tabs->addTab(m_tradeTable, tr("Verdicts"));
    m_tabs->addTab(legs, tr("Legs"));
    m_tabs->addTab(m_moveTable, tr("Owners"));
    m_tabs->addTab(m_operationTable, tr("Transactions"));
    m_tabs->addTab(m_header, tr("Header"));
    m_tabs->addTab(m_proof, tr("Proof"));
}

QLabel *BatchDetailPanel::figure(QLayout &row, const QString &name)
{
    auto *cell = new QWidget(this);
    auto *column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto *title = new QLabel(name, this);
    title->setProperty("tone", QStringLiteral("secondary"));
    title->setFont(m_context.theme.font(Face::Small));
    auto *value = new QLabel(QStringLiteral("—"), this);
    value->setFont(m_context.theme.font(Face::Figure));
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(title);
    column->addWidget(value);
    row.addWidget(cell);
    return value;
}

void BatchDetailPanel::showBatch(const QString &seq)
{
    if (seq.isEmpty())
        return;
    if (seq != m_seq) {
        m_messages->clearAll();
        m_tradeShelf.reconcile({});
        m_legShelf.reconcile({});
        m_moveShelf.reconcile({});
        m_operationShelf.reconcile({});
        m_legSum->hide();
        m_proof->clear();
        m_json.clear();
        m_headerBytes.reset();
    }
    m_seq = seq;
    refreshActions();
    m_stack->setCurrentIndex(1);
    Q_EMIT titleChanged(tr("Batch #%1").arg(seq));
    if (const models::BatchRow *batch = m_context.core.store().batches.findText(seq)) {
        fillFigures(*batch);
        m_header->show(*batch, m_headerBytes);
    }
    read();
}

void BatchDetailPanel::read()
{
    const QString seq = m_seq;
    m_context.core.backend().batch(BatchSeq{seq.toULongLong()}).onDone(this, [this, seq](const auto &answer) {
        if (seq != m_seq)
            return;
        if (!answer)
            return m_context.core.reportError(tr("Reading batch #%1").arg(seq), answer.error());
        apply(*answer);
    });
    readTransactions();
}

void BatchDetailPanel::readTransactions()
{
    const QString seq = m_seq;
    m_context.core.backend()
        .batchTransactions(BatchSeq{seq.toULongLong()})
        .onDone(this, [this, seq](const auto &answer) {
            if (seq != m_seq || !answer)
                return; // what keeps the batch from being read is said with it
            std::vector<models::OperationRow> rows;
            for (const client::OperationRecord &record : *answer)
                rows.push_back(models::rowOf(record));
            m_operationShelf.reconcile(rows);
        });
}

void BatchDetailPanel::apply(const client::BatchDetail &detail)
{
    const models::BatchRow row = models::rowOf(detail.batch);
    m_json = row.gross ? detail.json : std::string();
    refreshActions();
    std::vector<models::TradeRow> trades;
    for (const client::TradeRecord &trade : detail.trades)
        trades.push_back(models::rowOf(trade));
    m_tradeShelf.reconcile(trades);
    std::vector<models::OwnerMoveRow> moves;
    for (const client::OwnerMove &move : detail.ownerMoves)
        moves.push_back(models::rowOf(move));
    m_moveShelf.reconcile(moves);
    const std::vector<models::LegRow> legs = models::legsOf(detail);
    m_legShelf.reconcile(legs);
    showLegSum(legs);
    fillFigures(row);
    m_headerBytes = detail.header;
    m_header->show(row, m_headerBytes);
}

void BatchDetailPanel::showLegSum(const std::vector<models::LegRow> &legs)
{
    // What many wallets pay together may be more than one amount can say: counted wide, and left out then.
    __extension__ using Wide = unsigned __int128;
    Wide credits = 0;
    Wide debits = 0;
    for (const models::LegRow &leg : legs)
        (leg.delta > 0 ? credits : debits) += models::magnitude(leg.delta);
    const bool isShort = std::max(credits, debits) <= std::numeric_limits<std::uint64_t>::max();
    m_legSum->setVisible(!legs.empty() && isShort);
    if (!m_legSum->isVisibleTo(m_legSum->parentWidget()))
        return;
    const auto sol = [](Wide amount) { return models::shortSol(static_cast<std::uint64_t>(amount)); };
    m_legSum->setText(credits == debits
                          ? tr("Credits and debits are %1 SOL each: they cancel out exactly.").arg(sol(credits))
                          : tr("Credits %1 SOL, debits %2 SOL: they do NOT cancel out. Verify the batch.")
                                .arg(sol(credits), sol(debits)));
}

void BatchDetailPanel::fillFigures(const models::BatchRow &batch)
{
    const QString dash = QStringLiteral("—");
    const auto sol = [&](const std::optional<std::uint64_t> &amount) {
        return amount ? formatAmount(*amount, AmountUnit::Sol).text() : dash;
    };
    const bool netted = batch.gross.has_value();
    m_timeline->setLine(models::lifeLineOf(batch, m_context.core.clock().wall()));
    m_trades->setText(models::formatCount(batch.trades));
    m_accepted->setText(netted ? models::formatCount(batch.accepted) : dash);
    m_gross->setText(sol(batch.gross));
    m_net->setText(sol(batch.net));
    m_fees->setText(sol(batch.fees));
    m_netted->setText(batch.ratioBps ? models::formatRatio(*batch.ratioBps) : dash);
    m_wallets->setText(netted ? models::formatCount(batch.wallets) : dash);
    m_items->setText(netted ? models::formatCount(batch.items) : dash);
    m_cutToFinal->setText(batch.finalizedAt.value > 0 && batch.cutAt.value > 0
                              ? models::formatDuration(batch.finalizedAt.value - batch.cutAt.value)
                              : dash);
}

} // namespace paradox::ui

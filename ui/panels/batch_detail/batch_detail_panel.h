#pragma once

#include "client/values.h"
#include "models/rows.h"
#include "netting/reexecute.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

#include <functional>

class QGridLayout;
class QLabel;
class QLayout;
class QStackedLayout;

namespace paradox::ui {

class KeyLabel;
class LiveTable;
class MessageStack;
class StatePill;
class Timeline;

/// One batch: life line, totals, header, verdicts, legs, transactions, and verify: this desk nets it again and says
/// match or mismatch.
class BatchDetailPanel : public QWidget {
    Q_OBJECT

public:
    BatchDetailPanel(const PanelContext &context, QWidget *parent = nullptr);
    void showBatch(const QString &seq);
    /// Nets the shown batch again, off the GUI thread, and posts match or mismatch. Nothing before it is netted and
    /// read.
    void verify();
    [[nodiscard]] MessageStack *messages() const { return m_messages; }
    [[nodiscard]] const QString &shownBatch() const { return m_seq; }
    [[nodiscard]] LiveTable &trades() const { return *m_tradeTable; }

Q_SIGNALS:
    void titleChanged(const QString &title);

private:
    QLabel *figure(QLayout &row, const QString &name);
    void read();
    void readTransactions();
    void apply(const client::BatchDetail &detail);
    void fillFigures(const models::BatchRow &batch);
    template <class Value>
    [[nodiscard]] Value &headerValue(int row, const QString &name, const std::function<Value *()> &make);
    void fillHeader(const models::BatchRow &batch);
    void refreshVerify();
    void verified(const netting::Reexecution &result, qint64 tookMs);

    PanelContext m_context;
    QString m_seq;
    std::string m_json; ///< of the shown batch, once it is netted
    models::ShelfOf<models::TradeRow> m_tradeShelf;
    models::ShelfOf<models::LegRow> m_legShelf;
    models::ShelfOf<models::OperationRow> m_operationShelf;
    models::TradeModel m_tradeModel;
    models::LegModel m_legModel;
    models::OperationModel m_operationModel;
    MessageStack *m_messages;
    Timeline *m_timeline;
    QLabel *m_trades, *m_accepted, *m_gross, *m_net, *m_netted, *m_fees, *m_wallets, *m_items, *m_cutToFinal;
    LiveTable *m_tradeTable;
    LiveTable *m_legTable;
    LiveTable *m_operationTable;
    QGridLayout *m_header;
    QStackedLayout *m_stack;
};

} // namespace paradox::ui

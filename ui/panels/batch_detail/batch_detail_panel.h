#pragma once

#include "client/values.h"
#include "models/rows.h"
#include "netting/reexecute.h"
#include "ui/panels/batch_detail/proof.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QLayout;
class QStackedLayout;
class QTabWidget;

namespace paradox::ui {

class HeaderView;
class LiveTable;
class MessageStack;
class ProofView;
class Timeline;

/// One batch: life line, totals, header, verdicts, legs, owners, transactions; verify: this desk nets it again and says
/// match or mismatch; prove: it works out the receipt of one trade.
class BatchDetailPanel : public QWidget {
    Q_OBJECT

public:
    BatchDetailPanel(const PanelContext &context, QWidget *parent = nullptr);
    void showBatch(const QString &seq);
    /// Nets the shown batch again, off the GUI thread, and posts match or mismatch. Nothing before it is netted and
    /// read.
    void verify();
    /// Works the receipt of the chosen trade out, off the GUI thread; of a trade whose receipt the node does not give,
    /// what the batch itself says.
    void prove();
    void copyReceipt() const;
    void saveReceipt();
    [[nodiscard]] MessageStack *messages() const { return m_messages; }
    [[nodiscard]] const QString &shownBatch() const { return m_seq; }
    [[nodiscard]] LiveTable &trades() const { return *m_tradeTable; }
    [[nodiscard]] const ProofView &proof() const { return *m_proof; }

Q_SIGNALS:
    void titleChanged(const QString &title);

private:
    QLabel *figure(QLayout &row, const QString &name);
    void read();
    void readTransactions();
    void apply(const client::BatchDetail &detail);
    void fillFigures(const models::BatchRow &batch);
    void buildTabs();
    void showLegSum(const std::vector<models::LegRow> &legs);
    void refreshActions();
    void verified(const netting::Reexecution &result, qint64 tookMs);
    void workOut(const QString &trade, std::function<std::expected<Proof, std::string>()> work);
    void proved(const QString &trade, const std::expected<Proof, std::string> &proof);
    void writeReceipt(const QString &path, const QString &receipt);

    PanelContext m_context;
    QString m_seq;
    std::string m_json; ///< of the shown batch, once it is netted
    std::optional<netting::HeaderBytes> m_headerBytes;
    models::ShelfOf<models::TradeRow> m_tradeShelf;
    models::ShelfOf<models::LegRow> m_legShelf;
    models::ShelfOf<models::OwnerMoveRow> m_moveShelf;
    models::ShelfOf<models::OperationRow> m_operationShelf;
    models::TradeModel m_tradeModel;
    models::LegModel m_legModel;
    models::OwnerMoveModel m_moveModel;
    models::OperationModel m_operationModel;
    MessageStack *m_messages;
    Timeline *m_timeline;
    QLabel *m_trades, *m_accepted, *m_gross, *m_net, *m_netted, *m_fees, *m_wallets, *m_items, *m_cutToFinal;
    LiveTable *m_tradeTable;
    LiveTable *m_legTable;
    LiveTable *m_moveTable;
    LiveTable *m_operationTable;
    QLabel *m_legSum;
    ProofView *m_proof;
    QTabWidget *m_tabs;
    HeaderView *m_header;
    QStackedLayout *m_stack;
};

} // namespace paradox::ui

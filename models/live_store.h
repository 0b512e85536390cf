#pragma once

#include "models/shelf.h"

namespace paradox::models {

/// Rows that a desk keeps besides the own ones and those under way; desk_bench measures what so many intents cost.
struct RowsMax {
    std::size_t intents = 1'000'000;
    std::size_t batches = 20'000;
    std::size_t operations = 50'000;
};

/// The one truth of the desk about what the node says. Fed by EventPump and by snapshots; read by every model and
/// panel. GUI thread.
class LiveStore : public QObject {
    Q_OBJECT

public:
    explicit LiveStore(QObject *parent = nullptr);

    ShelfOf<IntentRow> intents;
    ShelfOf<BatchRow> batches;
    ShelfOf<OperationRow> operations;
    ShelfOf<SessionRow> sessions;
    ShelfOf<ItemRow> items;

    void apply(const LiveEvents &events);
    /// Before the lists are read again; each shelf's reconcile() ends it for that shelf.
    void beginSnapshot();
    void setBalance(const BalanceRow &balance);
    void setNode(const NodeRow &node);

    [[nodiscard]] const BalanceRow &balance() const { return m_balance; }
    [[nodiscard]] const NodeRow &node() const { return m_node; }
    [[nodiscard]] const BatchRow *openBatch() const { return m_open; }
    [[nodiscard]] const BatchRow *batchBySeq(std::uint64_t seq) const;

Q_SIGNALS:
    void balanceChanged();
    void nodeChanged();

private:
    void findOpenBatch(const Changes &changes);

    BalanceRow m_balance;
    NodeRow m_node;
    const BatchRow *m_open = nullptr; ///< the newest open one
};

} // namespace paradox::models

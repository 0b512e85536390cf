#include "models/live_store.h"

namespace paradox::models {

LiveStore::LiveStore(QObject *parent) : QObject(parent)
{
    connect(&batches, &Shelf::changed, this, &LiveStore::findOpenBatch);
}

void LiveStore::beginSnapshot()
{
    intents.beginSnapshot();
    batches.beginSnapshot();
    operations.beginSnapshot();
    sessions.beginSnapshot();
}

void LiveStore::apply(const LiveEvents &events)
{
    if (!events.batches.empty())
        batches.apply(events.batches);
    if (!events.intents.empty())
        intents.apply(events.intents);
    if (!events.operations.empty())
        operations.apply(events.operations);
    if (!events.sessions.empty())
        sessions.apply(events.sessions);
    if (events.node)
        setNode(*events.node);
}

void LiveStore::setBalance(const BalanceRow &balance)
{
    if (balance == m_balance)
        return;
    m_balance = balance;
    Q_EMIT balanceChanged();
}

void LiveStore::setNode(const NodeRow &node)
{
    if (node == m_node)
        return;
    m_node = node;
    Q_EMIT nodeChanged();
}

void LiveStore::findOpenBatch(const Changes &changes)
{
    // Asked for by every row of a pending intent, so it is kept; a scan only when the open one went.
    const auto isOpen = [](const BatchRow &batch) { return batch.state == QStringLiteral("open"); };
    const auto offer = [&](const BatchRow &batch) {
        if (isOpen(batch) && (m_open == nullptr || batch.seq > m_open->seq))
            m_open = &batch;
    };
    const bool mayHaveGone = !changes.removed.empty() || (m_open != nullptr && !isOpen(*m_open));
    if (mayHaveGone) {
        m_open = nullptr;
        batches.forEach(offer);
        return;
    }
    for (const auto *slots : {&changes.inserted, &changes.changed}) {
        for (const SlotNumber slot : *slots)
            offer(batches.at(slot));
    }
}

const BatchRow *LiveStore::batchBySeq(std::uint64_t seq) const
{
    return batches.find(seq);
}

} // namespace paradox::models

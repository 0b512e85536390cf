#include "models/batch_lane.h"
#include "models/rows.h"

namespace paradox::models {
namespace {

BatchLane laneOf(const BatchRow &batch)
{
    BatchLane lane{batch.openedAt,    batch.cutAt,       batch.nettedAt,        batch.updatedAt,
                   batch.finalizedAt, batch.chunkCount,  chunksLockedOf(batch), chunksCommittedOf(batch),
                   batch.attempts,    batch.nextRetryAt, batch.trades};
    lane.isOpen = batch.state == QStringLiteral("open");
    lane.isAborted = batch.state == QStringLiteral("aborted") || batch.state == QStringLiteral("aborting");
    lane.isOver = isOver(batch);
    return lane;
}

} // namespace

QString chunksText(const BatchRow &batch, ChunkStep step)
{
    if (batch.chunkCount == 0 || (batch.chunkCount == 1 && step == ChunkStep::Locked))
        return {};
    // Opening, locking, committing and finalizing a batch of one chunk takes several; while it runs nobody knows.
    if (batch.chunkCount == 1)
        return isOver(batch) && batch.transactions == 1 ? BatchModel::tr("in one transaction")
                                                        : BatchModel::tr("in one chunk");
    return step == ChunkStep::Locked
               ? BatchModel::tr("%1 of %2 chunks locked").arg(chunksLockedOf(batch)).arg(batch.chunkCount)
               : BatchModel::tr("%1 of %2 chunks settled").arg(chunksCommittedOf(batch)).arg(batch.chunkCount);
}

QString nextOf(const BatchRow &batch, UnixMillis now)
{
    if (batch.nextRetryAt.value > now.value)
        return BatchModel::tr("Retry in %1, attempt %2")
            .arg(formatAge(batch.nextRetryAt.value - now.value + 999))
            .arg(batch.attempts + 1);
    if (batch.state == QStringLiteral("open")) {
        if (batch.trades == 0)
            return BatchModel::tr("Waits for a trade");
        return BatchModel::tr("Fills, open for %1").arg(formatAge(now.value - batch.openedAt.value));
    }
    if (batch.state == QStringLiteral("cut"))
        return BatchModel::tr("Netting");
    if (batch.state == QStringLiteral("netted"))
        return BatchModel::tr("Settlement begins");
    if (batch.state == QStringLiteral("locking"))
        return batch.chunkCount <= 1 ? BatchModel::tr("Locking")
                                     : BatchModel::tr("Locking chunk %1 of %2")
                                           .arg(std::min(batch.chunksLocked + 1, batch.chunkCount))
                                           .arg(batch.chunkCount);
    if (batch.state == QStringLiteral("committing"))
        return batch.chunkCount <= 1 ? BatchModel::tr("Committing")
                                     : BatchModel::tr("Committing chunk %1 of %2")
                                           .arg(std::min(batch.chunksCommitted + 1, batch.chunkCount))
                                           .arg(batch.chunkCount);
    if (batch.state == QStringLiteral("confirmed"))
        return BatchModel::tr("Waits for finality");
    if (batch.state == QStringLiteral("finalized"))
        return batch.cutAt.value > 0 && batch.finalizedAt.value > 0
                   ? BatchModel::tr("%1 after cut").arg(formatDuration(batch.finalizedAt.value - batch.cutAt.value))
                   : BatchModel::tr("Final");
    if (batch.state == QStringLiteral("empty"))
        return BatchModel::tr("Nothing was accepted");
    return batch.reason;
}

BatchModel::BatchModel(const ModelContext &context, QObject *parent)
    : ShelfModel(context.store.batches,
                 {{tr("Batch")},
                  {tr("Time")},
                  {tr("Accepted"), Qt::AlignRight},
                  {tr("Netted"), Qt::AlignRight},
                  {tr("Chunks"), Qt::AlignRight},
                  {tr("Next")}},
                 parent),
      m_context(context)
{
}

std::vector<FilterKey> BatchModel::filterKeys() const
{
    return {{QStringLiteral("status"), FilterKind::Text,
             QStringLiteral("open cut netted locking committing confirmed finalized empty aborted").split(u' ')},
            {QStringLiteral("batch"), FilterKind::Count, {}},
            {QStringLiteral("trades"), FilterKind::Count, {}},
            {QStringLiteral("gross"), FilterKind::Amount, {}},
            {QStringLiteral("age"), FilterKind::Duration, {}}};
}

QVariant BatchModel::field(int row, const QString &key) const
{
    const BatchRow *batch = at(row);
    if (batch == nullptr)
        return {};
    if (key == QStringLiteral("status"))
        return batch->state;
    if (key == QStringLiteral("batch"))
        return QVariant::fromValue<quint64>(batch->seq);
    if (key == QStringLiteral("trades"))
        return QVariant::fromValue<quint64>(batch->trades);
    if (key == QStringLiteral("gross"))
        return batch->gross ? QVariant::fromValue<quint64>(*batch->gross) : QVariant();
    if (key == QStringLiteral("age"))
        return QVariant::fromValue<qint64>(m_context.clock.wall().value - batch->openedAt.value);
    return {};
}

QVariant BatchModel::cell(int row, int column, int role) const
{
    const BatchRow *batch = at(row);
    if (batch == nullptr)
        return {};
    const QString dash = QStringLiteral("—");
    const bool netted = batch->ratioBps.has_value();
    if (role == StateRole)
        return QVariant::fromValue(stateWord(batch->state));
    if (role == SortRole)
        return QVariant::fromValue<quint64>(batch->seq);
    if (role == LaneRole && column == Lane)
        return QVariant::fromValue(laneOf(*batch));
    if (role == CopyRole)
        return column == Number ? QVariant(batch->batchId.isEmpty() ? idText(batch->id()) : batch->batchId)
                                : QVariant();
    if (role == EmphasisRole)
        return QVariant::fromValue(column == Next && batch->nextRetryAt.value > m_context.clock.wall().value
                                       ? Emphasis::Attention
                                   : column == Next && stateWord(batch->state).recedes ? Emphasis::Secondary
                                                                                       : Emphasis::Normal);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Number:
        return QStringLiteral("#%1 %2").arg(QString::number(batch->seq), batch->state);
    case Lane:
        return textOf(lifeLineOf(*batch, m_context.clock.wall())).replace(u'\n', QStringLiteral("; "));
    case Accepted:
        return batch->state == QStringLiteral("open")
                   ? formatCount(batch->trades)
                   : tr("%1 of %2").arg(formatCount(batch->accepted), formatCount(batch->trades));
    case Netted:
        return netted ? formatRatio(*batch->ratioBps) : dash;
    case Chunks: {
        const std::uint32_t done =
            batch->state == QStringLiteral("locking") ? chunksLockedOf(*batch) : chunksCommittedOf(*batch);
        return batch->chunkCount == 0 ? dash : tr("%1 of %2").arg(done).arg(batch->chunkCount);
    }
    case Next:
        return nextOf(*batch, m_context.clock.wall());
    default:
        return {};
    }
}

} // namespace paradox::models

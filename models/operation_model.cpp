#include "models/rows.h"

#include "domain/time_text.h"

namespace paradox::models {
namespace {

QString subjectOf(const OperationRow &operation, const KeyNames &names)
{
    if (operation.batchSeq) {
        const QString batch = QStringLiteral("#%1").arg(*operation.batchSeq);
        // Opening and finalizing are of the whole batch, whatever index they carry.
        const bool isChunk = operation.chunk && operation.kind.endsWith(QStringLiteral("_chunk"));
        return isChunk ? OperationModel::tr("%1 chunk %2").arg(batch).arg(*operation.chunk + 1) : batch;
    }
    return operation.owner.isEmpty() ? QStringLiteral("—") : itemName(operation.owner, names);
}

} // namespace

OperationModel::OperationModel(const ModelContext &context, QObject *parent)
    : OperationModel(context, context.store.operations, parent)
{
}

OperationModel::OperationModel(const ModelContext &context, const ShelfOf<OperationRow> &shelf, QObject *parent)
    : ShelfModel(shelf,
                 {{tr("Status")},
                  {tr("Kind")},
                  {tr("For")},
                  {tr("Attempt"), Qt::AlignRight},
                  {tr("Next")},
                  {tr("Fee, lamports"), Qt::AlignRight, true},
                  {tr("Slot"), Qt::AlignRight, true},
                  {tr("Signature"), Qt::AlignLeft, true},
                  {tr("Age"), Qt::AlignRight},
                  {tr("Reason")}},
                 parent),
      m_context(context)
{
}

std::vector<FilterKey> OperationModel::filterKeys() const
{
    const auto words = [](const char *text) { return QString::fromLatin1(text).split(u' '); };
    return {{QStringLiteral("status"), FilterKind::Text,
             words("pending processing submitted confirmed settled failed expired cancelled")},
            {QStringLiteral("kind"), FilterKind::Text,
             words("deposit withdraw register_item session_registration settle_net_batch open_net_batch lock_net_chunk "
                   "commit_net_chunk finalize_net_batch")},
            {QStringLiteral("owner"), FilterKind::Text, words("mine")},
            {QStringLiteral("batch"), FilterKind::Count, {}},
            {QStringLiteral("attempts"), FilterKind::Count, {}},
            {QStringLiteral("age"), FilterKind::Duration, {}}};
}

QVariant OperationModel::field(int row, const QString &key) const
{
    const OperationRow *operation = at(row);
    if (operation == nullptr)
        return {};
    if (key.isEmpty())
        return QStringList{operation->operationId, operation->kind,  operation->status,
                           operation->signature,   operation->owner, m_context.names.nameOf(operation->owner),
                           operation->error}
            .join(u' ');
    if (key == QStringLiteral("status"))
        return operation->status;
    if (key == QStringLiteral("kind"))
        return operation->kind;
    if (key == QStringLiteral("owner"))
        return m_context.names.isOwn(operation->owner) ? QStringLiteral("mine ") + operation->owner : operation->owner;
    if (key == QStringLiteral("batch"))
        return operation->batchSeq ? QVariant::fromValue<quint64>(*operation->batchSeq) : QVariant();
    if (key == QStringLiteral("attempts"))
        return QVariant::fromValue<quint64>(operation->attempts.size());
    if (key == QStringLiteral("age"))
        return QVariant::fromValue<qint64>(m_context.clock.wall().value - operation->createdAt.value);
    return {};
}

QVariant OperationModel::cell(int row, int column, int role) const
{
    const OperationRow *operation = at(row);
    if (operation == nullptr)
        return {};
    const QString dash = QStringLiteral("—");
    const StateWord state = stateWord(operation->status);
    if (role == StateRole || (role == GlyphRole && column == Status))
        return QVariant::fromValue(state);
    if (role == EmphasisRole)
        return QVariant::fromValue(column == Status || column == For || column == Fee ? Emphasis::Normal
                                                                                      : Emphasis::Secondary);
    if (role == SortRole) {
        switch (column) {
        case Fee:
            return QVariant::fromValue<quint64>(operation->fee.value_or(0));
        case SlotColumn:
            return QVariant::fromValue<quint64>(operation->slot.value_or(0));
        case Age:
            return QVariant::fromValue<qint64>(-operation->createdAt.value);
        case Attempt:
            return QVariant::fromValue<quint64>(operation->attempts.size());
        default:
            return cell(row, column, Qt::DisplayRole);
        }
    }
    if (role == CopyRole)
        return column == SignatureColumn ? QVariant(operation->signature)
               : column == Age           ? QVariant(QString::fromStdString(formatRfc3339(operation->createdAt)))
                                         : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Status:
        return operation->status;
    case Kind:
        return operation->kind;
    case For:
        return subjectOf(*operation, m_context.names);
    case Attempt:
        return operation->attempts.empty() ? dash : QString::number(operation->attempts.size());
    case Next:
        return isOver(*operation)                                 ? dash
               : operation->status == QStringLiteral("confirmed") ? tr("waits for finality")
               : operation->attempts.empty()                      ? tr("not signed yet")
                                                                  : tr("on the wire");
    case Fee:
        return operation->fee ? formatCount(*operation->fee) : dash;
    case SlotColumn:
        return operation->slot ? QString::number(*operation->slot) : dash;
    case SignatureColumn:
        return operation->signature.isEmpty() ? tr("not signed yet") : elided(operation->signature, 6);
    case Age:
        return formatAge(m_context.clock.wall().value - operation->createdAt.value);
    case Reason:
        return operation->error;
    default:
        return {};
    }
}

} // namespace paradox::models

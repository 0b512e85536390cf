#include "domain/trade.h"
#include "models/rows.h"

namespace paradox::models {

namespace {

/// What a verdict means for the two sides; nothing for a word of a newer node.
QString meaningOf(const QString &verdict)
{
    const std::optional<Verdict> known = parseVerdict(verdict.toStdString());
    if (!known)
        return {};
    switch (*known) {
    case Verdict::Accepted:
        return TradeModel::tr("The item and the money change hands");
    case Verdict::Insolvent:
        return TradeModel::tr("The buyer had less than this amount at its turn; nothing moves");
    case Verdict::NotOwner:
        return TradeModel::tr("The seller did not own the item at its turn; nothing moves");
    case Verdict::UnknownItem:
        return TradeModel::tr("Nobody has registered this item; nothing moves");
    case Verdict::SelfTrade:
        return TradeModel::tr("Seller and buyer are one wallet; nothing moves");
    case Verdict::Deferred:
        return TradeModel::tr("This batch had too many purchases without cover; the trade waits for the next one");
    }
    return {};
}

} // namespace

TradeModel::TradeModel(const ShelfOf<TradeRow> &trades, const KeyNames &names, QObject *parent)
    : ShelfModel(trades,
                 {{tr("Seq"), Qt::AlignRight, true},
                  {tr("Verdict")},
                  {tr("Item")},
                  {tr("Seller")},
                  {tr("Buyer")},
                  {tr("Amount, SOL"), Qt::AlignRight, true}},
                 parent),
      m_names(names)
{
}

std::vector<FilterKey> TradeModel::filterKeys() const
{
    return {{QStringLiteral("verdict"), FilterKind::Text,
             QStringLiteral("accepted insolvent not_owner unknown_item self_trade deferred").split(u' ')},
            {QStringLiteral("wallet"), FilterKind::Text, {}},
            {QStringLiteral("item"), FilterKind::Text, {}},
            {QStringLiteral("amount"), FilterKind::Amount, {}}};
}

QVariant TradeModel::field(int row, const QString &key) const
{
    const TradeRow *trade = at(row);
    if (trade == nullptr)
        return {};
    if (key == QStringLiteral("verdict"))
        return trade->verdict;
    if (key == QStringLiteral("wallet"))
        return QStringList{m_names.nameOf(trade->from), trade->from, m_names.nameOf(trade->to), trade->to}.join(u' ');
    if (key == QStringLiteral("item"))
        return QString(m_names.nameOf(trade->item) + u' ' + trade->item);
    if (key == QStringLiteral("amount"))
        return QVariant::fromValue<quint64>(trade->amount);
    return {};
}

QVariant TradeModel::cell(int row, int column, int role) const
{
    const TradeRow *trade = at(row);
    if (trade == nullptr)
        return {};
    const StateWord verdict = verdictWord(trade->verdict);
    if (role == StateRole || (role == GlyphRole && column == VerdictColumn))
        return QVariant::fromValue(verdict);
    const QString key = column == Item ? trade->item : column == Seller ? trade->from : trade->to;
    const bool isKey = column == Item || column == Seller || column == Buyer;
    if (role == KeyRole)
        return isKey ? QVariant::fromValue(m_names.text(key)) : QVariant();
    if (role == AmountRole)
        return column == Amount ? QVariant::fromValue<quint64>(trade->amount) : QVariant();
    if (role == CopyRole)
        return isKey ? QVariant(key) : column == Amount ? QVariant(QString::number(trade->amount)) : QVariant();
    if (role == SortRole)
        return column == Amount      ? QVariant::fromValue<quint64>(trade->amount)
               : column == SeqColumn ? QVariant::fromValue<quint64>(trade->seq)
               // Refused ones first: they are what a person looks for.
               : column == VerdictColumn
                   ? QVariant(
                         QString((verdict.group == StateGroup::Rejected ? QStringLiteral("0") : QStringLiteral("1")) +
                                 verdict.word))
                   : cell(row, column, Qt::DisplayRole);
    if (role == Qt::ToolTipRole) {
        const QString meaning = column == VerdictColumn ? meaningOf(trade->verdict) : QString();
        return meaning.isEmpty() ? QVariant() : QVariant(meaning);
    }
    if (role == EmphasisRole)
        return QVariant::fromValue(column == SeqColumn ? Emphasis::Secondary : Emphasis::Normal);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case SeqColumn:
        return QString::number(trade->seq);
    case VerdictColumn:
        return verdict.word;
    case Amount:
        return formatAmount(trade->amount, AmountUnit::Sol).text();
    default:
        return itemName(key, m_names);
    }
}

LegModel::LegModel(const ShelfOf<LegRow> &legs, const KeyNames &names, QObject *parent)
    : ShelfModel(legs, {{tr("Wallet")}, {tr("Delta, SOL"), Qt::AlignRight, true}, {tr("Items"), Qt::AlignRight, true}},
                 parent),
      m_names(names)
{
}

QVariant LegModel::cell(int row, int column, int role) const
{
    const LegRow *leg = at(row);
    if (leg == nullptr)
        return {};
    if (role == KeyRole)
        return column == Wallet ? QVariant::fromValue(m_names.text(leg->wallet)) : QVariant();
    if (role == AmountRole && column == Delta)
        return QVariant::fromValue<qint64>(leg->delta);
    if (role == CopyRole || role == SortRole) {
        const std::int64_t number = column == Items ? leg->items : leg->delta;
        return column == Wallet   ? QVariant(leg->wallet)
               : role == CopyRole ? QVariant(QString::number(number))
                                  : QVariant::fromValue<qint64>(number);
    }
    if (role != Qt::DisplayRole)
        return {};
    return column == Wallet  ? itemName(leg->wallet, m_names)
           : column == Items ? formatDelta(leg->items, AmountUnit::Lamports).text() // counted, not money
                             : formatDelta(leg->delta, AmountUnit::Sol).text();
}

OwnerMoveModel::OwnerMoveModel(const ShelfOf<OwnerMoveRow> &moves, const KeyNames &names, QObject *parent)
    : ShelfModel(moves, {{tr("Item")}, {tr("From")}, {tr("To")}}, parent),
      m_names(names)
{
}

std::vector<FilterKey> OwnerMoveModel::filterKeys() const
{
    return {{QStringLiteral("item"), FilterKind::Text, {}}, {QStringLiteral("wallet"), FilterKind::Text, {}}};
}

QVariant OwnerMoveModel::field(int row, const QString &key) const
{
    const OwnerMoveRow *move = at(row);
    if (move == nullptr)
        return {};
    if (key == QStringLiteral("item"))
        return QString(m_names.nameOf(move->item) + u' ' + move->item);
    if (key == QStringLiteral("wallet"))
        return QStringList{m_names.nameOf(move->from), move->from, m_names.nameOf(move->to), move->to}.join(u' ');
    return {};
}

QVariant OwnerMoveModel::cell(int row, int column, int role) const
{
    const OwnerMoveRow *move = at(row);
    if (move == nullptr)
        return {};
    const QString &key = column == Item ? move->item : column == From ? move->from : move->to;
    switch (role) {
    case KeyRole:
        return QVariant::fromValue(m_names.text(key));
    case CopyRole:
        return key;
    case SortRole:
    case Qt::DisplayRole:
        return itemName(key, m_names);
    default:
        return {};
    }
}

} // namespace paradox::models

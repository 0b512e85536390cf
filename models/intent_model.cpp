#include "models/rows.h"

#include "domain/time_text.h"

namespace paradox::models {
namespace {

const QString &counterparty(const IntentRow &intent)
{
    return intent.side == Side::Seller ? intent.to : intent.from;
}

/// What bare words of a filter search.
QString wordsOf(const IntentRow &intent, const KeyNames &names)
{
    QString words;
    words.reserve(512);
    words.append(idText(intent.intentId)).append(u' ').append(statusWord(intent)).append(u' ');
    words.append(typeWord(intent.type)).append(u' ').append(intent.reason.text()).append(u' ');
    for (const SharedText *key : {&intent.item, &intent.session, &intent.from, &intent.to})
        words.append(names.nameOf(*key)).append(u' ').append(key->text()).append(u' ');
    if (intent.seq)
        words.append(QString::number(*intent.seq));
    return words;
}

QString amountText(const IntentRow &intent)
{
    const QString amount = formatAmount(intent.amount, AmountUnit::Sol).text();
    const QString word = priceWord(intent);
    return word.isEmpty() ? amount : QStringLiteral("%1 %2").arg(word, amount);
}

bool isLive(const IntentRow &intent)
{
    return intent.status == IntentState::Pending || intent.status == IntentState::Netted;
}

} // namespace

QString itemName(const QString &item, const KeyNames &names)
{
    const QString name = names.nameOf(item);
    return name.isEmpty() ? elided(item, 4) : name;
}

QString priceWord(const IntentRow &intent)
{
    switch (intent.price) {
    case client::PriceKind::Exact:
        return {};
    case client::PriceKind::AtMost:
        return IntentModel::tr("at most");
    case client::PriceKind::Paid:
        return IntentModel::tr("paid");
    }
    return {};
}

QString priceText(const IntentRow &intent)
{
    const QString sol = shortSol(intent.amount);
    switch (intent.price) {
    case client::PriceKind::Exact:
        return IntentModel::tr("%1 SOL").arg(sol);
    case client::PriceKind::AtMost:
        return IntentModel::tr("at most %1 SOL").arg(sol);
    case client::PriceKind::Paid:
        return IntentModel::tr("paid %1 SOL").arg(sol);
    }
    return {};
}

QString whyOf(const IntentRow &intent, const LiveStore &store, const KeyNames &names)
{
    if (intent.resolving)
        return IntentModel::tr("Answer lost; asking the node");
    const BatchRow *batch = intent.batchSeq ? store.batchBySeq(*intent.batchSeq) : nullptr;
    const QString number = intent.batchSeq ? QStringLiteral("#%1").arg(*intent.batchSeq) : QString();
    if (intent.status == IntentState::Pending) {
        if (intent.isPaired) {
            const BatchRow *open = store.openBatch();
            return open != nullptr ? IntentModel::tr("Paired; open batch #%1").arg(open->seq)
                                   : IntentModel::tr("Paired; waits for the next batch");
        }
        return intent.side == Side::Seller ? IntentModel::tr("Waiting for a buyer half")
                                           : IntentModel::tr("Waiting for a seller half");
    }
    if (intent.status == IntentState::Netted) {
        if (batch == nullptr)
            return IntentModel::tr("%1 netted").arg(number);
        const bool locks = batch->state == QStringLiteral("locking");
        const QString chunks = locks || batch->state == QStringLiteral("committing")
                                   ? chunksText(*batch, locks ? ChunkStep::Locked : ChunkStep::Settled)
                                   : QString();
        return chunks.isEmpty() ? QStringLiteral("%1 %2").arg(number, batch->state)
                                : QStringLiteral("%1 %2, %3").arg(number, batch->state, chunks);
    }
    if (intent.status == IntentState::Settled)
        return IntentModel::tr("%1 finalized").arg(number);
    if (intent.status == IntentState::Rejected)
        return number.isEmpty() ? intent.reason.text() : IntentModel::tr("%1 in %2").arg(intent.reason.text(), number);
    if (intent.status == IntentState::Cancelled)
        return IntentModel::tr("Cancelled by session %1").arg(itemName(intent.session, names));
    if (intent.status == IntentState::Revoked)
        return IntentModel::tr("Session %1 was revoked").arg(itemName(intent.session, names));
    if (intent.status == IntentState::Expired)
        return !intent.isPaired ? IntentModel::tr("No other half before %1").arg(formatTime(intent.expiresAt))
                                : IntentModel::tr("Not settled before %1").arg(formatTime(intent.expiresAt));
    return intent.reason;
}

IntentModel::IntentModel(const ModelContext &context, QObject *parent)
    : ShelfModel(context.store.intents,
                 {{tr("State")},
                  {tr("Type")},
                  {tr("Item")},
                  {tr("Side")},
                  {tr("Counterparty")},
                  {tr("Amount, SOL"), Qt::AlignRight, true},
                  {tr("Age"), Qt::AlignRight},
                  {tr("Expires"), Qt::AlignRight},
                  {tr("Seq"), Qt::AlignRight, true},
                  {tr("Why")}},
                 parent),
      m_context(context)
{
}

std::vector<FilterKey> IntentModel::filterKeys() const
{
    const auto words = [](const char *text) { return QString::fromLatin1(text).split(u' '); };
    return {{QStringLiteral("status"), FilterKind::Text,
             words("pending netted settled rejected expired cancelled revoked resolving")},
            {QStringLiteral("type"), FilterKind::Text, words("LIST BID BUY_NOW TRADE")},
            {QStringLiteral("side"), FilterKind::Text, words("buy sell")},
            {QStringLiteral("owner"), FilterKind::Text, words("mine")},
            {QStringLiteral("item"), FilterKind::Text, {}},
            {QStringLiteral("session"), FilterKind::Text, {}},
            {QStringLiteral("reason"), FilterKind::Text, {}},
            {QStringLiteral("amount"), FilterKind::Amount, {}},
            {QStringLiteral("age"), FilterKind::Duration, {}},
            {QStringLiteral("seq"), FilterKind::Count, {}},
            {QStringLiteral("batch"), FilterKind::Count, {}}};
}

QVariant IntentModel::field(int row, const QString &key) const
{
    const IntentRow *intent = at(row);
    if (intent == nullptr)
        return {};
    if (key.isEmpty())
        return wordsOf(*intent, m_context.names);
    if (key == QStringLiteral("status"))
        return statusWord(*intent);
    if (key == QStringLiteral("type"))
        return typeWord(intent->type);
    if (key == QStringLiteral("side"))
        return sideWord(intent->side);
    if (key == QStringLiteral("owner"))
        return m_context.names.isOwn(intent->owner) ? QStringLiteral("mine ") + intent->owner.text()
                                                    : intent->owner.text();
    if (key == QStringLiteral("item"))
        return QString(itemName(intent->item, m_context.names) + u' ' + intent->item.text());
    if (key == QStringLiteral("session"))
        return QString(m_context.names.nameOf(intent->session) + u' ' + intent->session.text());
    if (key == QStringLiteral("reason"))
        return whyOf(*intent, m_context.store, m_context.names);
    if (key == QStringLiteral("amount"))
        return QVariant::fromValue<quint64>(intent->amount);
    if (key == QStringLiteral("age"))
        return QVariant::fromValue<qint64>(m_context.clock.wall().value - intent->admittedAt.value);
    if (key == QStringLiteral("seq"))
        return intent->seq ? QVariant::fromValue<quint64>(*intent->seq) : QVariant();
    if (key == QStringLiteral("batch"))
        return intent->batchSeq ? QVariant::fromValue<quint64>(*intent->batchSeq) : QVariant();
    return {};
}

QVariant IntentModel::cell(int row, int column, int role) const
{
    const IntentRow *intent = at(row);
    if (intent == nullptr)
        return {};
    const std::int64_t now = m_context.clock.wall().value;
    const StateWord state = stateWord(statusWord(*intent));
    if (role == StateRole)
        return QVariant::fromValue(state);
    if (role == ReasonRole)
        return whyOf(*intent, m_context.store, m_context.names);
    if (role == EmphasisRole)
        return QVariant::fromValue(column == Type || column == Age || column == SeqColumn || column == Why
                                       ? Emphasis::Secondary
                                       : Emphasis::Normal);
    const bool sort = role == SortRole;
    switch (column) {
    case State:
        return role == GlyphRole                                     ? QVariant::fromValue(state)
               : role == Qt::DisplayRole || sort || role == CopyRole ? QVariant(state.word)
                                                                     : QVariant();
    case Type:
        return role == Qt::DisplayRole || sort ? QVariant(typeWord(intent->type)) : QVariant();
    case Item:
        if (role == KeyRole)
            return QVariant::fromValue(m_context.names.nameOf(intent->item).isEmpty()
                                           ? m_context.names.text(intent->item)
                                           : KeyText{m_context.names.nameOf(intent->item), {}, {}});
        return role == Qt::DisplayRole || sort ? QVariant(itemName(intent->item, m_context.names))
               : role == CopyRole              ? QVariant(intent->item.text())
                                               : QVariant();
    case SideColumn:
        return role == Qt::DisplayRole || sort ? QVariant(sideWord(intent->side)) : QVariant();
    case Counterparty: {
        const QString other = counterparty(*intent);
        if (role == KeyRole)
            return other.isEmpty() ? QVariant() : QVariant::fromValue(m_context.names.text(other));
        return role == Qt::DisplayRole || sort ? QVariant(other.isEmpty() ? tr("anyone") : other)
               : role == CopyRole              ? QVariant(other)
                                               : QVariant();
    }
    case Amount:
        return role == AmountRole || sort ? QVariant::fromValue<quint64>(intent->amount)
               : role == PriceWordRole    ? QVariant(priceWord(*intent))
               : role == Qt::DisplayRole  ? QVariant(amountText(*intent))
               : role == CopyRole         ? QVariant(QString::number(intent->amount))
                                          : QVariant();
    case Age:
        return sort                      ? QVariant::fromValue<qint64>(-intent->admittedAt.value)
               : role == Qt::DisplayRole ? QVariant(formatAge(now - intent->admittedAt.value))
               : role == CopyRole        ? QVariant(QString::fromStdString(formatRfc3339(intent->admittedAt)))
                                         : QVariant();
    case Expires: {
        const bool counts = isLive(*intent);
        return sort ? QVariant::fromValue<qint64>(intent->expiresAt.value)
               : role == Qt::DisplayRole
                   ? QVariant(counts ? formatAge(intent->expiresAt.value - now) : QStringLiteral("—"))
               : role == CopyRole ? QVariant(QString::fromStdString(formatRfc3339(intent->expiresAt)))
                                  : QVariant();
    }
    case SeqColumn:
        return sort                      ? (intent->seq ? QVariant::fromValue<quint64>(*intent->seq) : QVariant())
               : role == Qt::DisplayRole ? QVariant(intent->seq ? QString::number(*intent->seq) : QStringLiteral("—"))
                                         : QVariant();
    case Why:
        return role == Qt::DisplayRole || sort ? QVariant(whyOf(*intent, m_context.store, m_context.names))
                                               : QVariant();
    default:
        return {};
    }
}

} // namespace paradox::models

#include "models/rows.h"

namespace paradox::models {

SessionModel::SessionModel(const ModelContext &context, QObject *parent)
    : ShelfModel(context.store.sessions,
                 {{tr("State")},
                  {tr("Session")},
                  {tr("May")},
                  {tr("Used")},
                  {tr("Left, SOL"), Qt::AlignRight, true},
                  {tr("Limit"), Qt::AlignRight},
                  {tr("Each"), Qt::AlignRight},
                  {tr("Intents"), Qt::AlignRight},
                  {tr("Expires in"), Qt::AlignRight},
                  {tr("Scope")}},
                 parent),
      m_context(context)
{
}

QVariant SessionModel::field(int row, const QString &key) const
{
    const SessionRow *session = at(row);
    return session != nullptr && key == QStringLiteral("status") ? QVariant(session->status) : QVariant();
}

QVariant SessionModel::cell(int row, int column, int role) const
{
    const SessionRow *session = at(row);
    if (session == nullptr)
        return {};
    const StateWord state = stateWord(session->status);
    const bool over = session->status == QStringLiteral("expired") || session->status == QStringLiteral("revoked");
    const std::int64_t left = session->expiresAt.value - m_context.clock.wall().value;
    if (role == StateRole || (role == GlyphRole && column == State))
        return QVariant::fromValue(state);
    if (role == MeterRole && column == Meter)
        return QVariant::fromValue(MeterParts{session->maxTotal, session->spent, session->held, 0});
    if (role == KeyRole && column == Session)
        return QVariant::fromValue(m_context.names.text(session->session));
    if (role == AmountRole && column == Left)
        return over ? QVariant() : QVariant::fromValue<quint64>(session->left);
    if (role == CopyRole)
        return column == Session ? QVariant(session->session)
               : column == Left  ? QVariant(QString::number(session->left))
                                 : QVariant();
    if (role == EmphasisRole)
        return QVariant::fromValue(over ? Emphasis::Secondary : Emphasis::Normal);
    if (role == SortRole) {
        switch (column) {
        case Left:
            return QVariant::fromValue<quint64>(session->left);
        case Limit:
            return QVariant::fromValue<quint64>(session->maxTotal);
        case Each:
            return QVariant::fromValue<quint64>(session->maxPerIntent);
        case Intents:
            return QVariant::fromValue<quint64>(session->intents);
        case Expires:
            return QVariant::fromValue<qint64>(session->expiresAt.value);
        default:
            return cell(row, column, Qt::DisplayRole);
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case State:
        return session->status;
    case Session:
        return session->session;
    case May:
        return session->actions;
    case Meter:
        return tr("spent %1, held %2 of %3 SOL")
            .arg(shortSol(session->spent), shortSol(session->held), shortSol(session->maxTotal));
    case Left:
        return over ? QStringLiteral("—") : formatAmount(session->left, AmountUnit::Sol).text();
    case Limit:
        return shortSol(session->maxTotal);
    case Each:
        return shortSol(session->maxPerIntent);
    case Intents:
        return tr("%1 of %2").arg(formatCount(session->intents), formatCount(session->maxIntents));
    case Expires:
        return over || left <= 0 ? QStringLiteral("—") : formatAge(left);
    case Scope:
        return session->scopeRoot.isEmpty() ? tr("any") : elided(session->scopeRoot, 4);
    default:
        return {};
    }
}

ItemModel::ItemModel(const ModelContext &context, QObject *parent)
    : ShelfModel(
          context.store.items,
          {{tr("Item owned")}, {tr("Key"), Qt::AlignLeft, true}, {tr("State")}, {tr("Ask, SOL"), Qt::AlignRight, true}},
          parent),
      m_context(context)
{
    readOffers();
    connect(&context.store.intents, &Shelf::changed, this, &ItemModel::follow);
    connect(&context.names, &KeyNames::changed, this, &ItemModel::readOffers);
}

bool ItemModel::isOffer(const IntentRow &intent) const
{
    const bool live = intent.status == IntentState::Pending || intent.status == IntentState::Netted;
    return live && intent.side == Side::Seller && m_context.names.isOwn(intent.owner);
}

void ItemModel::readOffers()
{
    m_offers.clear();
    const ShelfOf<IntentRow> &intents = m_context.store.intents;
    for (const SlotNumber slot : intents.slots()) {
        if (isOffer(intents.at(slot)))
            m_offers.insert(intents.at(slot).item, slot);
    }
}

void ItemModel::follow(const Changes &changes)
{
    bool ended = !changes.removed.empty();
    for (const auto *slots : {&changes.inserted, &changes.changed}) {
        for (const SlotNumber slot : *slots) {
            const IntentRow &intent = m_context.store.intents.at(slot);
            const auto known = m_offers.constFind(intent.item);
            if (isOffer(intent))
                m_offers.insert(intent.item, slot);
            else
                ended = ended || (known != m_offers.constEnd() && *known == slot);
        }
    }
    // Another intent may offer the item of one that ended.
    if (ended)
        readOffers();
}

const IntentRow *ItemModel::offerOf(const QString &item) const
{
    const auto offer = m_offers.constFind(item);
    return offer == m_offers.constEnd() ? nullptr : &m_context.store.intents.at(*offer);
}

QVariant ItemModel::cell(int row, int column, int role) const
{
    const ItemRow *item = at(row);
    if (item == nullptr)
        return {};
    const IntentRow *offer = offerOf(item->itemId);
    StateWord state = stateWord(QStringLiteral("owned"));
    if (offer != nullptr && offer->status == IntentState::Netted) {
        state = stateWord(QStringLiteral("leaving"));
        if (offer->batchSeq)
            state.word = tr("leaving, #%1").arg(*offer->batchSeq);
    } else if (offer != nullptr) {
        state = stateWord(offer->type == IntentType::List ? QStringLiteral("listed") : QStringLiteral("offered"));
    }
    if (role == StateRole || (role == GlyphRole && column == State))
        return QVariant::fromValue(state);
    if (role == AmountRole && column == Ask)
        return offer != nullptr ? QVariant::fromValue<quint64>(offer->amount) : QVariant();
    if (role == CopyRole)
        return column == Key || column == Item ? QVariant(item->itemId) : QVariant();
    if (role == EmphasisRole)
        return QVariant::fromValue(column == Key || column == Ask ? Emphasis::Secondary : Emphasis::Normal);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (column) {
    case Item:
        return itemName(item->itemId, m_context.names);
    case Key:
        return elided(item->itemId, 4);
    case State:
        return state.word;
    case Ask:
        return offer != nullptr ? formatAmount(offer->amount, AmountUnit::Sol).text() : QStringLiteral("—");
    default:
        return {};
    }
}

} // namespace paradox::models

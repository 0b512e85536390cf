#include "models/entities.h"

#include "domain/amount.h"
#include "domain/base58.h"
#include "domain/encoding.h"

#include <array>
#include <unordered_map>

namespace paradox::models {
namespace {

bool isConfirmed(const BatchRow &batch)
{
    return batch.state == QStringLiteral("confirmed") || batch.state == QStringLiteral("finalized");
}

template <class Tag, std::size_t Size>
QString base58(const FixedBytes<Tag, Size> &value)
{
    return QString::fromStdString(toBase58(value));
}

template <class Fixed>
QString base58(const std::optional<Fixed> &value)
{
    return value ? base58(*value) : QString();
}

/// An address; zeros are nobody.
QString address(const PublicKey &key)
{
    return key.isZero() ? QString() : base58(key);
}

template <class Fixed>
QString hex(const std::optional<Fixed> &value)
{
    return value ? QString::fromStdString(hexEncode(value->bytes)) : QString();
}

QString words(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString words(const std::optional<std::string> &text)
{
    return text ? QString::fromStdString(*text) : QString();
}

template <class Tag>
std::optional<std::uint64_t> number(const std::optional<Strong<Tag>> &value)
{
    return value ? std::optional(value->value) : std::nullopt;
}

QString verdictName(const std::optional<Verdict> &verdict)
{
    if (!verdict)
        return {};
    switch (*verdict) {
    case Verdict::Accepted:
        return QStringLiteral("ACCEPTED");
    case Verdict::UnknownItem:
        return QStringLiteral("UNKNOWN_ITEM");
    case Verdict::SelfTrade:
        return QStringLiteral("SELF_TRADE");
    case Verdict::NotOwner:
        return QStringLiteral("NOT_OWNER");
    case Verdict::Insolvent:
        return QStringLiteral("INSOLVENT");
    case Verdict::Deferred:
        return QStringLiteral("DEFERRED");
    }
    return {};
}

} // namespace

QString idText(const IntentId &id)
{
    return QString::fromStdString(hexEncode(id.bytes));
}

template <>
std::optional<IntentId> idFrom(const QString &text)
{
    const auto bytes = hexDecode(text.toStdString());
    return bytes ? IntentId::from(*bytes) : std::nullopt;
}

template <>
std::optional<std::uint64_t> idFrom(const QString &text)
{
    return parseU64(text.toStdString());
}

template <>
std::optional<QString> idFrom(const QString &text)
{
    return text;
}

void IntentRow::share(TextPool &texts)
{
    for (SharedText *text : {&session, &owner, &item, &from, &to, &reason})
        texts.share(*text);
}

const QString &statusWord(const IntentRow &row)
{
    static const QString resolving = QStringLiteral("resolving");
    static const std::array<QString, 7> all = {
        words(toText(IntentState::Pending)), words(toText(IntentState::Netted)),
        words(toText(IntentState::Settled)), words(toText(IntentState::Rejected)),
        words(toText(IntentState::Expired)), words(toText(IntentState::Cancelled)),
        words(toText(IntentState::Revoked))};
    return row.resolving ? resolving : all[static_cast<std::size_t>(row.status)];
}

const QString &typeWord(IntentType type)
{
    static const std::array<QString, 4> all = {words(toText(IntentType::Trade)), words(toText(IntentType::Bid)),
                                               words(toText(IntentType::BuyNow)), words(toText(IntentType::List))};
    return all[static_cast<std::size_t>(type)];
}

const QString &sideWord(Side side)
{
    static const QString sell = QStringLiteral("sell");
    static const QString buy = QStringLiteral("buy");
    return side == Side::Seller ? sell : buy;
}

IntentRow rowOf(const client::IntentRecord &record)
{
    IntentRow row;
    row.intentId = record.id;
    row.seq = record.seq.value;
    row.status = record.status;
    row.type = record.type;
    row.side = record.side;
    row.session = address(record.session);
    row.owner = address(record.owner);
    row.item = address(record.item);
    row.from = address(record.from);
    row.to = address(record.to);
    const client::Price price = client::priceOf(record);
    row.amount = price.amount.value;
    row.price = price.kind;
    row.createdAt = toMillis(record.createdAt);
    row.expiresAt = toMillis(record.expiresAt);
    row.admittedAt = record.admittedAt;
    row.updatedAt = record.updatedAt;
    row.reason = words(record.reason);
    row.isPaired = record.pairedWith.has_value();
    if (record.tradeSeq)
        row.tradeSeq = record.tradeSeq->value;
    if (record.batchSeq)
        row.batchSeq = record.batchSeq->value;
    return row;
}

BatchRow rowOf(const client::BatchRecord &record)
{
    BatchRow row;
    row.seq = record.seq.value;
    row.batchId = hex(record.id);
    row.state = words(toText(record.state));
    row.mode = record.mode == NetMode::Net ? QStringLiteral("NET") : QStringLiteral("HELD");
    row.reason = words(record.reason);
    row.headerHash = hex(record.headerHash);
    row.previousHeaderHash = hex(record.previousHeaderHash);
    row.intentsRoot = hex(record.intentsRoot);
    row.ownersRoot = hex(record.ownersRoot);
    row.deltasRoot = hex(record.deltasRoot);
    row.openedAt = record.openedAt.value_or(UnixMillis{});
    row.cutAt = record.cutAt.value_or(UnixMillis{});
    row.nettedAt = record.nettedAt.value_or(UnixMillis{});
    row.finalizedAt = record.finalizedAt.value_or(UnixMillis{});
    row.updatedAt = record.updatedAt;
    row.readSlot = record.readSlot.value;
    row.feeBps = record.feeBps;
    row.trades = record.trades;
    row.accepted = record.accepted;
    row.rejected = record.rejected;
    row.items = record.items;
    row.wallets = record.wallets;
    // Before the batch is netted these are not zero, they are not known.
    if (record.state != BatchState::Open && record.state != BatchState::Cut) {
        row.gross = record.gross.value;
        row.fees = record.fees.value;
        row.net = record.net.value;
        row.ratioBps = nettedBps(record.gross.value, record.net.value);
    }
    row.chunkCount = static_cast<std::uint32_t>(record.chunkCount);
    row.chunksLocked = static_cast<std::uint32_t>(record.chunksLocked);
    row.chunksCommitted = static_cast<std::uint32_t>(record.chunksCommitted);
    row.attempts = static_cast<std::uint32_t>(record.attempts);
    row.transactions = static_cast<std::uint32_t>(record.transactions);
    row.nextRetryAt = record.nextRetryAt.value_or(UnixMillis{});
    return row;
}

OperationRow rowOf(const client::OperationRecord &record)
{
    OperationRow row;
    row.operationId = QString::fromStdString(record.operationId);
    row.kind = QString::fromStdString(record.kind);
    row.status = words(toText(record.status));
    row.owner = base58(record.owner);
    row.signature = base58(record.signature);
    row.error = words(record.error);
    row.slot = number(record.slot);
    row.fee = record.fee ? std::optional(record.fee->value) : std::nullopt;
    row.batchSeq = number(record.batchSeq);
    if (record.chunk)
        row.chunk = static_cast<std::uint32_t>(*record.chunk);
    for (const client::AttemptRecord &attempt : record.attempts) {
        AttemptRow made;
        made.n = static_cast<std::uint32_t>(attempt.n);
        made.signature = base58(attempt.signature);
        made.blockhash = base58(attempt.blockhash);
        made.state = QString::fromStdString(attempt.state);
        made.error = words(attempt.error);
        made.lastValidBlockHeight = attempt.lastValidBlockHeight.value_or(BlockHeight{}).value;
        made.slot = number(attempt.slot);
        made.sentAt = attempt.sentAt.value_or(UnixMillis{});
        row.attempts.push_back(made);
    }
    row.createdAt = record.createdAt;
    row.updatedAt = record.updatedAt;
    return row;
}

SessionRow rowOf(const client::SessionRecord &record)
{
    SessionRow row;
    row.session = base58(record.session);
    row.owner = base58(record.owner);
    row.status = words(toText(record.status));
    row.actions = actionsText(record.actions);
    row.actionBits = record.actions;
    row.maxTotal = record.maxTotal.value;
    row.maxPerIntent = record.maxPerIntent.value;
    row.maxIntents = record.maxIntents;
    row.held = record.held.value;
    row.spent = record.spent.value;
    row.left = record.left.value;
    row.intents = record.intents;
    row.epoch = record.epoch;
    row.notBefore = toMillis(record.notBefore);
    row.expiresAt = toMillis(record.expiresAt);
    row.createdAt = record.createdAt;
    row.updatedAt = record.updatedAt;
    row.scopeRoot = record.scopeRoot.isZero() ? QString() : QString::fromStdString(hexEncode(record.scopeRoot.bytes));
    row.grantHash = hex(record.grantHash);
    if (record.registration)
        row.registrationOperation = QString::fromStdString(record.registration->operationId);
    return row;
}

ItemRow rowOf(const client::ItemRecord &record)
{
    return {base58(record.item), base58(record.owner), record.slot.value, record.updatedAt.value_or(UnixMillis{})};
}

std::optional<std::uint64_t> BalanceRow::free() const
{
    if (!available || !held)
        return std::nullopt;
    return *available - std::min(*available, *held);
}

BalanceRow rowOf(const client::Balances &balances)
{
    return {base58(balances.address), balances.slot.value,      balances.available.value,
            balances.held.value,      balances.allowance.value, balances.wallet.value};
}

NodeRow rowOf(const client::Health &health)
{
    NodeRow row;
    row.version = QString::fromStdString(health.version);
    row.genesis = base58(health.genesis);
    row.chain = QString::fromStdString(health.chainId);
    row.program = base58(health.vaultProgram);
    row.engineKey = base58(health.engineKey);
    row.venueId = QString::number(health.gameId.value);
    row.venueAddress = base58(health.engine);
    row.treasury = base58(health.treasury);
    row.mode = health.mode == NetMode::Net ? QStringLiteral("NET") : QStringLiteral("HELD");
    row.feeBps = health.feeBps;
    row.slot = health.slot.value;
    row.finalizedSlot = health.finalizedSlot.value;
    row.feedSeq = health.feedSeq.value;
    return row;
}

TradeRow rowOf(const client::TradeRecord &record)
{
    TradeRow row;
    row.seq = record.seq.value;
    row.sellerIntent = QString::fromStdString(hexEncode(record.sellerIntent.bytes));
    row.buyerIntent = QString::fromStdString(hexEncode(record.buyerIntent.bytes));
    row.item = address(record.item);
    row.from = address(record.from);
    row.to = address(record.to);
    row.amount = record.amount.value;
    row.verdict = verdictName(record.verdict);
    return row;
}

OwnerMoveRow rowOf(const client::OwnerMove &move)
{
    return {address(move.item), address(move.from), address(move.to)};
}

std::vector<LegRow> legsOf(const client::BatchDetail &detail)
{
    std::vector<LegRow> legs;
    std::unordered_map<PublicKey, std::size_t> places;
    const auto legOf = [&](const PublicKey &wallet, const PublicKey &mint) -> LegRow & {
        const auto [place, isNew] = places.try_emplace(wallet, legs.size());
        if (isNew)
            legs.push_back({address(wallet), address(mint)});
        return legs[place->second];
    };
    for (const client::DeltaRecord &delta : detail.deltas)
        legOf(delta.wallet, delta.mint).delta = delta.delta;
    const PublicKey mint = detail.deltas.empty() ? PublicKey() : detail.deltas.front().mint; // a batch has one
    for (const client::OwnerMove &move : detail.ownerMoves) {
        --legOf(move.from, mint).items;
        ++legOf(move.to, mint).items;
    }
    return legs;
}

bool isOver(const BatchRow &batch)
{
    return batch.state == QStringLiteral("finalized") || batch.state == QStringLiteral("aborted") ||
           batch.state == QStringLiteral("empty");
}

bool isOver(const OperationRow &operation)
{
    return operation.status == QStringLiteral("settled") || operation.status == QStringLiteral("failed") ||
           operation.status == QStringLiteral("expired") || operation.status == QStringLiteral("cancelled") ||
           operation.status == QStringLiteral("compensated");
}

std::uint32_t chunksLockedOf(const BatchRow &batch)
{
    return isConfirmed(batch) || batch.state == QStringLiteral("committing") ? batch.chunkCount : batch.chunksLocked;
}

std::uint32_t chunksCommittedOf(const BatchRow &batch)
{
    return isConfirmed(batch) ? batch.chunkCount : batch.chunksCommitted;
}

QString actionsText(std::uint16_t actions)
{
    if (actions == actionsAll)
        return QStringLiteral("all four");
    QStringList names;
    if (actions & static_cast<std::uint16_t>(Action::Trade))
        names << QStringLiteral("TRADE");
    if (actions & static_cast<std::uint16_t>(Action::Bid))
        names << QStringLiteral("BID");
    if (actions & static_cast<std::uint16_t>(Action::BuyNow))
        names << QStringLiteral("BUY_NOW");
    if (actions & static_cast<std::uint16_t>(Action::List))
        names << QStringLiteral("LIST");
    return names.join(u' ');
}

std::optional<std::uint32_t> nettedBps(std::uint64_t gross, std::uint64_t net)
{
    if (gross == 0 || net > gross)
        return std::nullopt;
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint32_t>(static_cast<Wide>(gross - net) * 10000U / gross);
}

LiveEvents rowsOf(const QList<client::LiveEvent> &events)
{
    LiveEvents rows;
    for (const client::LiveEvent &event : events) {
        ++rows.count;
        if (const auto *intent = std::get_if<client::IntentRecord>(&event.data))
            rows.intents.push_back(rowOf(*intent));
        else if (const auto *batch = std::get_if<client::BatchRecord>(&event.data))
            rows.batches.push_back(rowOf(*batch));
        else if (const auto *operation = std::get_if<client::OperationRecord>(&event.data))
            rows.operations.push_back(rowOf(*operation));
        else if (const auto *session = std::get_if<client::SessionRecord>(&event.data))
            rows.sessions.push_back(rowOf(*session));
    }
    return rows;
}

} // namespace paradox::models

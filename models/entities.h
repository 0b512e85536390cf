#pragma once

#include "client/answers.h"
#include "client/live_event.h"
#include "client/price.h"
#include "models/shared_text.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace paradox::models {

// What the node says of an entity, in the words and spellings that the desk shows: keys base58, hashes lower-case hex,
// made once when it arrives and not on each paint. An absent number is nothing, never zero.

/// A number that may be absent, in eight bytes. The greatest u64, which nothing here counts to, stands for absence.
class MaybeNumber {
public:
    MaybeNumber() = default;
    MaybeNumber(std::uint64_t value) : m_value(value) {} // implicit, as with std::optional
    [[nodiscard]] bool has_value() const { return m_value != absent; }
    explicit operator bool() const { return has_value(); }
    std::uint64_t operator*() const { return m_value; }
    void reset() { m_value = absent; }
    bool operator==(const MaybeNumber &) const = default;

private:
    static constexpr std::uint64_t absent = ~std::uint64_t{0};
    std::uint64_t m_value = absent;
};

struct IdHash {
    std::size_t operator()(const IntentId &id) const { return mixed(std::hash<IntentId>()(id)); }
    std::size_t operator()(std::uint64_t id) const { return mixed(id); }
    std::size_t operator()(const QString &id) const { return qHash(id); }

private:
    static std::size_t mixed(std::uint64_t value)
    {
        value *= 0x9E3779B97F4A7C15ULL;
        return value ^ (value >> 32);
    }
};

[[nodiscard]] QString idText(const IntentId &id); ///< lower-case hex
[[nodiscard]] inline QString idText(std::uint64_t id)
{
    return QString::number(id);
}
[[nodiscard]] inline const QString &idText(const QString &id)
{
    return id;
}
/// The way back; nothing for a text that is no such id.
template <class Id>
[[nodiscard]] std::optional<Id> idFrom(const QString &text);

/// Packed: a desk may hold a million of them.
struct IntentRow {
    using Id = IntentId;

    IntentId intentId;
    SharedText session, owner, item, from, to, reason;
    std::uint64_t amount = 0; ///< client::priceOf
    MaybeNumber seq, tradeSeq, batchSeq;
    UnixMillis createdAt, expiresAt, admittedAt, updatedAt;
    IntentState status = IntentState::Pending;
    IntentType type = IntentType::Trade;
    Side side = Side::Seller;
    client::PriceKind price = client::PriceKind::Exact;
    bool isPaired = false;
    bool resolving = false; ///< sent, the answer is lost, the node is being asked

    [[nodiscard]] const IntentId &id() const { return intentId; }
    /// Lets the row carry the pool's copies.
    void share(TextPool &texts);
    bool operator==(const IntentRow &) const = default;
};
static_assert(sizeof(IntentRow) <= 152);

struct BatchRow {
    using Id = std::uint64_t;

    std::uint64_t seq = 0;
    QString batchId, state, mode, reason;
    QString headerHash, previousHeaderHash, intentsRoot, ownersRoot, deltasRoot;
    UnixMillis openedAt, cutAt, nettedAt, finalizedAt, updatedAt;
    std::uint64_t readSlot = 0;
    std::uint32_t feeBps = 0;
    std::uint64_t trades = 0, accepted = 0, rejected = 0, items = 0, wallets = 0;
    std::optional<std::uint64_t> gross, fees, net;
    std::optional<std::uint32_t> ratioBps;
    std::uint32_t chunkCount = 0, chunksLocked = 0, chunksCommitted = 0, attempts = 0, transactions = 0;
    UnixMillis nextRetryAt;

    [[nodiscard]] std::uint64_t id() const { return seq; }
    bool operator==(const BatchRow &) const = default;
};

struct AttemptRow {
    std::uint32_t n = 0;
    QString signature, blockhash, state, error;
    std::uint64_t lastValidBlockHeight = 0;
    std::optional<std::uint64_t> slot;
    UnixMillis sentAt;

    bool operator==(const AttemptRow &) const = default;
};

struct OperationRow {
    using Id = QString;

    QString operationId, kind, status, owner, signature, error;
    std::optional<std::uint64_t> slot, fee, batchSeq;
    std::optional<std::uint32_t> chunk;
    std::vector<AttemptRow> attempts;
    UnixMillis createdAt, updatedAt;

    [[nodiscard]] const QString &id() const { return operationId; }
    bool operator==(const OperationRow &) const = default;
};

struct SessionRow {
    using Id = QString;

    QString session, owner, status;
    QString actions;
    std::uint16_t actionBits = 0;
    std::uint64_t maxTotal = 0, maxPerIntent = 0, held = 0, spent = 0, left = 0;
    std::uint64_t maxIntents = 0, intents = 0, epoch = 0;
    UnixMillis notBefore, expiresAt, createdAt, updatedAt;
    QString scopeRoot, grantHash, registrationOperation;

    [[nodiscard]] const QString &id() const { return session; }
    bool operator==(const SessionRow &) const = default;
};

struct ItemRow {
    using Id = QString;

    QString itemId, owner;
    std::uint64_t slot = 0;
    UnixMillis updatedAt;

    [[nodiscard]] const QString &id() const { return itemId; }
    bool operator==(const ItemRow &) const = default;
};

struct BalanceRow {
    QString address;
    std::uint64_t slot = 0;
    std::optional<std::uint64_t> available; ///< all that the vault has of this wallet's, what is held as well
    std::optional<std::uint64_t> held;      ///< claimed by pending and netted intents; may be more than there is
    std::optional<std::uint64_t> allowance, wallet;

    /// Of `available`, what no intent claims.
    [[nodiscard]] std::optional<std::uint64_t> free() const;

    bool operator==(const BalanceRow &) const = default;
};

struct NodeRow {
    QString version, genesis, chain, program, engineKey, venueId, venueAddress, treasury, mode;
    std::uint32_t feeBps = 0;
    std::uint64_t slot = 0, finalizedSlot = 0, feedSeq = 0;

    bool operator==(const NodeRow &) const = default;
};

/// One trade of a batch, for its detail.
struct TradeRow {
    using Id = std::uint64_t;

    std::uint64_t seq = 0;
    QString sellerIntent, buyerIntent, item, from, to, verdict;
    std::uint64_t amount = 0;

    [[nodiscard]] std::uint64_t id() const { return seq; }
    bool operator==(const TradeRow &) const = default;
};

/// What a wallet gains or loses in a batch.
struct LegRow {
    using Id = QString;

    QString wallet, mint;
    std::int64_t delta = 0;
    std::int64_t items = 0; ///< that came less those that went

    [[nodiscard]] QString id() const { return wallet + mint; }
    bool operator==(const LegRow &) const = default;
};

/// An item that belongs to another wallet after a batch.
struct OwnerMoveRow {
    using Id = QString;

    QString item, from, to;

    [[nodiscard]] QString id() const { return item; }
    bool operator==(const OwnerMoveRow &) const = default;
};

[[nodiscard]] IntentRow rowOf(const client::IntentRecord &record);
[[nodiscard]] BatchRow rowOf(const client::BatchRecord &record);
[[nodiscard]] OperationRow rowOf(const client::OperationRecord &record);
[[nodiscard]] SessionRow rowOf(const client::SessionRecord &record);
[[nodiscard]] ItemRow rowOf(const client::ItemRecord &record);
[[nodiscard]] BalanceRow rowOf(const client::Balances &balances);
[[nodiscard]] NodeRow rowOf(const client::Health &health);
[[nodiscard]] TradeRow rowOf(const client::TradeRecord &record);
[[nodiscard]] OwnerMoveRow rowOf(const client::OwnerMove &move);
/// One for each wallet that money or items reach or leave; who only moves items has a delta of 0.
[[nodiscard]] std::vector<LegRow> legsOf(const client::BatchDetail &detail);

/// The protocol's own word of an intent's state, or the desk's "resolving".
[[nodiscard]] const QString &statusWord(const IntentRow &row);
[[nodiscard]] const QString &typeWord(IntentType type);
[[nodiscard]] const QString &sideWord(Side side); ///< "sell", "buy"
/// Nothing moves any more.
[[nodiscard]] bool isOver(const BatchRow &batch);
[[nodiscard]] bool isOver(const OperationRow &operation);
/// The chunks that a batch has behind it: as counted, and all once its state says so. The state can come before them.
[[nodiscard]] std::uint32_t chunksLockedOf(const BatchRow &batch);
[[nodiscard]] std::uint32_t chunksCommittedOf(const BatchRow &batch);
/// "TRADE BID", or "all four".
[[nodiscard]] QString actionsText(std::uint16_t actions);
/// 1 − net ⁄ gross in basis points, rounded down; nothing when nothing was accepted.
[[nodiscard]] std::optional<std::uint32_t> nettedBps(std::uint64_t gross, std::uint64_t net);

struct LiveEvents {
    std::vector<IntentRow> intents;
    std::vector<BatchRow> batches;
    std::vector<OperationRow> operations;
    std::vector<SessionRow> sessions;
    std::optional<NodeRow> node;
    std::uint64_t count = 0; ///< events behind it, equal ids counted each
};

/// Sorts a feed's events by kind; the order inside a kind stays.
[[nodiscard]] LiveEvents rowsOf(const QList<client::LiveEvent> &events);

} // namespace paradox::models

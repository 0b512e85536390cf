#include "storage/intents.h"

#include "domain/assert.h"
#include "storage/intent_tail.h"

#include <algorithm>
#include <limits>

namespace paradox::storage {

Intent StoredIntent::intent() const
{
    const std::expected<Intent, IntentError> decoded = decodeIntent(preimage);
    PARADOX_ASSERT(decoded.has_value());
    return *decoded;
}

namespace intents {

namespace {

/// More rows than these are not looked through for one page: the page comes short and the client asks on.
constexpr std::size_t scannedMax = 20'000;

PublicKey ownerOf(const StoredIntent &intent)
{
    return *PublicKey::from(ByteSpan(intent.preimage).subspan(144, 32));
}
PublicKey itemOf(const StoredIntent &intent)
{
    return *PublicKey::from(ByteSpan(intent.preimage).subspan(177, 32));
}
PublicKey sessionOf(const StoredIntent &intent)
{
    return *PublicKey::from(ByteSpan(intent.preimage).subspan(112, 32));
}

/// Columns: seq, id, session_no, preimage, signature, admitted_at, state, updated_at, reason, paired_with, trade_seq,
/// batch_seq.
StoredIntent intentOf(const Query &query)
{
    StoredIntent intent;
    intent.seq = query.id<Seq>(0);
    intent.id = query.fixed<IntentId>(1);
    intent.session = query.id<SessionNo>(2);
    const ByteSpan preimage = query.blob(3);
    PARADOX_ASSERT(preimage.size() == intentSize); // a CHECK of the table
    std::copy(preimage.begin(), preimage.end(), intent.preimage.begin());
    intent.signature = query.fixed<Signature>(4);
    intent.admittedAt = query.id<UnixMillis>(5);
    intent.state = static_cast<IntentState>(query.integer(6));
    intent.updatedAt = query.id<UnixMillis>(7);
    intent.reason = query.text(8);
    intent.pairedWith = query.optionalId<Seq>(9);
    intent.tradeSeq = query.optionalId<Seq>(10);
    intent.batchSeq = query.optionalId<BatchSeq>(11);
    return intent;
}

bool matches(const StoredIntent &intent, const IntentFilter &filter)
{
    return (!filter.state || intent.state == *filter.state) && (!filter.owner || ownerOf(intent) == *filter.owner) &&
           (!filter.item || itemOf(intent) == *filter.item) &&
           (!filter.session || sessionOf(intent) == *filter.session);
}

enum class Way { ByItem, ByOwner, Unfinished, BySeq };

struct Scan {
    Way way = Way::BySeq;
    std::int64_t head = 0;
};

/// The narrowest way through the tables that the filter offers.
Scan scanFor(Connection &connection, const IntentFilter &filter)
{
    if (filter.item)
        return {Way::ByItem, headOf(filter.item->span())};
    std::optional<PublicKey> owner = filter.owner;
    if (!owner && filter.session) {
        Query query = connection.query("SELECT owner FROM sessions WHERE session = ?1", *filter.session);
        if (query.step())
            owner = query.fixed<PublicKey>(0);
    }
    if (owner)
        return {Way::ByOwner, headOf(owner->span())};
    return {filter.state && *filter.state <= IntentState::Netted ? Way::Unfinished : Way::BySeq, 0};
}

Query open(Connection &connection, const Scan &scan, Seq below)
{
    switch (scan.way) {
    case Way::ByItem:
        return connection.query(
            "SELECT i.seq, i.id, i.session_no, i.preimage, i.signature, i.admitted_at, s.state, s.updated_at, s.reason,"
            " s.paired_with, s.trade_seq, s.batch_seq FROM intents_by_item k CROSS JOIN intents i ON i.seq = k.seq"
            " CROSS JOIN intent_states s ON s.seq = k.seq WHERE k.head = ?1 AND k.seq < ?2 ORDER BY k.seq DESC",
            scan.head, below);
    case Way::ByOwner:
        return connection.query(
            "SELECT i.seq, i.id, i.session_no, i.preimage, i.signature, i.admitted_at, s.state, s.updated_at, s.reason,"
            " s.paired_with, s.trade_seq, s.batch_seq FROM intents_by_owner k CROSS JOIN intents i ON i.seq = k.seq"
            " CROSS JOIN intent_states s ON s.seq = k.seq WHERE k.head = ?1 AND k.seq < ?2 ORDER BY k.seq DESC",
            scan.head, below);
    case Way::Unfinished:
        return connection.query(
            "SELECT i.seq, i.id, i.session_no, i.preimage, i.signature, i.admitted_at, s.state, s.updated_at, s.reason,"
            " s.paired_with, s.trade_seq, s.batch_seq FROM intent_states s CROSS JOIN intents i ON i.seq = s.seq"
            " WHERE s.state <= 1 AND s.seq < ?1 ORDER BY s.seq DESC",
            below);
    case Way::BySeq:
        break;
    }
    return connection.query(
        "SELECT i.seq, i.id, i.session_no, i.preimage, i.signature, i.admitted_at, s.state, s.updated_at, s.reason,"
        " s.paired_with, s.trade_seq, s.batch_seq FROM intents i CROSS JOIN intent_states s ON s.seq = i.seq"
        " WHERE i.seq < ?1 ORDER BY i.seq DESC",
        below);
}

} // namespace

void insert(Transaction &transaction, const StoredIntent &intent, const Intent &decoded)
{
    PARADOX_ASSERT(intent.state == IntentState::Pending);
    Connection &connection = transaction.connection();
    connection.run("INSERT INTO intents VALUES (?1, ?2, ?3, ?4, ?5, ?6)", intent.seq, intent.id, intent.session,
                   intent.preimage, intent.signature, intent.admittedAt);
    connection.run("INSERT INTO intent_states VALUES (?1, 0, ?2, NULL, ?3, ?4, NULL)", intent.seq, intent.admittedAt,
                   intent.pairedWith, intent.tradeSeq);
    PARADOX_ASSERT(connection.intentTail() != nullptr);
    transaction.touchMemory();
    connection.intentTail()->append(intent.seq, {.id = headOf(intent.id.span()),
                                                 .owner = headOf(decoded.owner.span()),
                                                 .item = headOf(decoded.item.span()),
                                                 .session = static_cast<std::int64_t>(intent.session.value),
                                                 .nonce = nonceKey(decoded.nonce)});
    transaction.record({.topic = Topic::Intents,
                        .ref = intent.seq.value,
                        .entity = *Hash::from(intent.id.span()),
                        .owner = decoded.owner,
                        .actor = Actor::Session,
                        .to = std::string(toText(IntentState::Pending))});
}

void move(Transaction &transaction, const IntentMove &move)
{
    PARADOX_ASSERT(mayMove(move.from, move.to));
    const std::optional<std::string_view> reason =
        move.reason.empty() ? std::nullopt : std::optional<std::string_view>(move.reason);
    transaction.connection().run("UPDATE intent_states SET state = ?2, updated_at = ?3, reason = ?4, batch_seq = ?5"
                                 " WHERE seq = ?1",
                                 move.seq, move.to, transaction.now(), reason, move.batchSeq);
    transaction.record({.topic = Topic::Intents,
                        .ref = move.seq.value,
                        .entity = *Hash::from(move.id.span()),
                        .owner = move.owner,
                        .actor = move.actor,
                        .from = std::string(toText(move.from)),
                        .to = std::string(toText(move.to)),
                        .reason = std::string(move.reason)});
}

void setPair(Transaction &transaction, const PairChange &change)
{
    PARADOX_ASSERT(change.other.has_value() == change.trade.has_value());
    transaction.connection().run("UPDATE intent_states SET paired_with = ?2, trade_seq = ?3, updated_at = ?4"
                                 " WHERE seq = ?1",
                                 change.seq, change.other, change.trade, transaction.now());
    const std::string pending(toText(IntentState::Pending));
    transaction.record({.topic = Topic::Intents,
                        .ref = change.seq.value,
                        .entity = *Hash::from(change.id.span()),
                        .owner = change.owner,
                        .from = pending,
                        .to = pending,
                        .reason = change.other ? "PAIRED" : "UNPAIRED"});
}

void clearPair(Transaction &transaction, Seq seq)
{
    transaction.connection().run("UPDATE intent_states SET paired_with = NULL, trade_seq = NULL WHERE seq = ?1", seq);
}

void insertReceipt(Transaction &transaction, const ReceiptGroup &group)
{
    transaction.connection().run("INSERT INTO receipts VALUES (?1, ?2, ?3, ?4)", group.first, group.size, group.root,
                                 group.signature);
}

std::optional<std::uint64_t> highestNonce(Connection &connection, SessionNo session)
{
    std::optional<std::int64_t> highest =
        connection.intentTail()->highestNonce(static_cast<std::int64_t>(session.value));
    Query query = connection.query("SELECT max(nonce) FROM nonces WHERE session_no = ?1", session);
    if (query.step() && !query.isNull(0))
        highest = std::max(highest.value_or(query.integer(0)), query.integer(0));
    if (!highest)
        return std::nullopt;
    return static_cast<std::uint64_t>(nonceKey(static_cast<std::uint64_t>(*highest)));
}

std::optional<Seq> seqOfNonce(Connection &connection, SessionNo session, std::uint64_t nonce)
{
    if (const std::optional<Seq> seq =
            connection.intentTail()->byNonce(static_cast<std::int64_t>(session.value), nonceKey(nonce)))
        return seq;
    Query query =
        connection.query("SELECT seq FROM nonces WHERE session_no = ?1 AND nonce = ?2", session, nonceKey(nonce));
    return query.step() ? std::optional(query.id<Seq>(0)) : std::nullopt;
}

std::optional<StoredIntent> bySeq(Connection &connection, Seq seq)
{
    Query query = connection.query(
        "SELECT i.seq, i.id, i.session_no, i.preimage, i.signature, i.admitted_at, s.state, s.updated_at, s.reason,"
        " s.paired_with, s.trade_seq, s.batch_seq FROM intents i JOIN intent_states s ON s.seq = i.seq"
        " WHERE i.seq = ?1",
        seq);
    return query.step() ? std::optional(intentOf(query)) : std::nullopt;
}

std::optional<StoredIntent> byId(Connection &connection, const IntentId &id)
{
    for (const Seq seq : connection.intentTail()->byId(headOf(id.span()))) {
        std::optional<StoredIntent> intent = bySeq(connection, seq);
        if (intent && intent->id == id)
            return intent;
    }
    Query query = connection.query("SELECT i.seq FROM intents_by_id k CROSS JOIN intents i ON i.seq = k.seq"
                                   " WHERE k.head = ?1 AND i.id = ?2",
                                   headOf(id.span()), id);
    return query.step() ? bySeq(connection, query.id<Seq>(0)) : std::nullopt;
}

IntentPage list(Connection &connection, const IntentFilter &filter)
{
    const Scan scan = scanFor(connection, filter);
    IntentPage page;
    std::size_t scanned = 0;
    Seq last;
    // False: the page is complete, and more may follow.
    const auto take = [&](StoredIntent &&intent) {
        if (page.rows.size() == filter.limit || scanned == scannedMax) {
            page.next = last;
            return false;
        }
        ++scanned;
        last = intent.seq;
        if (matches(intent, filter))
            page.rows.push_back(std::move(intent));
        return true;
    };
    Seq below = filter.before.value_or(Seq{static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())});
    if (scan.way != Way::BySeq && scan.way != Way::Unfinished) {
        const IntentTail &tail = *connection.intentTail();
        const IntentTail::Match match =
            scan.way == Way::ByItem ? tail.byItem(scan.head, below) : tail.byOwner(scan.head, below);
        for (const Seq seq : match.seqs) {
            std::optional<StoredIntent> intent = bySeq(connection, seq);
            if (intent && !take(*std::move(intent)))
                return page;
        }
        below = std::min(below, match.first);
    }
    Query query = open(connection, scan, below);
    while (query.step()) {
        if (!take(intentOf(query)))
            return page;
    }
    return page;
}

std::vector<StoredIntent> unfinished(Connection &connection, Seq after, std::size_t limit)
{
    std::vector<StoredIntent> result;
    Query query = connection.query(
        "SELECT i.seq, i.id, i.session_no, i.preimage, i.signature, i.admitted_at, s.state, s.updated_at, s.reason,"
        " s.paired_with, s.trade_seq, s.batch_seq FROM intent_states s CROSS JOIN intents i ON i.seq = s.seq"
        " WHERE s.state <= 1 AND s.seq > ?1 ORDER BY s.seq LIMIT ?2",
        after, limit);
    while (query.step())
        result.push_back(intentOf(query));
    return result;
}

Seq lastSeq(Connection &connection)
{
    Query query = connection.query("SELECT max(seq) FROM intents");
    return query.step() ? query.id<Seq>(0) : Seq{};
}

std::optional<ReceiptGroup> receiptOf(Connection &connection, Seq seq)
{
    Query query = connection.query("SELECT first_seq, size, root, signature FROM receipts WHERE first_seq <= ?1"
                                   " ORDER BY first_seq DESC LIMIT 1",
                                   seq);
    if (!query.step())
        return std::nullopt;
    const ReceiptGroup group{.first = query.id<Seq>(0),
                             .size = static_cast<std::uint32_t>(query.integer(1)),
                             .root = query.fixed<Hash>(2),
                             .signature = query.fixed<Signature>(3)};
    return seq.value - group.first.value < group.size ? std::optional(group) : std::nullopt;
}

std::vector<std::pair<IntentId, UnixMillis>> receiptLeaves(Connection &connection, const ReceiptGroup &group)
{
    std::vector<std::pair<IntentId, UnixMillis>> result;
    Query query = connection.query("SELECT id, admitted_at FROM intents WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
                                   group.first, group.size);
    while (query.step())
        result.emplace_back(query.fixed<IntentId>(0), query.id<UnixMillis>(1));
    return result;
}

std::vector<std::pair<IntentState, std::uint64_t>> countByState(Connection &connection)
{
    std::vector<std::pair<IntentState, std::uint64_t>> result;
    Query query = connection.query("SELECT state, count(*) FROM intent_states GROUP BY state");
    while (query.step())
        result.emplace_back(static_cast<IntentState>(query.integer(0)), query.unsignedInteger(1));
    return result;
}

} // namespace intents
} // namespace paradox::storage

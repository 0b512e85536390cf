#pragma once

#include "domain/intent.h"
#include "domain/states.h"
#include "domain/trade.h"
#include "storage/sessions.h"
#include "storage/writer.h"

#include <optional>
#include <string>
#include <vector>

namespace paradox::storage {

/// An admitted intent: its signed bytes, which never change, and where it stands.
struct StoredIntent {
    Seq seq;
    IntentId id;
    SessionNo session;
    IntentPreimage preimage{};
    Signature signature;
    UnixMillis admittedAt;

    IntentState state = IntentState::Pending;
    std::string reason; ///< code of the last move, or empty
    UnixMillis updatedAt;
    std::optional<Seq> pairedWith; ///< the other half
    std::optional<Seq> tradeSeq;   ///< set once paired
    std::optional<BatchSeq> batchSeq;

    [[nodiscard]] Intent intent() const; ///< decoded; the bytes were checked at admission
};

/// The signature over one commit group's admissions: seqs first … first + size − 1 (netting/admission_receipt.h).
struct ReceiptGroup {
    Seq first;
    std::uint32_t size = 0;
    Hash root;
    Signature signature;
};

struct IntentFilter {
    std::optional<PublicKey> owner;
    std::optional<PublicKey> session;
    std::optional<PublicKey> item;
    std::optional<IntentState> state;
    std::optional<Seq> before; ///< keyset: newest first, seqs below this
    std::size_t limit = 100;
};

struct IntentPage {
    std::vector<StoredIntent> rows;
    std::optional<Seq> next; ///< pass as `before`; a page may be short though more follows
};

/// One move of one intent.
struct IntentMove {
    Seq seq;
    IntentId id;
    PublicKey owner;
    IntentState from = IntentState::Pending;
    IntentState to = IntentState::Pending;
    Actor actor = Actor::Node;
    std::string_view reason = {};
    std::optional<BatchSeq> batchSeq = {};
};

/// A pending half that meets another, or that the other has left.
struct PairChange {
    Seq seq;
    IntentId id;
    PublicKey owner;
    std::optional<Seq> other = {};
    std::optional<Seq> trade = {}; ///< set with `other`
};

namespace intents {

/// Writes blob, state, nonce and event of a new pending intent, and keeps it findable at once by id, owner and item.
/// The nonce must be free: the caller has asked seqOfNonce.
void insert(Transaction &transaction, const StoredIntent &intent, const Intent &decoded);
/// Asserts mayMove; writes state and event.
void move(Transaction &transaction, const IntentMove &move);
/// Writes partner and trade of a half that stays pending, and an event from pending to pending that says PAIRED or
/// UNPAIRED: the other half is not its owner's to see.
void setPair(Transaction &transaction, const PairChange &change);
/// Of a half that leaves; its move is what is told of it.
void clearPair(Transaction &transaction, Seq seq);
void insertReceipt(Transaction &transaction, const ReceiptGroup &group);

/// The highest nonce a session ever used; nothing before its first intent.
[[nodiscard]] std::optional<std::uint64_t> highestNonce(Connection &connection, SessionNo session);
/// Which intent used this nonce of this session, ever.
[[nodiscard]] std::optional<Seq> seqOfNonce(Connection &connection, SessionNo session, std::uint64_t nonce);
[[nodiscard]] std::optional<StoredIntent> bySeq(Connection &connection, Seq seq);
[[nodiscard]] std::optional<StoredIntent> byId(Connection &connection, const IntentId &id);
[[nodiscard]] IntentPage list(Connection &connection, const IntentFilter &filter);
/// Pending and netted ones in order; at the start of a node.
[[nodiscard]] std::vector<StoredIntent> unfinished(Connection &connection, Seq after, std::size_t limit);
[[nodiscard]] Seq lastSeq(Connection &connection);

[[nodiscard]] std::optional<ReceiptGroup> receiptOf(Connection &connection, Seq seq);
/// Ids and times of a receipt's group, in order.
[[nodiscard]] std::vector<std::pair<IntentId, UnixMillis>> receiptLeaves(Connection &connection,
                                                                         const ReceiptGroup &group);

/// Counts by state, for metrics and statistics.
[[nodiscard]] std::vector<std::pair<IntentState, std::uint64_t>> countByState(Connection &connection);

} // namespace intents
} // namespace paradox::storage

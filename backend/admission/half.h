#pragma once

#include "domain/intent.h"
#include "domain/states.h"
#include "storage/sessions.h"

#include <optional>
#include <unordered_set>

namespace paradox::admission {

/// A session as the writer keeps it.
struct SessionEntry {
    storage::Session session;
    std::optional<std::uint64_t> highestNonce; ///< above it a nonce is free without asking the database
    std::unordered_set<Seq> pending;           ///< its halves in the book
    Lamports toldHeld;                         ///< as the feed last said
    Lamports toldSpent;
    bool dirty = false; ///< counters differ from the database until the group is closed
};

/// An intent in the book: pending, or netted and not yet settled.
struct Half {
    Seq seq;
    IntentId id;
    Intent intent;
    SessionEntry *session = nullptr;
    UnixMillis admittedAt;
    IntentState state = IntentState::Pending;
    Half *partner = nullptr; ///< the other half of its trade
    std::optional<Seq> trade;
    BatchSeq batch;       ///< 0 unless netted
    bool indexed = false; ///< waits in the pair index for a partner

    [[nodiscard]] Side side() const { return sideOf(intent); }
    /// What a buyer's half keeps reserved in its session.
    [[nodiscard]] Lamports hold() const { return side() == Side::Buyer ? intent.amount : Lamports{}; }
};

} // namespace paradox::admission

#pragma once

#include "domain/intent.h"
#include "domain/states.h"
#include "storage/sessions.h"

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/set.hpp>

#include <optional>

namespace paradox::admission {

struct SessionEntry;

/// Places in containers that own nothing: entering and leaving one allocates nothing and moves nothing else.
using InSession = boost::intrusive::list_member_hook<boost::intrusive::link_mode<boost::intrusive::normal_link>>;
using InMeeting = boost::intrusive::set_member_hook<boost::intrusive::link_mode<boost::intrusive::normal_link>>;

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
    InSession inSession = {};
    InMeeting inMeeting = {};

    [[nodiscard]] Side side() const { return sideOf(intent); }
    /// What a buyer's half keeps reserved in its session.
    [[nodiscard]] Lamports hold() const { return side() == Side::Buyer ? intent.amount : Lamports{}; }
};

/// A session as the writer keeps it.
struct SessionEntry {
    using Halves = boost::intrusive::list<Half, boost::intrusive::member_hook<Half, InSession, &Half::inSession>>;

    storage::Session session;
    std::optional<std::uint64_t> highestNonce; ///< above it a nonce is free without asking the database
    Halves pending;                            ///< its pending halves
    std::size_t halves = 0;                    ///< in the book: pending, or netted and not yet settled
    Lamports toldHeld;                         ///< as the feed last said
    Lamports toldSpent;
    bool dirty = false; ///< counters differ from the database until the group is closed
};

} // namespace paradox::admission

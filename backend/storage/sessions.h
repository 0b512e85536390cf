#pragma once

#include "domain/grant.h"
#include "domain/states.h"
#include "storage/writer.h"

#include <optional>
#include <string>
#include <vector>

namespace paradox::storage {

/// Number of a session on this node, from 1: what rows refer to.
using SessionNo = Strong<struct SessionNoTag>;

/// A session grant and how much of it is used. Always held + spent ≤ grant.maxTotal and intents ≤ grant.maxIntents.
struct Session {
    SessionNo number;
    Grant grant;
    Hash grantHash;
    SessionState state = SessionState::Unregistered;
    Lamports held;
    Lamports spent;
    std::uint32_t intents = 0;
    std::string registrationOperation; ///< operation id, or empty
    std::string reason;                ///< code of the last move, or empty
    UnixMillis createdAt;
    UnixMillis updatedAt;

    [[nodiscard]] Lamports left() const { return {grant.maxTotal.value - held.value - spent.value}; }
};

/// Counters of a session after a group of admissions.
struct SessionUse {
    SessionNo number;
    Lamports held;
    Lamports spent;
    std::uint32_t intents = 0;
};

struct SessionFilter {
    std::optional<PublicKey> owner;
    std::optional<SessionState> state;
    std::optional<SessionNo> before; ///< keyset: newest first, numbers below this
    std::size_t limit = 100;
};

namespace sessions {

/// Gives it its number. Nothing when the session key is known already.
[[nodiscard]] std::optional<SessionNo> insert(Transaction &transaction, const Session &session);
/// Asserts mayMove; writes the event.
void move(Transaction &transaction, const Session &session, SessionState to, Actor actor, std::string_view reason);
void setUse(Transaction &transaction, const SessionUse &use);
/// Tells the feed that held or spent moved, in a row whose state stays: once a commit group, after setUse.
void tellUse(Transaction &transaction, const Session &session);
void setRegistration(Transaction &transaction, SessionNo number, std::string_view operationId);

[[nodiscard]] std::optional<Session> byKey(Connection &connection, const PublicKey &session);
[[nodiscard]] std::optional<Session> byNumber(Connection &connection, SessionNo number);
[[nodiscard]] std::vector<Session> list(Connection &connection, const SessionFilter &filter);
/// Not yet confirmed on chain, with numbers above `after`, lowest first.
[[nodiscard]] std::vector<Session> unregistered(Connection &connection, SessionNo after, std::size_t limit);
/// All that are not at an end; at the start of a node.
[[nodiscard]] std::vector<Session> living(Connection &connection);

/// The owner's revoke-all counter; 0 until raised.
[[nodiscard]] std::uint64_t epochOf(Connection &connection, const PublicKey &owner);
void setEpoch(Transaction &transaction, const PublicKey &owner, std::uint64_t epoch);

} // namespace sessions
} // namespace paradox::storage

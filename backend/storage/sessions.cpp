#include "storage/sessions.h"

#include "domain/assert.h"
#include "domain/sha256.h"

#include <limits>

namespace paradox::storage::sessions {

namespace {

Session sessionOf(const Query &query)
{
    Session session;
    session.number = query.id<SessionNo>(0);
    session.state = static_cast<SessionState>(query.integer(1));
    const ByteSpan grantBytes = query.blob(2);
    session.grantHash = sha256(grantBytes);
    const std::expected<Grant, GrantError> grant = decodeGrant(grantBytes);
    PARADOX_ASSERT(grant.has_value()); // written by insert() below
    session.grant = *grant;
    session.held = {query.unsignedInteger(3)};
    session.spent = {query.unsignedInteger(4)};
    session.intents = static_cast<std::uint32_t>(query.integer(5));
    session.registrationOperation = query.text(6);
    session.reason = query.text(7);
    session.createdAt = query.id<UnixMillis>(8);
    session.updatedAt = query.id<UnixMillis>(9);
    return session;
}

std::optional<Session> one(Query query)
{
    return query.step() ? std::optional(sessionOf(query)) : std::nullopt;
}

std::vector<Session> collect(Query query)
{
    std::vector<Session> result;
    while (query.step())
        result.push_back(sessionOf(query));
    return result;
}

Event eventOf(const Session &session, Actor actor)
{
    return {.topic = Topic::Sessions,
            .ref = session.number.value,
            .entity = *Hash::from(session.grant.session.span()),
            .owner = session.grant.owner,
            .actor = actor};
}

} // namespace

std::optional<SessionNo> insert(Transaction &transaction, const Session &session)
{
    Session inserted = session;
    Query query = transaction.connection().query(
        "INSERT INTO sessions (session, owner, state, grant_bytes, registration, created_at, updated_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT (session) DO NOTHING RETURNING session_no",
        session.grant.session, session.grant.owner, session.state, encodeGrant(session.grant),
        session.registrationOperation, transaction.now());
    if (!query.step())
        return std::nullopt;
    inserted.number = query.id<SessionNo>(0);
    while (query.step())
        ;
    transaction.connection().run("INSERT INTO session_use VALUES (?1, ?2, 0, 0, 0, ?3)", inserted.number,
                                 session.grant.maxTotal, transaction.now());
    Event event = eventOf(inserted, Actor::Owner);
    event.to = toText(session.state);
    transaction.record(std::move(event));
    return inserted.number;
}

void move(Transaction &transaction, const Session &session, SessionState to, Actor actor, std::string_view reason)
{
    PARADOX_ASSERT(mayMove(session.state, to));
    transaction.connection().run("UPDATE sessions SET state = ?2, reason = ?3, updated_at = ?4 WHERE session_no = ?1",
                                 session.number, to, reason, transaction.now());
    Event event = eventOf(session, actor);
    event.from = toText(session.state);
    event.to = toText(to);
    event.reason = reason;
    transaction.record(std::move(event));
}

void setUse(Transaction &transaction, const SessionUse &use)
{
    transaction.connection().run("UPDATE session_use SET held = ?2, spent = ?3, intents = ?4, updated_at = ?5"
                                 " WHERE session_no = ?1",
                                 use.number, use.held, use.spent, use.intents, transaction.now());
}

void tellUse(Transaction &transaction, const Session &session)
{
    Event event = eventOf(session, Actor::Node);
    event.from = toText(session.state);
    event.to = toText(session.state);
    event.reason = "USE_CHANGED";
    transaction.record(std::move(event));
}

void setRegistration(Transaction &transaction, SessionNo number, std::string_view operationId)
{
    transaction.connection().run("UPDATE sessions SET registration = ?2, updated_at = ?3 WHERE session_no = ?1", number,
                                 operationId, transaction.now());
}

std::optional<Session> byKey(Connection &connection, const PublicKey &session)
{
    return one(connection.query("SELECT session_no, state, grant_bytes, held, spent, intents, registration, reason,"
                                " created_at, updated_at FROM sessions_with_use WHERE session = ?1",
                                session));
}

std::optional<Session> byNumber(Connection &connection, SessionNo number)
{
    return one(connection.query("SELECT session_no, state, grant_bytes, held, spent, intents, registration, reason,"
                                " created_at, updated_at FROM sessions_with_use WHERE session_no = ?1",
                                number));
}

std::vector<Session> list(Connection &connection, const SessionFilter &filter)
{
    const std::int64_t before =
        filter.before ? static_cast<std::int64_t>(filter.before->value) : std::numeric_limits<std::int64_t>::max();
    if (filter.owner)
        return collect(connection.query(
            "SELECT session_no, state, grant_bytes, held, spent, intents, registration, reason, created_at, updated_at"
            " FROM sessions_with_use WHERE owner = ?1 AND session_no < ?2 AND (?3 IS NULL OR state = ?3)"
            " ORDER BY session_no DESC LIMIT ?4",
            *filter.owner, before, filter.state, filter.limit));
    return collect(connection.query(
        "SELECT session_no, state, grant_bytes, held, spent, intents, registration, reason, created_at, updated_at"
        " FROM sessions_with_use WHERE session_no < ?1 AND (?2 IS NULL OR state = ?2)"
        " ORDER BY session_no DESC LIMIT ?3",
        before, filter.state, filter.limit));
}

std::vector<Session> unregistered(Connection &connection, SessionNo after, std::size_t limit)
{
    // The first condition is the index's own: without it the index of the living is not used.
    return collect(connection.query(
        "SELECT session_no, state, grant_bytes, held, spent, intents, registration, reason, created_at, updated_at"
        " FROM sessions_with_use WHERE state <= 2 AND state = ?1 AND session_no > ?2 ORDER BY session_no LIMIT ?3",
        SessionState::Unregistered, after, limit));
}

std::vector<Session> living(Connection &connection)
{
    return collect(connection.query(
        "SELECT session_no, state, grant_bytes, held, spent, intents, registration, reason, created_at, updated_at"
        " FROM sessions_with_use WHERE state <= 2 ORDER BY session_no"));
}

std::uint64_t epochOf(Connection &connection, const PublicKey &owner)
{
    Query query = connection.query("SELECT epoch FROM owner_epochs WHERE owner = ?1", owner);
    return query.step() ? query.unsignedInteger(0) : 0;
}

void setEpoch(Transaction &transaction, const PublicKey &owner, std::uint64_t epoch)
{
    transaction.connection().run("INSERT INTO owner_epochs (owner, epoch) VALUES (?1, ?2)"
                                 " ON CONFLICT (owner) DO UPDATE SET epoch = excluded.epoch",
                                 owner, epoch);
}

} // namespace paradox::storage::sessions

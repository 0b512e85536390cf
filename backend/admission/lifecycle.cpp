#include "admission/state.h"

#include "domain/assert.h"

namespace paradox::admission {

using storage::Transaction;

namespace {

bool isAtEnd(SessionState state)
{
    return !mayMove(state, SessionState::Revoked);
}

} // namespace

void State::moveSession(Transaction &transaction, SessionEntry &entry, SessionState to, storage::Actor actor,
                        std::string_view reason)
{
    touch(transaction, entry);
    storage::sessions::move(transaction, entry.session, to, actor, reason);
    m_sessions.setState(entry, to);
    noteEnd(entry);
}

void State::noteEnd(const SessionEntry &entry)
{
    if (isAtEnd(entry.session.state) && entry.halves == 0)
        m_ended.push_back(entry.session.number);
}

void State::dropEnded()
{
    for (const storage::SessionNo number : m_ended) {
        SessionEntry *const entry = m_sessions.find(number);
        if (!entry || entry->halves != 0) // noted twice
            continue;
        PARADOX_ASSERT(isAtEnd(entry->session.state));
        PARADOX_ASSERT(entry->session.held.value == 0);
        m_sessions.erase(*entry);
    }
    m_ended.clear();
    m_sessionEnds.trim(m_sessions.size(),
                       [this](std::uint64_t number) { return m_sessions.find(storage::SessionNo{number}) != nullptr; });
}

void State::revokePending(Transaction &transaction, SessionEntry &entry, storage::Actor actor, std::string_view reason)
{
    // By number, since one that leaves may take others along.
    std::vector<Seq> pending;
    for (const Half &half : entry.pending)
        pending.push_back(half.seq);
    std::sort(pending.begin(), pending.end());
    for (const Seq seq : pending) {
        if (Half *const half = find(seq))
            leave(transaction, *half, {.to = IntentState::Revoked, .actor = actor, .reason = reason});
    }
}

void State::watchSession(const SessionEntry &entry)
{
    m_sessionEnds.add(entry.session.grant.expiresAt, entry.session.number.value);
}

std::size_t State::sweep(Transaction &transaction, std::size_t limit)
{
    const UnixSeconds now = toSeconds(transaction.now());
    std::size_t moves = 0;
    while (moves < limit) {
        const std::optional<std::uint64_t> due = m_intentEnds.takeDue(now);
        if (!due)
            break;
        Half *const half = find(Seq{*due});
        // A netted half is settled or given back; then its end is looked at again.
        if (!half || half->state != IntentState::Pending)
            continue;
        leave(transaction, *half, {.to = IntentState::Expired, .reason = "EXPIRED"});
        ++moves;
    }
    while (moves < limit) {
        const std::optional<std::uint64_t> due = m_sessionEnds.takeDue(now);
        if (!due)
            break;
        SessionEntry *const entry = m_sessions.find(storage::SessionNo{*due});
        if (!entry || !mayMove(entry->session.state, SessionState::Expired))
            continue;
        moveSession(transaction, *entry, SessionState::Expired, storage::Actor::Node, "GRANT_EXPIRED");
        ++moves;
    }
    return moves;
}

} // namespace paradox::admission

#include "admission/session_table.h"

#include "domain/assert.h"

#include <mutex>

namespace paradox::admission {

SessionView viewOf(const storage::Session &session, std::uint64_t ownerEpoch)
{
    const Grant &grant = session.grant;
    return {.owner = grant.owner,
            .state = session.state,
            .actions = grant.actions,
            .maxPerIntent = grant.maxPerIntent,
            .notBefore = grant.notBefore,
            .expiresAt = grant.expiresAt,
            .outdated = grant.epoch < ownerEpoch,
            .scoped = !grant.scopeRoot.isZero()};
}

std::optional<SessionView> SessionTable::view(const PublicKey &session) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_sessions.find(session);
    if (found == m_sessions.end())
        return std::nullopt;
    return viewOf(found->second->session, epochOf(*found->second));
}

std::size_t SessionTable::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_sessions.size();
}

std::size_t SessionTable::ownerCount() const
{
    const std::shared_lock lock(m_mutex);
    return m_owners.size();
}

SessionEntry *SessionTable::find(const PublicKey &session)
{
    const auto found = m_sessions.find(session);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

SessionEntry *SessionTable::find(storage::SessionNo number)
{
    const auto found = m_byNumber.find(number);
    return found == m_byNumber.end() ? nullptr : found->second;
}

SessionEntry &SessionTable::add(storage::Connection &connection, const storage::Session &session)
{
    const PublicKey &owner = session.grant.owner;
    const bool isNew = !m_owners.contains(owner);
    const std::uint64_t epoch = isNew ? storage::sessions::epochOf(connection, owner) : 0;
    const std::unique_lock lock(m_mutex);
    if (isNew)
        m_owners.emplace(owner, Owner{.epoch = epoch, .sessions = {}});
    auto entry = std::make_unique<SessionEntry>();
    entry->session = session;
    entry->toldHeld = session.held;
    entry->toldSpent = session.spent;
    SessionEntry *const pointer = entry.get();
    const bool inserted = m_sessions.emplace(session.grant.session, std::move(entry)).second;
    PARADOX_ASSERT(inserted);
    m_byNumber.emplace(session.number, pointer);
    m_owners.at(owner).sessions.push_back(pointer);
    return *pointer;
}

void SessionTable::erase(SessionEntry &entry)
{
    PARADOX_ASSERT(entry.halves == 0);
    PARADOX_ASSERT(!entry.dirty);
    const std::unique_lock lock(m_mutex);
    const auto owner = m_owners.find(entry.session.grant.owner);
    std::erase(owner->second.sessions, &entry);
    if (owner->second.sessions.empty())
        m_owners.erase(owner);
    m_byNumber.erase(entry.session.number);
    m_sessions.erase(PublicKey(entry.session.grant.session));
}

void SessionTable::setState(SessionEntry &entry, SessionState state)
{
    const std::unique_lock lock(m_mutex);
    entry.session.state = state;
}

void SessionTable::setEpoch(const PublicKey &owner, std::uint64_t epoch)
{
    const std::unique_lock lock(m_mutex);
    if (const auto found = m_owners.find(owner); found != m_owners.end())
        found->second.epoch = epoch;
}

std::uint64_t SessionTable::epochOf(const SessionEntry &entry) const
{
    const auto owner = m_owners.find(entry.session.grant.owner);
    PARADOX_ASSERT(owner != m_owners.end());
    return owner->second.epoch;
}

std::vector<SessionEntry *> SessionTable::ofOwner(const PublicKey &owner)
{
    const auto found = m_owners.find(owner);
    return found == m_owners.end() ? std::vector<SessionEntry *>() : found->second.sessions;
}

void SessionTable::rebuild(storage::Connection &connection)
{
    {
        const std::unique_lock lock(m_mutex);
        m_sessions.clear();
        m_byNumber.clear();
        m_owners.clear();
    }
    for (const storage::Session &session : storage::sessions::living(connection))
        add(connection, session);
}

} // namespace paradox::admission

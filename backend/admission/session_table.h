#pragma once

#include "admission/half.h"
#include "storage/database.h"

#include <memory>
#include <shared_mutex>
#include <unordered_map>

namespace paradox::admission {

/// What a thread other than the writer's may know of a session, as of now.
struct SessionView {
    PublicKey owner;
    SessionState state = SessionState::Unregistered;
    std::uint16_t actions = 0;
    Lamports maxPerIntent;
    UnixSeconds notBefore;
    UnixSeconds expiresAt;
    bool outdated = false; ///< the grant's epoch is below the owner's
    bool scoped = false;
};

[[nodiscard]] SessionView viewOf(const storage::Session &session, std::uint64_t ownerEpoch);

/// All sessions that can still matter: those that have not ended, and those with halves in the book; and of their
/// owners the epoch, which for others is in the database. `view` and the sizes from any thread; the rest, and every
/// entry, belongs to the writer thread.
class SessionTable {
public:
    [[nodiscard]] std::optional<SessionView> view(const PublicKey &session) const;

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t ownerCount() const;

    [[nodiscard]] SessionEntry *find(const PublicKey &session);
    [[nodiscard]] SessionEntry *find(storage::SessionNo number);
    /// A session that the database has, too.
    SessionEntry &add(storage::Connection &connection, const storage::Session &session);
    /// Nothing may point to the entry any more.
    void erase(SessionEntry &entry);
    void setState(SessionEntry &entry, SessionState state);
    void setEpoch(const PublicKey &owner, std::uint64_t epoch);
    /// The owner's.
    [[nodiscard]] std::uint64_t epochOf(const SessionEntry &entry) const;
    [[nodiscard]] std::vector<SessionEntry *> ofOwner(const PublicKey &owner);

    template <class Visitor>
    void forEach(Visitor visit) const
    {
        for (const auto &[key, entry] : m_sessions)
            visit(*entry);
    }

    /// Forgets everything and reads the living sessions again.
    void rebuild(storage::Connection &connection);

private:
    struct Owner {
        std::uint64_t epoch = 0;
        std::vector<SessionEntry *> sessions; ///< at least one
    };

    mutable std::shared_mutex m_mutex; ///< the writer thread writes under it and reads without
    std::unordered_map<PublicKey, std::unique_ptr<SessionEntry>> m_sessions;
    std::unordered_map<storage::SessionNo, SessionEntry *> m_byNumber;
    std::unordered_map<PublicKey, Owner> m_owners;
};

} // namespace paradox::admission

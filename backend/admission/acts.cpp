#include "admission/impl.h"

#include "domain/sha256.h"

namespace paradox::admission {

using storage::Transaction;

void Admission::cancel(const IntentId &intent, const Signature &signature, Callback<storage::StoredIntent> callback)
{
    std::optional<storage::StoredIntent> stored;
    {
        const storage::ReadLease lease = m_impl->database.read();
        stored = storage::intents::byId(lease, intent);
        if (lease.failure())
            return callback(std::unexpected(Refusal::StorageUnavailable));
    }
    if (!stored)
        return callback(std::unexpected(Refusal::IntentUnknown));
    if (!solana::verify(stored->intent().session, encodeCancel(intent), signature))
        return callback(std::unexpected(Refusal::SignatureInvalid));
    m_impl->perform<storage::StoredIntent>(
        std::move(callback),
        [impl = m_impl.get(),
         seq = stored->seq](Transaction &transaction) -> std::expected<storage::StoredIntent, Refusal> {
            Half *const half = impl->state.find(seq);
            if (half && half->state == IntentState::Pending) {
                impl->state.leave(
                    transaction, *half,
                    {.to = IntentState::Cancelled, .actor = storage::Actor::Session, .reason = "CANCELLED"});
            }
            const std::optional<storage::StoredIntent> after = storage::intents::bySeq(transaction, seq);
            if (!after)
                return std::unexpected(Refusal::StorageUnavailable);
            // Cancelling twice is cancelling once.
            if (after->state != IntentState::Cancelled)
                return std::unexpected(Refusal::NotPending);
            return *after;
        });
}

void Admission::createSession(const Grant &grant, std::string registrationOperation,
                              Callback<storage::Session> callback)
{
    const storage::Cluster &cluster = m_impl->options.cluster;
    std::optional<Refusal> refusal;
    if (grant.genesis != cluster.genesis)
        refusal = Refusal::WrongCluster;
    else if (grant.program != cluster.program)
        refusal = Refusal::WrongProgram;
    else if (grant.engine != cluster.engine)
        refusal = Refusal::WrongVenue;
    else if (m_impl->clock.wallSeconds() >= grant.expiresAt)
        refusal = Refusal::GrantExpired;
    if (refusal)
        return callback(std::unexpected(*refusal));
    m_impl->perform<storage::Session>(
        std::move(callback),
        [impl = m_impl.get(), grant, operation = std::move(registrationOperation)](
            Transaction &transaction) -> std::expected<storage::Session, Refusal> {
            SessionTable &sessions = impl->state.sessions();
            if (std::optional<storage::Session> existing = storage::sessions::byKey(transaction, grant.session)) {
                if (existing->grant != grant)
                    return std::unexpected(Refusal::SessionExists);
                if (existing->registrationOperation.empty() && !operation.empty()) {
                    storage::sessions::setRegistration(transaction, existing->number, operation);
                    existing->registrationOperation = operation;
                    if (SessionEntry *const entry = sessions.find(grant.session))
                        entry->session.registrationOperation = operation;
                }
                return *existing;
            }
            if (grant.epoch < storage::sessions::epochOf(transaction, grant.owner))
                return std::unexpected(Refusal::GrantOutdated);
            storage::Session session{.number = {},
                                     .grant = grant,
                                     .grantHash = sha256(encodeGrant(grant)),
                                     .state = SessionState::Unregistered,
                                     .held = {},
                                     .spent = {},
                                     .intents = 0,
                                     .registrationOperation = operation,
                                     .reason = {},
                                     .createdAt = transaction.now(),
                                     .updatedAt = transaction.now()};
            transaction.touchMemory();
            const std::optional<storage::SessionNo> number = storage::sessions::insert(transaction, session);
            if (!number)
                return std::unexpected(Refusal::StorageUnavailable);
            session.number = *number;
            impl->state.watchSession(sessions.add(transaction, session));
            return session;
        });
}

void Admission::revoke(const SignedRevocation &request, Callback<std::vector<storage::Session>> callback)
{
    const Revocation &revocation = request.revocation;
    const std::int64_t age = m_impl->clock.wallSeconds().value - revocation.issuedAt.value;
    const bool bySession = request.signer == revocation.session && !revocation.session.isZero();
    std::optional<Refusal> refusal;
    if (revocation.genesis != m_impl->options.cluster.genesis)
        refusal = Refusal::WrongCluster;
    else if (age > revokeSkewSecondsMax)
        refusal = Refusal::ActTooOld;
    else if (age < -revokeSkewSecondsMax)
        refusal = Refusal::ActFromFuture;
    else if (request.signer != revocation.owner && !bySession)
        refusal = Refusal::NotAuthorised;
    else if (!solana::verify(request.signer, encodeRevocation(revocation), request.signature))
        refusal = Refusal::SignatureInvalid;
    if (refusal)
        return callback(std::unexpected(*refusal));
    m_impl->perform<std::vector<storage::Session>>(
        std::move(callback),
        [this, revocation, actor = bySession ? storage::Actor::Session : storage::Actor::Owner](
            Transaction &transaction) -> std::expected<std::vector<storage::Session>, Refusal> {
            std::vector<PublicKey> keys;
            if (revocation.session.isZero()) {
                for (const SessionEntry *const entry : m_impl->state.sessions().ofOwner(revocation.owner))
                    keys.push_back(entry->session.grant.session);
            } else {
                const auto session = storage::sessions::byKey(transaction, revocation.session);
                if (!session)
                    return std::unexpected(Refusal::SessionUnknown);
                if (session->grant.owner != revocation.owner)
                    return std::unexpected(Refusal::SessionNotOwned);
                keys.push_back(revocation.session);
            }
            std::vector<storage::Session> ended;
            for (const PublicKey &key : keys) {
                const bool now = end(transaction, key, actor, "REVOKED");
                auto session = storage::sessions::byKey(transaction, key);
                // One that had ended is named when it was asked for: revoking twice is revoking once.
                if (session && (now || !revocation.session.isZero()))
                    ended.push_back(*std::move(session));
            }
            return ended;
        });
}

bool Admission::activate(Transaction &transaction, const PublicKey &session)
{
    SessionEntry *const entry = m_impl->state.sessions().find(session);
    if (!entry || entry->session.state != SessionState::Unregistered)
        return false;
    m_impl->state.moveSession(transaction, *entry, SessionState::Active, storage::Actor::Chain, "REGISTERED");
    return true;
}

bool Admission::end(Transaction &transaction, const PublicKey &session, storage::Actor actor, std::string_view reason)
{
    State &state = m_impl->state;
    SessionEntry *const entry = state.sessions().find(session);
    if (!entry)
        return false;
    const bool moves = mayMove(entry->session.state, SessionState::Revoked);
    if (moves)
        state.moveSession(transaction, *entry, SessionState::Revoked, actor, reason);
    // An exhausted session keeps its state, but what it left waiting goes.
    state.revokePending(transaction, *entry, actor, "SESSION_REVOKED");
    return moves;
}

bool Admission::freeze(Transaction &transaction, const PublicKey &session)
{
    SessionEntry *const entry = m_impl->state.sessions().find(session);
    if (!entry || entry->session.state != SessionState::Active)
        return false;
    m_impl->state.moveSession(transaction, *entry, SessionState::Frozen, storage::Actor::Operator, "FROZEN");
    return true;
}

bool Admission::unfreeze(Transaction &transaction, const PublicKey &session)
{
    SessionEntry *const entry = m_impl->state.sessions().find(session);
    if (!entry || entry->session.state != SessionState::Frozen)
        return false;
    m_impl->state.moveSession(transaction, *entry, SessionState::Active, storage::Actor::Operator, "UNFROZEN");
    return true;
}

void Admission::raiseEpoch(Transaction &transaction, const PublicKey &owner, std::uint64_t epoch)
{
    SessionTable &sessions = m_impl->state.sessions();
    if (epoch <= storage::sessions::epochOf(transaction, owner))
        return;
    transaction.touchMemory();
    storage::sessions::setEpoch(transaction, owner, epoch);
    sessions.setEpoch(owner, epoch);
    for (const SessionEntry *const entry : sessions.ofOwner(owner)) {
        if (entry->session.grant.epoch < epoch)
            end(transaction, entry->session.grant.session, storage::Actor::Chain, "EPOCH_RAISED");
    }
}

std::size_t Admission::sweep(Transaction &transaction, std::size_t limit)
{
    return m_impl->state.sweep(transaction, limit);
}

} // namespace paradox::admission

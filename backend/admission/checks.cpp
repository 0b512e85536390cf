#include "admission/checks.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::admission {

std::expected<Parsed, Refusal> parse(const Submission &submission, const Options &options)
{
    const std::expected<Intent, IntentError> intent = decodeIntent(submission.preimage);
    if (!intent)
        return std::unexpected(refusalOf(intent.error()));
    if (intent->genesis != options.cluster.genesis)
        return std::unexpected(Refusal::WrongCluster);
    if (intent->program != options.cluster.program)
        return std::unexpected(Refusal::WrongProgram);
    if (intent->engine != options.cluster.engine)
        return std::unexpected(Refusal::WrongVenue);
    if (std::find(options.mints.begin(), options.mints.end(), intent->mint) == options.mints.end())
        return std::unexpected(Refusal::WrongCurrency);
    if (submission.caller && *submission.caller != intent->owner)
        return std::unexpected(Refusal::CallerNotOwner);
    return Parsed{submission, *intent, intentIdOf(submission.preimage)};
}

std::optional<Refusal> checkSession(const SessionView &session, UnixSeconds now)
{
    switch (session.state) {
    case SessionState::Unregistered:
        return Refusal::SessionNotRegistered;
    case SessionState::Frozen:
        return Refusal::SessionFrozen;
    case SessionState::Expired:
        return Refusal::GrantExpired;
    case SessionState::Revoked:
        return Refusal::SessionRevoked;
    case SessionState::Exhausted:
        return Refusal::SessionExhausted;
    case SessionState::Active:
        break;
    }
    if (session.outdated)
        return Refusal::GrantOutdated;
    if (now >= session.expiresAt)
        return Refusal::GrantExpired;
    if (now < session.notBefore)
        return Refusal::GrantNotYetValid;
    return std::nullopt;
}

std::optional<Refusal> checkGrant(const Intent &intent, const SessionView &session, UnixSeconds now)
{
    if (intent.owner != session.owner)
        return Refusal::SessionNotOwned;
    if (const std::optional<Refusal> refusal = checkSession(session, now))
        return refusal;
    if ((session.actions & actionBitOf(intent.type)) == 0)
        return Refusal::ActionNotGranted;
    if (session.scoped) // an intent carries no proof that its item is in the tree
        return Refusal::ItemOutOfScope;
    if (intent.amount > session.maxPerIntent)
        return Refusal::PerIntentLimitExceeded;
    if (intent.expiresAt > session.expiresAt)
        return Refusal::IntentOutlivesGrant;
    return std::nullopt;
}

std::optional<Refusal> checkTimes(const Intent &intent, UnixSeconds now)
{
    if (now >= intent.expiresAt)
        return Refusal::Expired;
    if (intent.createdAt.value > now.value + intentAheadSecondsMax)
        return Refusal::IntentFromFuture;
    if (intent.createdAt.value < now.value - intentAgeSecondsMax)
        return Refusal::IntentTooOld;
    return std::nullopt;
}

} // namespace paradox::admission

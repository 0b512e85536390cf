#include "programs/vault/grants.h"
#include "programs/vault/rules.h"

namespace paradox::program::vault {

namespace {

constexpr u8 grantTag[16] = {0xff, 'p', 'p', 'v', ':', 'g', 'r', 'a', 'n', 't', ':', 'v', '1'};
constexpr u16 actionsAll = 15;
constexpr u64 amountMax = ~u64{0} >> 1;
/// Clocks of owners and cluster differ; a grant of full life may be made a little ahead.
constexpr i64 clockSkewSeconds = 3600;

u64 tagOf(const Pubkey &session)
{
    return *reinterpret_cast<const AliasedWord *>(session.bytes);
}

Status checkForm(const RegisterSessionKey::Args &grant, i64 now)
{
    PROGRAM_ENSURE(grant.actions != 0 && grant.actions <= actionsAll, InvalidGrant);
    PROGRAM_ENSURE(grant.maxPerIntent > 0 && grant.maxPerIntent <= grant.maxTotal, InvalidGrant);
    PROGRAM_ENSURE(grant.maxTotal <= amountMax && grant.maxIntents > 0, InvalidGrant);
    PROGRAM_ENSURE(grant.notBefore >= 0 && grant.notBefore < grant.expiresAt, InvalidTime);
    PROGRAM_ENSURE(grant.expiresAt - grant.notBefore <= grantLifeSecondsMax, InvalidTime);
    PROGRAM_ENSURE(grant.expiresAt > now, InvalidTime);
    PROGRAM_ENSURE(grant.expiresAt - now <= grantLifeSecondsMax + clockSkewSeconds, InvalidTime);
    return Status::Ok;
}

/// The grant's 254 bytes are the tag, the genesis hash, four keys that are accounts here, and the other arguments.
Status hashGrant(const Call<RegisterSessionKey> &call, Bytes32 &hash)
{
    using Ix = RegisterSessionKey;
    constexpr u64 tailSize = 2 + 8 + 8 + 4 + 8 + 8 + 8 + 32;
    const u8 *arguments = call.input.data() + 8;
    const Slice parts[] = {{grantTag, sizeof grantTag},     {arguments, 32},
                           sliceOf(call.input.programId()), sliceOf(call.key(Ix::game)),
                           sliceOf(call.key(Ix::owner)),    sliceOf(call.key(Ix::session)),
                           {arguments + 32, tailSize}};
    PROGRAM_REQUIRE(sol_sha256(parts, countOf(parts), hash.bytes) == 0, Status::InvalidArgument);
    return Status::Ok;
}

} // namespace

Status handle(Call<RegisterSessionKey> &call)
{
    using Ix = RegisterSessionKey;
    const auto &grant = call.args;
    PROGRAM_ENSURE(!call.state<Game>(Ix::game).newActivityPaused, NewActivityPaused);
    PROGRAM_ENSURE(call.key(Ix::session) != call.key(Ix::owner), InvalidGrant);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_TRY(checkForm(grant, now));
    PROGRAM_TRY(ensureLedger(call, Ix::owner, Ix::owner));
    PlayerLedger &ledger = call.state<PlayerLedger>(Ix::ledger);
    PROGRAM_ENSURE(grant.epoch == ledger.epoch, WrongEpoch);
    PROGRAM_TRY(call.createAt(Ix::sessionAccount, Ix::owner, fail(Error::AlreadyApplied)));
    PROGRAM_ENSURE(addGrant(ledger, GrantSlot{tagOf(call.key(Ix::session)), grant.maxTotal, 0, grant.expiresAt}, now),
                   TooManyGrants);

    Session &session = call.state<Session>(Ix::sessionAccount);
    assign(session.owner, call.key(Ix::owner));
    assign(session.session, call.key(Ix::session));
    assign(session.engine, call.key(Ix::game));
    session.scopeRoot = grant.scopeRoot;
    PROGRAM_TRY(hashGrant(call, session.grantHash));
    session.maxTotal = grant.maxTotal;
    session.maxPerIntent = grant.maxPerIntent;
    session.notBefore = grant.notBefore;
    session.expiresAt = grant.expiresAt;
    session.epoch = grant.epoch;
    session.registeredAt = now;
    session.maxIntents = grant.maxIntents;
    session.actions = grant.actions;
    return announce(SessionKeyInitialized{session.owner, session.session, session.engine, session.maxTotal,
                                          session.expiresAt, session.epoch, session.grantHash});
}

// Never paused, as nothing that takes power away is.
Status handle(Call<RevokeSessionKey> &call)
{
    using Ix = RevokeSessionKey;
    Session &session = call.state<Session>(Ix::sessionAccount);
    PlayerLedger &ledger = call.state<PlayerLedger>(Ix::ledger);
    PROGRAM_ENSURE(session.engine == call.key(Ix::game), GameMismatch);
    PROGRAM_ENSURE(session.owner == call.key(Ix::owner) && session.session == call.key(Ix::session), GameMismatch);
    PROGRAM_TRY(checkLedger(ledger, call.key(Ix::game), session.owner));
    const Pubkey &revoker = call.key(Ix::revoker);
    PROGRAM_ENSURE(revoker == session.owner || revoker == session.session, Unauthorized);
    PROGRAM_ENSURE(!session.isRevoked, SessionRevoked);

    session.isRevoked = true;
    dropGrant(ledger, tagOf(session.session));
    return announce(SessionKeyRevoked{session.owner, session.session, session.engine});
}

Status handle(Call<BumpSessionEpoch> &call)
{
    using Ix = BumpSessionEpoch;
    PlayerLedger &ledger = call.state<PlayerLedger>(Ix::ledger);
    PROGRAM_TRY(checkLedger(ledger, call.key(Ix::game), call.key(Ix::owner)));

    PROGRAM_ENSURE(checkedAdd(ledger.epoch, 1), Overflow);
    dropAllGrants(ledger);
    return announce(SessionEpochBumped{ledger.player, ledger.game, ledger.epoch});
}

} // namespace paradox::program::vault

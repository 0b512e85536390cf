#include "programs/governance/authority.h"
#include "programs/governance/events.h"
#include "programs/governance/rules.h"

namespace paradox::program::governance {

Status handle(Call<ProposeAuthorityChange> &call)
{
    using Ix = ProposeAuthorityChange;
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    PROGRAM_ENSURE(call.args.newAuthority != poa.authority, InvalidPendingAuthority);
    PROGRAM_TRY(call.createAt(Ix::authorityChange, Ix::authority, fail(Error::AuthorityChangePending)));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    AuthorityChange &change = call.state<AuthorityChange>(Ix::authorityChange);
    change.newAuthority = call.args.newAuthority;
    change.proposer = poa.authority;
    change.expiresAt = now + authorityChangeSeconds;
    return announce(AuthorityChangeProposed{poa.authority, change.newAuthority, change.expiresAt, now});
}

Status handle(Call<ApproveAuthorityChange> &call)
{
    using Ix = ApproveAuthorityChange;
    PoaConfig poa{};
    PROGRAM_TRY(call.load(Ix::poaConfig, poa));
    const AuthorityChange &change = call.state<AuthorityChange>(Ix::authorityChange);
    PROGRAM_ENSURE(change.newAuthority == call.key(Ix::newAuthority), InvalidPendingAuthority);
    PROGRAM_ENSURE(change.proposer == call.key(Ix::proposer), RentMismatch);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(now < change.expiresAt, AuthorityChangeExpired);

    const Pubkey before = poa.authority;
    poa.authority = change.newAuthority;
    PROGRAM_TRY(storeChanged(call, poa, now));
    PROGRAM_TRY(announce(AuthorityChangeApproved{before, poa.authority, now}));
    close(call[Ix::authorityChange], call[Ix::proposer]);
    return Status::Ok;
}

Status handle(Call<CancelAuthorityChange> &call)
{
    using Ix = CancelAuthorityChange;
    PoaConfig poa{};
    PROGRAM_TRY(loadForAuthority(call, poa));
    const AuthorityChange &change = call.state<AuthorityChange>(Ix::authorityChange);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    PROGRAM_TRY(announce(AuthorityChangeCancelled{poa.authority, change.newAuthority, now}));
    close(call[Ix::authorityChange], call[Ix::authority]);
    return Status::Ok;
}

} // namespace paradox::program::governance

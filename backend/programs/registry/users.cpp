#include "programs/registry/users.h"
#include "programs/registry/events.h"
#include "programs/registry/rules.h"

namespace paradox::program::registry {

Status handle(Call<RegisterUser> &call)
{
    using Ix = RegisterUser;
    PROGRAM_TRY(call.createAt(Ix::userAccount, Ix::userAuthority, Status::AccountAlreadyInUse));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    UserAccount user{};
    user.authority = call.key(Ix::userAuthority);
    user.userType = call.args.userType;
    PROGRAM_ENSURE(assign(user.location, call.args.location), LocationTooLong);
    user.status = UserStatus::Active;
    user.registeredAt = now;
    user.createdAt = now;
    PROGRAM_TRY(call.store(Ix::userAccount, user));
    call.state<Registry>(Ix::registry).userCount += 1;
    return announce(UserRegistered{user.authority, user.userType, call.args.location, now});
}

Status handle(Call<UpdateUserStatus> &call)
{
    using Ix = UpdateUserStatus;
    PROGRAM_TRY(checkAuthority(call));
    UserAccount user{};
    PROGRAM_TRY(call.load(Ix::userAccount, user));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    const UserStatus before = user.status;
    user.status = call.args.newStatus;
    PROGRAM_TRY(call.store(Ix::userAccount, user));
    return announce(UserStatusUpdated{user.authority, before, user.status, now});
}

// A suspended user must not come back by leaving, and a meter's owner must not vanish from under it.
Status handle(Call<CloseUser> &call)
{
    using Ix = CloseUser;
    UserAccount user{};
    PROGRAM_TRY(call.load(Ix::userAccount, user));
    PROGRAM_ENSURE(user.authority == call.key(Ix::userAuthority), UnauthorizedUser);
    PROGRAM_ENSURE(user.status == UserStatus::Active, InvalidUserStatus);
    PROGRAM_ENSURE(user.meterCount == 0, UserHasMeters);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));

    call.state<Registry>(Ix::registry).userCount -= 1;
    PROGRAM_TRY(announce(UserClosed{user.authority, now}));
    close(call[Ix::userAccount], call[Ix::userAuthority]);
    return Status::Ok;
}

Status handle(Call<IsValidUser> &call)
{
    UserAccount user{};
    PROGRAM_TRY(call.load(IsValidUser::userAccount, user));
    return giveBack(user.status == UserStatus::Active);
}

} // namespace paradox::program::registry

#pragma once

#include "programs/registry/errors.h"
#include "programs/registry/state.h"
#include "programs/sdk/program.h"

namespace paradox::program::registry {

constexpr AccountSpec theRegistry()
{
    return state<Registry>("registry").at(text("registry"));
}

struct Initialize {
    PROGRAM_INSTRUCTION("initialize", "Initialize");
    enum : u8 { registry, authority, system };
    static constexpr AccountSpec accounts[] = {
        fresh<Registry>("registry").at(text("registry")),
        signer("authority").writable(),
        systemAccount(),
    };
    using Args = NoArgs;
};

/// Names the one key whose readings count.
struct SetOracleAuthority {
    PROGRAM_INSTRUCTION("set_oracle_authority", "SetOracleAuthority");
    enum : u8 { registry, configuredOracle, authority, system };
    static constexpr AccountSpec accounts[] = {
        theRegistry(),
        stateOrFresh<OracleAuthority>("configured_oracle").at(text("oracle_authority")),
        signer("authority").writable(),
        systemAccount(),
    };
    struct Args {
        Pubkey oracle;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("oracle", self.oracle);
        }
    };
};

struct RegisterUser {
    PROGRAM_INSTRUCTION("register_user", "RegisterUser");
    enum : u8 { registry, userAccount, userAuthority, system };
    static constexpr AccountSpec accounts[] = {
        theRegistry().writable(),
        fresh<UserAccount>("user_account").at(text("user"), account(userAuthority)),
        signer("user_authority").writable(),
        systemAccount(),
    };
    struct Args {
        UserType userType;
        TextView location;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("user_type", self.userType);
            visit("location", self.location);
        }
    };
    static Status checkArgs(const Args &args)
    {
        PROGRAM_ENSURE(args.location.size <= locationSizeMax, LocationTooLong);
        return Status::Ok;
    }
};

struct UpdateUserStatus {
    PROGRAM_INSTRUCTION("update_user_status", "UpdateUserStatus");
    enum : u8 { registry, userAccount, authority };
    static constexpr AccountSpec accounts[] = {
        theRegistry(),
        state<UserAccount>("user_account").writable(),
        signer("authority"),
    };
    struct Args {
        UserStatus newStatus;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("new_status", self.newStatus);
        }
    };
};

/// Takes an active user without meters out of the registry, and his place of living off the chain.
struct CloseUser {
    PROGRAM_INSTRUCTION("close_user", "CloseUser");
    enum : u8 { registry, userAccount, userAuthority };
    static constexpr AccountSpec accounts[] = {
        theRegistry().writable(),
        state<UserAccount>("user_account").writable().at(text("user"), account(userAuthority)),
        signer("user_authority").writable(),
    };
    using Args = NoArgs;
};

struct IsValidUser {
    PROGRAM_INSTRUCTION("is_valid_user", "IsValidUser");
    enum : u8 { userAccount };
    static constexpr AccountSpec accounts[] = {state<UserAccount>("user_account")};
    using Args = NoArgs;
    using Returns = bool;
};

} // namespace paradox::program::registry

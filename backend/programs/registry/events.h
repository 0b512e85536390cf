#pragma once

#include "programs/registry/state.h"

namespace paradox::program::registry {

struct RegistryInitialized {
    PROGRAM_EVENT("RegistryInitialized");
    Pubkey authority;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("timestamp", self.timestamp);
    }
};

struct OracleAuthoritySet {
    PROGRAM_EVENT("OracleAuthoritySet");
    Option<Pubkey> oldOracle;
    Pubkey newOracle;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("old_oracle", self.oldOracle);
        visit("new_oracle", self.newOracle);
        visit("timestamp", self.timestamp);
    }
};

struct UserRegistered {
    PROGRAM_EVENT("UserRegistered");
    Pubkey user;
    UserType userType;
    TextView location;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("user", self.user);
        visit("user_type", self.userType);
        visit("location", self.location);
        visit("timestamp", self.timestamp);
    }
};

struct UserStatusUpdated {
    PROGRAM_EVENT("UserStatusUpdated");
    Pubkey user;
    UserStatus oldStatus;
    UserStatus newStatus;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("user", self.user);
        visit("old_status", self.oldStatus);
        visit("new_status", self.newStatus);
        visit("timestamp", self.timestamp);
    }
};

struct UserClosed {
    PROGRAM_EVENT("UserClosed");
    Pubkey user;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("user", self.user);
        visit("timestamp", self.timestamp);
    }
};

struct MeterRegistered {
    PROGRAM_EVENT("MeterRegistered");
    TextView meterId;
    Pubkey owner;
    MeterType meterType;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_id", self.meterId);
        visit("owner", self.owner);
        visit("meter_type", self.meterType);
        visit("timestamp", self.timestamp);
    }
};

} // namespace paradox::program::registry

#pragma once

#include "programs/sdk/enums.h"
#include "programs/sdk/events.h"

// Other programs read MeterAccount too: its layout never changes.
namespace paradox::program::registry {

PROGRAM_ENUM(UserType, Prosumer, Consumer);
PROGRAM_ENUM(UserStatus, Active, Suspended, Inactive);
PROGRAM_ENUM(MeterType, Solar, Wind, Battery, Grid);
PROGRAM_ENUM(MeterStatus, Active, Inactive, Maintenance);

inline constexpr u32 seedSizeMax = 32; ///< what a seed can hold bounds a meter's id
inline constexpr u32 locationSizeMax = 100;
inline constexpr u64 readingMax = 1'000'000'000'000;
inline constexpr i64 readingLeadSecondsMax = 300; ///< clocks of meters and cluster differ

struct [[gnu::may_alias]] alignas(8) Registry {
    PROGRAM_STATE("Registry");

    u64 tag;
    Pubkey authority;
    u64 userCount;
    u64 meterCount;
    i64 createdAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("user_count", self.userCount);
        visit("meter_count", self.meterCount);
        visit("created_at", self.createdAt);
    }
};
static_assert(sizeof(Registry) == 64, "its size is its account's");

/// The one key that may write readings.
struct [[gnu::may_alias]] alignas(8) OracleAuthority {
    PROGRAM_STATE("OracleAuthority");

    u64 tag;
    Pubkey oracle;
    i64 setAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("oracle", self.oracle);
        visit("set_at", self.setAt);
    }
};

struct UserAccount {
    PROGRAM_STATE("UserAccount");
    static constexpr u64 space = 166;

    Pubkey authority;
    UserType userType;
    Text<locationSizeMax> location;
    UserStatus status;
    i64 registeredAt;
    u32 meterCount;
    i64 createdAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("user_type", self.userType);
        visit("location", self.location);
        visit("status", self.status);
        visit("registered_at", self.registeredAt);
        visit("meter_count", self.meterCount);
        visit("created_at", self.createdAt);
    }
};

struct MeterAccount {
    PROGRAM_STATE("MeterAccount");
    static constexpr u64 space = 144;

    Text<50> meterId; ///< the account has room for 50 bytes, its address for 32
    Pubkey owner;
    MeterType meterType;
    MeterStatus status;
    i64 registeredAt;
    i64 lastReadingAt;
    u64 totalGeneration;
    u64 totalConsumption;
    u64 settledNetGeneration; ///< high-water mark of generation less consumption
    u64 claimedErcGeneration; ///< kept for its place; governance counts claims in an account of its own

    /// What may still be settled. Consumption that overtakes leaves nothing until the mark is passed again.
    u64 netGeneration() const { return totalGeneration > totalConsumption ? totalGeneration - totalConsumption : 0; }
    u64 unsettled() const
    {
        const u64 net = netGeneration();
        return net > settledNetGeneration ? net - settledNetGeneration : 0;
    }

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_id", self.meterId);
        visit("owner", self.owner);
        visit("meter_type", self.meterType);
        visit("status", self.status);
        visit("registered_at", self.registeredAt);
        visit("last_reading_at", self.lastReadingAt);
        visit("total_generation", self.totalGeneration);
        visit("total_consumption", self.totalConsumption);
        visit("settled_net_generation", self.settledNetGeneration);
        visit("claimed_erc_generation", self.claimedErcGeneration);
    }
};

} // namespace paradox::program::registry

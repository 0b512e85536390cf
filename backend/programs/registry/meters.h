#pragma once

#include "programs/registry/users.h"

namespace paradox::program::registry {

inline Status checkMeterId(const TextView &meterId)
{
    PROGRAM_ENSURE(meterId.size > 0 && meterId.size <= seedSizeMax, InvalidMeterId);
    return Status::Ok;
}

struct RegisterMeter {
    PROGRAM_INSTRUCTION("register_meter", "RegisterMeter");
    enum : u8 { registry, userAccount, meterAccount, userAuthority, system };
    static constexpr AccountSpec accounts[] = {
        theRegistry().writable(),
        state<UserAccount>("user_account").writable().at(text("user"), account(userAuthority)),
        fresh<MeterAccount>("meter_account").at(text("meter"), textArgument("meter_id", 0)),
        signer("user_authority").writable(),
        systemAccount(),
    };
    struct Args {
        TextView meterId;
        MeterType meterType;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("meter_id", self.meterId);
            visit("meter_type", self.meterType);
        }
    };
    static Status checkArgs(const Args &args) { return checkMeterId(args.meterId); }
};

/// Counts a meter that the authority has installed without registering it here.
struct AssignMeter {
    PROGRAM_INSTRUCTION("assign_meter", "AssignMeter");
    enum : u8 { registry, authority };
    static constexpr AccountSpec accounts[] = {theRegistry().writable(), signer("authority")};
    struct Args {
        TextView meterId;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("meter_id", self.meterId);
        }
    };
    static Status checkArgs(const Args &args) { return checkMeterId(args.meterId); }
};

struct UpdateMeterStatus {
    PROGRAM_INSTRUCTION("update_meter_status", "UpdateMeterStatus");
    enum : u8 { registry, meterAccount, authority };
    static constexpr AccountSpec accounts[] = {
        theRegistry(),
        state<MeterAccount>("meter_account").writable(),
        signer("authority"),
    };
    struct Args {
        MeterStatus newStatus;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("new_status", self.newStatus);
        }
    };
};

/// The first version names two accounts and lets any signer write. The third, behind them, says whose readings count.
struct UpdateMeterReading {
    PROGRAM_INSTRUCTION("update_meter_reading", "UpdateMeterReading");
    enum : u8 { meterAccount, oracleAuthority, configuredOracle };
    static constexpr AccountSpec accounts[] = {
        state<MeterAccount>("meter_account").writable(),
        signer("oracle_authority"),
        stateOrMissing<OracleAuthority>("configured_oracle").at(text("oracle_authority")),
    };
    struct Args {
        u64 energyGenerated;
        u64 energyConsumed;
        i64 readingTimestamp;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("energy_generated", self.energyGenerated);
            visit("energy_consumed", self.energyConsumed);
            visit("reading_timestamp", self.readingTimestamp);
        }
    };
};

struct SettleMeterBalance {
    PROGRAM_INSTRUCTION("settle_meter_balance", "SettleMeterBalance");
    enum : u8 { meterAccount, meterOwner };
    static constexpr AccountSpec accounts[] = {
        state<MeterAccount>("meter_account").writable(),
        signer("meter_owner"),
    };
    using Args = NoArgs;
    using Returns = u64;
};

struct GetUnsettledBalance {
    PROGRAM_INSTRUCTION("get_unsettled_balance", "GetUnsettledBalance");
    enum : u8 { meterAccount };
    static constexpr AccountSpec accounts[] = {state<MeterAccount>("meter_account")};
    using Args = NoArgs;
    using Returns = u64;
};

struct IsValidMeter {
    PROGRAM_INSTRUCTION("is_valid_meter", "IsValidMeter");
    enum : u8 { meterAccount };
    static constexpr AccountSpec accounts[] = {state<MeterAccount>("meter_account")};
    using Args = NoArgs;
    using Returns = bool;
};

} // namespace paradox::program::registry

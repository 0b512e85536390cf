#pragma once

#include "programs/oracle/admin.h"

namespace paradox::program::oracle {

inline Status checkMeterId(const TextView &meterId)
{
    PROGRAM_ENSURE(meterId.size > 0 && meterId.size <= meterIdSizeMax, InvalidMeterReading);
    return Status::Ok;
}

/// Announces a reading and stores nothing of it: the registry has to be told in the same transaction. It knows no
/// meters apart, so that each reading is newer than every one before.
struct SubmitMeterReading {
    PROGRAM_INSTRUCTION("submit_meter_reading", "SubmitMeterReading");
    enum : u8 { oracleData, authority };
    static constexpr AccountSpec accounts[] = {oracleDataAccount().writable(), signer("authority")};
    struct Args {
        TextView meterId;
        u64 energyProduced;
        u64 energyConsumed;
        i64 readingTimestamp;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("meter_id", self.meterId);
            visit("energy_produced", self.energyProduced);
            visit("energy_consumed", self.energyConsumed);
            visit("reading_timestamp", self.readingTimestamp);
        }
    };
    static Status checkArgs(const Args &args) { return checkMeterId(args.meterId); }
};

/// One reading, whole: kept in an account of its own and written into the registry, or neither.
struct RecordMeterReading {
    PROGRAM_INSTRUCTION("record_meter_reading", "RecordMeterReading");
    enum : u8 {
        oracleData,
        meterReading,
        meterAccount,
        configuredOracle,
        registryLink,
        registryProgram,
        authority,
        system,
    };
    static constexpr AccountSpec accounts[] = {
        oracleDataAccount().writable(),
        fresh<MeterReading>("meter_reading")
            .at(text("meter_reading"), textArgument("meter_id", 24), argument("reading_timestamp", 0, 8)),
        any("meter_account").writable(),
        any("configured_oracle"),
        registry::registryLink(),
        any("registry_program"),
        signer("authority").writable(),
        systemAccount(),
    };
    struct Args {
        i64 readingTimestamp;
        u64 energyProduced;
        u64 energyConsumed;
        TextView meterId;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("reading_timestamp", self.readingTimestamp);
            visit("energy_produced", self.energyProduced);
            visit("energy_consumed", self.energyConsumed);
            visit("meter_id", self.meterId);
        }
    };
    static Status checkArgs(const Args &args) { return checkMeterId(args.meterId); }
};

/// Gives an old reading's rent back to who paid it.
struct CloseMeterReading {
    PROGRAM_INSTRUCTION("close_meter_reading", "CloseMeterReading");
    enum : u8 { oracleData, meterReading, submitter, authority };
    static constexpr AccountSpec accounts[] = {
        oracleDataAccount(),
        state<MeterReading>("meter_reading").writable(),
        any("submitter").writable(),
        signer("authority"),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::oracle

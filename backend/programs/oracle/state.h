#pragma once

#include "programs/sdk/events.h"
#include "programs/sdk/types.h"

namespace paradox::program::oracle {

inline constexpr u32 meterIdSizeMax = 32; ///< what a seed can hold
inline constexpr i64 readingLeadSecondsMax = 300;
inline constexpr i64 readingKeptSeconds = 7 * 24 * 3600;

struct OracleData {
    PROGRAM_STATE("OracleData");
    static constexpr u64 space = 105;

    Pubkey authority;
    Pubkey apiGateway;
    u64 totalReadings;
    i64 lastReadingTimestamp; ///< never goes back
    i64 lastClearing;
    bool active;
    i64 createdAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("api_gateway", self.apiGateway);
        visit("total_readings", self.totalReadings);
        visit("last_reading_timestamp", self.lastReadingTimestamp);
        visit("last_clearing", self.lastClearing);
        visit("active", self.active);
        visit("created_at", self.createdAt);
    }
};

/// One reading of one meter, as it entered the registry.
struct MeterReading {
    PROGRAM_STATE("MeterReading");
    static constexpr u64 space = 140;

    Text<meterIdSizeMax> meterId;
    Pubkey meter;
    u64 energyProduced;
    u64 energyConsumed;
    i64 readingTimestamp;
    i64 recordedAt;
    Pubkey submitter; ///< paid the rent

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_id", self.meterId);
        visit("meter", self.meter);
        visit("energy_produced", self.energyProduced);
        visit("energy_consumed", self.energyConsumed);
        visit("reading_timestamp", self.readingTimestamp);
        visit("recorded_at", self.recordedAt);
        visit("submitter", self.submitter);
    }
};

} // namespace paradox::program::oracle

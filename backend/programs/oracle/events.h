#pragma once

#include "programs/oracle/state.h"

namespace paradox::program::oracle {

struct MeterReadingSubmitted {
    PROGRAM_EVENT("MeterReadingSubmitted");
    TextView meterId;
    u64 energyProduced;
    u64 energyConsumed;
    i64 timestamp; ///< the reading's
    Pubkey submitter;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_id", self.meterId);
        visit("energy_produced", self.energyProduced);
        visit("energy_consumed", self.energyConsumed);
        visit("timestamp", self.timestamp);
        visit("submitter", self.submitter);
    }
};

struct MarketClearingTriggered {
    PROGRAM_EVENT("MarketClearingTriggered");
    Pubkey authority;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("timestamp", self.timestamp);
    }
};

struct OracleStatusUpdated {
    PROGRAM_EVENT("OracleStatusUpdated");
    Pubkey authority;
    bool active;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("active", self.active);
        visit("timestamp", self.timestamp);
    }
};

struct ApiGatewayUpdated {
    PROGRAM_EVENT("ApiGatewayUpdated");
    Pubkey authority;
    Pubkey oldGateway;
    Pubkey newGateway;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("old_gateway", self.oldGateway);
        visit("new_gateway", self.newGateway);
        visit("timestamp", self.timestamp);
    }
};

struct MeterReadingClosed {
    PROGRAM_EVENT("MeterReadingClosed");
    TextView meterId;
    i64 readingTimestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_id", self.meterId);
        visit("reading_timestamp", self.readingTimestamp);
    }
};

} // namespace paradox::program::oracle

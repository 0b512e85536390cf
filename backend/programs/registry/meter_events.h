#pragma once

#include "programs/registry/state.h"

namespace paradox::program::registry {

struct MeterStatusUpdated {
    PROGRAM_EVENT("MeterStatusUpdated");
    TextView meterId;
    Pubkey owner;
    MeterStatus oldStatus;
    MeterStatus newStatus;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_id", self.meterId);
        visit("owner", self.owner);
        visit("old_status", self.oldStatus);
        visit("new_status", self.newStatus);
        visit("timestamp", self.timestamp);
    }
};

struct MeterReadingUpdated {
    PROGRAM_EVENT("MeterReadingUpdated");
    TextView meterId;
    Pubkey owner;
    u64 energyGenerated;
    u64 energyConsumed;
    i64 timestamp; ///< the reading's

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_id", self.meterId);
        visit("owner", self.owner);
        visit("energy_generated", self.energyGenerated);
        visit("energy_consumed", self.energyConsumed);
        visit("timestamp", self.timestamp);
    }
};

struct MeterBalanceSettled {
    PROGRAM_EVENT("MeterBalanceSettled");
    TextView meterId;
    Pubkey owner;
    u64 tokensToMint;
    u64 totalSettled;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_id", self.meterId);
        visit("owner", self.owner);
        visit("tokens_to_mint", self.tokensToMint);
        visit("total_settled", self.totalSettled);
        visit("timestamp", self.timestamp);
    }
};

} // namespace paradox::program::registry

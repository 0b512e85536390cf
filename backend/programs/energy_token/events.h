#pragma once

#include "programs/sdk/events.h"

namespace paradox::program::energy_token {

struct GridTokensMinted {
    PROGRAM_EVENT("GridTokensMinted");
    Pubkey meterOwner;
    u64 amount;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter_owner", self.meterOwner);
        visit("amount", self.amount);
        visit("timestamp", self.timestamp);
    }
};

struct TokensMintedDirect {
    PROGRAM_EVENT("TokensMintedDirect");
    Pubkey recipient; ///< the token account
    u64 amount;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("recipient", self.recipient);
        visit("amount", self.amount);
        visit("timestamp", self.timestamp);
    }
};

struct TokensMinted {
    PROGRAM_EVENT("TokensMinted");
    Pubkey recipient; ///< the associated token account
    u64 amount;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("recipient", self.recipient);
        visit("amount", self.amount);
        visit("timestamp", self.timestamp);
    }
};

struct TotalSupplySynced {
    PROGRAM_EVENT("TotalSupplySynced");
    u64 oldSupply;
    u64 newSupply;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("old_supply", self.oldSupply);
        visit("new_supply", self.newSupply);
        visit("timestamp", self.timestamp);
    }
};

struct RecValidatorAdded {
    PROGRAM_EVENT("RecValidatorAdded");
    Pubkey validator;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("validator", self.validator);
        visit("timestamp", self.timestamp);
    }
};

struct RecValidatorRemoved {
    PROGRAM_EVENT("RecValidatorRemoved");
    Pubkey validator;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("validator", self.validator);
        visit("timestamp", self.timestamp);
    }
};

} // namespace paradox::program::energy_token

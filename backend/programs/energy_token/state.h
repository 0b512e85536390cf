#pragma once

#include "programs/sdk/events.h"
#include "programs/sdk/packed.h"

namespace paradox::program::energy_token {

inline constexpr u8 energyDecimals = 9;
inline constexpr u32 validatorNameSizeMax = 64;

struct [[gnu::may_alias]] alignas(8) TokenInfo {
    PROGRAM_STATE("TokenInfo");

    u64 tag;
    Pubkey authority;
    Pubkey mint;
    u64 totalSupply; ///< the mint's supply after the last call that changed or compared it
    i64 createdAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("mint", self.mint);
        visit("total_supply", self.totalSupply);
        visit("created_at", self.createdAt);
    }
};
static_assert(sizeof(TokenInfo) == 88, "its size is its account's");

/// A validator of renewable energy certificates whom the authority vouches for.
struct RecValidator {
    PROGRAM_STATE("RecValidator");
    static constexpr u64 space = 8 + 32 + 4 + validatorNameSizeMax + 8;

    Pubkey validator;
    Text<validatorNameSizeMax> authorityName;
    i64 addedAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("validator", self.validator);
        visit("authority_name", self.authorityName);
        visit("added_at", self.addedAt);
    }
};

} // namespace paradox::program::energy_token

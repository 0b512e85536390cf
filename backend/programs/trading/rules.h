#pragma once

#include "programs/trading/trading.h"

// Rules that several instructions share.
namespace paradox::program::trading {

/// The signer is the market's authority.
template <class Ix>
Status checkMarketAuthority(const Call<Ix> &call, Market &market)
{
    PROGRAM_TRY(call.load(Ix::market, market));
    PROGRAM_ENSURE(market.authority == call.key(Ix::authority), UnauthorizedAuthority);
    return Status::Ok;
}

/// floor(value * bps / 10000) without exceeding 64 bits on the way.
inline u64 feeOf(u64 value, u16 bps)
{
    return value / 10000 * bps + value % 10000 * bps / 10000;
}

} // namespace paradox::program::trading

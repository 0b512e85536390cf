#pragma once

#include "programs/sdk/status.h"

namespace paradox::program {

/// Unix seconds of the cluster's clock.
inline Status readClock(i64 &now)
{
    Clock clock{};
    PROGRAM_REQUIRE(sol_get_clock_sysvar(&clock) == 0, Status::InvalidArgument);
    now = clock.unixTime;
    return Status::Ok;
}

/// Lamports that make an account of this size rent-exempt, from the sysvar. A fractional threshold is rounded up.
inline u64 rentExemption(u64 space)
{
    Rent rent{};
    if (sol_get_rent_sysvar(&rent) != 0)
        return ~u64{0};
    const u64 yearly = (128 + space) * rent.lamportsPerByteYear;
    // An IEEE 754 double of at least 1: 1 sign bit, 11 of exponent biased by 1023, 52 of fraction.
    const u64 exponent = (rent.exemptionThresholdBits >> 52) - 1023;
    if (exponent > 15)
        return yearly;
    const u64 mantissa = (rent.exemptionThresholdBits & ((u64{1} << 52) - 1)) | u64{1} << 52;
    const u64 whole = mantissa >> (52 - exponent);
    const bool isWhole = (whole << (52 - exponent)) == mantissa;
    return yearly * (isWhole ? whole : whole + 1);
}

} // namespace paradox::program

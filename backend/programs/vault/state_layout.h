#pragma once

#include "programs/sdk/enums.h"
#include "programs/sdk/events.h"

// Account state, read and written in place, and events, which carry what an indexer needs to fold owners and balances
// without reading accounts. Members of state are laid out without gaps, so memory order is Borsh order
// (checked against `fields` by the tests). The first member of each is its discriminator.
namespace paradox::program::vault {

inline constexpr u32 chunksMax = 1024;
inline constexpr u32 grantSlotsMax = 8;
inline constexpr u16 feeBpsMax = 1000;
inline constexpr i64 grantLifeSecondsMax = 7 * 24 * 3600;

} // namespace paradox::program::vault

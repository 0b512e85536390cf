#pragma once

#include <cstddef>

namespace paradox::vault {

inline constexpr std::size_t playerLedgerBytes = 368; ///< of a player's account on chain: its rent goes by it

} // namespace paradox::vault

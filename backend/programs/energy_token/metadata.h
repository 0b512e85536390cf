#pragma once

#include "programs/energy_token/energy_token.h"

namespace paradox::program::energy_token {

inline constexpr Pubkey metaplexProgram = addressOf("metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s");

/// Writes the mint's metadata through Metaplex's program; where the cluster has none, only says so in the log.
Status createMetadata(const Call<CreateTokenMint> &call);

} // namespace paradox::program::energy_token

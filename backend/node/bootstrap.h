#pragma once

#include "chain/chain.h"
#include "settlement/venue.h"
#include "solana/keypair.h"

#include <cstdint>
#include <expected>
#include <string>

namespace paradox::node {

struct VenueFacts {
    PublicKey treasury;
    std::uint16_t feeBps = 0;
};

struct VenueWish {
    std::uint16_t feeBps = 0;
    bool mayAirdrop = false; ///< on a ledger of our own
};

/// Finds the venue on chain, or makes it: funds the authority, init_config, create_game, each only when missing. Error:
/// words for a person, also when the venue belongs to another authority.
[[nodiscard]] std::expected<VenueFacts, std::string> ensureVenue(chain::Chain &chain, const settlement::Venue &venue,
                                                                 const solana::Keypair &authority,
                                                                 const VenueWish &wish);

/// Tops the authority up on a ledger of our own, so that fees and rent never stop it.
[[nodiscard]] std::expected<void, std::string> ensureFunds(chain::Chain &chain, const PublicKey &authority);

} // namespace paradox::node

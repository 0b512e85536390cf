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

/// Where the chain is: on a ledger of our own lamports are free; another cluster may have a faucet, or somebody sends
/// some to the settlement key.
enum class Where : std::uint8_t { OwnLedger, OtherCluster };

struct VenueWish {
    std::uint16_t feeBps = 0;
    Where where = Where::OtherCluster;
};

/// Finds the venue on chain, or makes it: funds the authority, init_config, create_game, each only when missing. Error:
/// words for a person, also when the venue belongs to another authority.
[[nodiscard]] std::expected<VenueFacts, std::string> ensureVenue(chain::Chain &chain, const settlement::Venue &venue,
                                                                 const solana::Keypair &authority,
                                                                 const VenueWish &wish);

/// Tops the authority up where lamports are free, so that fees and rent never stop it; elsewhere it must have some.
[[nodiscard]] std::expected<void, std::string> ensureFunds(chain::Chain &chain, const PublicKey &authority,
                                                           Where where);

} // namespace paradox::node

#pragma once

#include "domain/bytes.h"
#include "domain/ids.h"
#include "programs/client/vault.h"
#include "storage/database.h"

namespace paradox::settlement {

/// The one venue and currency that a node settles, and where they lie on chain.
struct Venue {
    Venue(const Hash &genesisHash, const PublicKey &program, GameId id)
        : genesis(genesisHash),
          addresses(program),
          gameId(id),
          game(addresses.game(id))
    {
    }

    Hash genesis;
    vault::Addresses addresses;
    GameId gameId;
    PublicKey game;
    PublicKey mint = vault::lamportsMint;

    [[nodiscard]] storage::Cluster cluster() const { return {genesis, addresses.program(), game}; }
};

} // namespace paradox::settlement

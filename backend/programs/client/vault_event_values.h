#pragma once

#include "domain/amount.h"
#include "programs/client/vault_addresses.h"

namespace paradox::vault {

// Events carry all that an indexer needs to fold owners and balances without fetching accounts.

struct ConfigInitialized {
    PublicKey admin;
    bool operator==(const ConfigInitialized &) const = default;
};
struct GameCreated {
    PublicKey game;
    std::uint64_t gameId = 0;
    PublicKey authority;
    PublicKey treasury;
    PublicKey currency;
    std::uint16_t feeBps = 0;
    bool operator==(const GameCreated &) const = default;
};
struct PausedSet {
    PublicKey game;
    bool newActivity = false;
    bool settlements = false;
    bool operator==(const PausedSet &) const = default;
};
struct LedgerOpened {
    PublicKey game;
    PublicKey player;
    bool operator==(const LedgerOpened &) const = default;
};
struct LedgerClosed {
    PublicKey game;
    PublicKey player;
    bool operator==(const LedgerClosed &) const = default;
};
struct CreditsDeposited {
    PublicKey game;
    PublicKey player;
    Lamports amount;
    Lamports available; ///< afterwards
    bool operator==(const CreditsDeposited &) const = default;
};
struct CreditsWithdrawn {
    PublicKey game;
    PublicKey player;
    Lamports amount;
    Lamports available; ///< afterwards
    bool operator==(const CreditsWithdrawn &) const = default;
};
struct ProtocolFeesWithdrawn {
    PublicKey game;
    PublicKey treasury;
    Lamports amount;
    bool operator==(const ProtocolFeesWithdrawn &) const = default;
};
struct ItemRegistered {
    PublicKey game;
    PublicKey item; ///< account
    ItemId itemId;
    PublicKey owner;
    bool operator==(const ItemRegistered &) const = default;
};
struct ItemTransferred {
    PublicKey game;
    PublicKey item;
    PublicKey from;
    PublicKey to;
    bool operator==(const ItemTransferred &) const = default;
};
struct ListingCreated {
    PublicKey game;
    PublicKey listing;
    PublicKey item;
    PublicKey seller;
    std::uint64_t listingId = 0;
    Lamports price;
    UnixSeconds expiresAt;
    bool operator==(const ListingCreated &) const = default;
};
struct ListingCancelled {
    PublicKey game;
    PublicKey listing;
    PublicKey item;
    PublicKey seller;
    bool operator==(const ListingCancelled &) const = default;
};
struct SessionKeyInitialized {
    PublicKey owner;
    PublicKey session;
    PublicKey engine;
    Lamports maxTotal;
    UnixSeconds expiresAt;
    std::uint64_t epoch = 0;
    Hash grantHash;
    bool operator==(const SessionKeyInitialized &) const = default;
};
struct SessionKeyRevoked {
    PublicKey owner;
    PublicKey session;
    PublicKey engine;
    bool operator==(const SessionKeyRevoked &) const = default;
};
struct SessionEpochBumped { ///< every session of the owner with a lower epoch is revoked
    PublicKey owner;
    PublicKey engine;
    std::uint64_t epoch = 0;
    bool operator==(const SessionEpochBumped &) const = default;
};

} // namespace paradox::vault

#pragma once

#include "domain/amount.h"
#include "domain/grant.h"
#include "programs/client/vault_addresses.h"

#include <optional>

namespace paradox::vault {

// One struct for each instruction: what a caller must know, and what the sign review shows. `game` is the venue's
// account. Signers are named in the comments; the first named also pays rent where an account is created.

/// The token side of a call at a venue whose currency is a mint. The vault's own account follows from it.
struct TokenAccounts {
    PublicKey mint;
    PublicKey program; ///< the mint's owner: SPL Token or Token-2022
    PublicKey account; ///< the player's, or the treasury's; receives or pays
    bool operator==(const TokenAccounts &) const = default;
};

struct InitConfig {
    PublicKey admin;       ///< signs, pays. Must be the program's upgrade authority where there is one
    PublicKey programData; ///< of an upgradeable program; the program id itself otherwise
    bool operator==(const InitConfig &) const = default;
};
struct CreateGame {
    PublicKey admin; ///< the config's; signs, pays
    GameId id;
    PublicKey authority; ///< may settle this venue's batches
    PublicKey treasury;  ///< receives protocol fees
    PublicKey currency = lamportsMint;
    PublicKey tokenProgram{}; ///< of the currency's mint; zeros with lamports
    std::uint16_t feeBps = 0; ///< at most 1000
    bool operator==(const CreateGame &) const = default;
};
struct OpenPlayerLedger { ///< for anyone: a credit may go to a wallet that has no ledger yet
    PublicKey game;
    PublicKey player;
    PublicKey payer; ///< signs, pays
    bool operator==(const OpenPlayerLedger &) const = default;
};
struct DepositCredits { ///< creates the ledger if missing
    PublicKey game;
    PublicKey player; ///< signs, pays
    Lamports amount;  ///< or base units of the venue's mint
    std::optional<TokenAccounts> tokens = std::nullopt;
    bool operator==(const DepositCredits &) const = default;
};
struct WithdrawCredits {
    PublicKey game;
    PublicKey player;                                   ///< signs, receives
    Lamports amount;                                    ///< or base units of the venue's mint
    std::optional<TokenAccounts> tokens = std::nullopt; ///< an account of the player's, which must exist
    bool operator==(const WithdrawCredits &) const = default;
};
struct ClosePlayerLedger { ///< empty and without live grants; rent returns to the player
    PublicKey game;
    PublicKey player; ///< signs
    bool operator==(const ClosePlayerLedger &) const = default;
};
struct RegisterItem { ///< first come, first served by item id
    PublicKey game;
    PublicKey owner; ///< signs, pays
    ItemId item;
    bool operator==(const RegisterItem &) const = default;
};
struct TransferItem {
    PublicKey game;
    PublicKey owner; ///< signs
    PublicKey item;  ///< the item's account
    PublicKey newOwner;
    bool operator==(const TransferItem &) const = default;
};
struct CreateListing { ///< a public ask; the item stays with its owner but cannot be transferred by hand meanwhile
    PublicKey game;
    PublicKey seller; ///< signs, pays
    PublicKey item;
    std::uint64_t listingId = 0; ///< any number not in use
    Lamports price;
    UnixSeconds expiresAt;
    bool operator==(const CreateListing &) const = default;
};
struct CancelListing { ///< rent returns to the seller
    PublicKey game;
    PublicKey seller; ///< signs
    PublicKey item;
    std::uint64_t listingId = 0;
    bool operator==(const CancelListing &) const = default;
};
/// Creates the ledger if missing. grant.program must be the program called, grant.engine is the venue, grant.owner
/// signs and pays, grant.epoch must equal the ledger's epoch (0 for a new ledger).
struct RegisterSessionKey {
    Grant grant;
    bool operator==(const RegisterSessionKey &) const = default;
};
struct RevokeSessionKey {
    PublicKey game;
    PublicKey owner;
    PublicKey session;
    PublicKey signer; ///< the owner or the session itself
    bool operator==(const RevokeSessionKey &) const = default;
};
struct BumpSessionEpoch { ///< revokes every grant of the owner at this venue
    PublicKey game;
    PublicKey owner; ///< signs
    bool operator==(const BumpSessionEpoch &) const = default;
};

struct SetPaused {
    PublicKey game;
    PublicKey admin;          ///< the config's; signs
    bool newActivity = false; ///< deposits, items, listings, grants
    bool settlements = false; ///< settle, open, lock. Leaving and finishing are never paused
    bool operator==(const SetPaused &) const = default;
};
struct WithdrawProtocolFees {
    PublicKey game;
    PublicKey admin;                                    ///< the config's; signs
    PublicKey treasury;                                 ///< as the venue has it; receives
    Lamports amount;                                    ///< or base units of the venue's mint
    std::optional<TokenAccounts> tokens = std::nullopt; ///< an account of the treasury's, which must exist
    bool operator==(const WithdrawProtocolFees &) const = default;
};

} // namespace paradox::vault

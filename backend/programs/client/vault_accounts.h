#pragma once

#include "domain/amount.h"
#include "programs/client/vault_addresses.h"
#include "programs/client/vault_batch_account.h"

#include <expected>
#include <variant>
#include <vector>

namespace paradox::vault {

struct Config {
    PublicKey admin;
    bool operator==(const Config &) const = default;
};

struct Game {
    GameId id;
    PublicKey authority; ///< settles
    PublicKey treasury;
    PublicKey currency;
    std::uint8_t decimals = 0;      ///< of the currency's mint; 0 with lamports
    PublicKey openBatch;            ///< account of the unfinished batch; zeros when none
    Lamports fees;                  ///< booked, not yet withdrawn
    std::uint64_t lockSequence = 0; ///< number of batches opened so far
    std::uint64_t settledBatches = 0;
    std::uint16_t feeBps = 0;
    bool newActivityPaused = false;
    bool settlementsPaused = false;
    bool operator==(const Game &) const = default;
};

inline constexpr std::size_t grantSlotsMax = 8; ///< live grants of one owner at one venue

/// What one registered grant still allows to be debited.
struct GrantSlot {
    std::uint64_t sessionTag = 0; ///< first 8 bytes of the session key, little-endian
    Lamports remaining;
    Lamports locked; ///< drawn by the batch of the ledger's lockSequence; comes back if that batch aborts
    UnixSeconds expiresAt;
    bool operator==(const GrantSlot &) const = default;
};

struct PlayerLedger {
    PublicKey game;
    PublicKey player;
    Lamports available;
    Lamports locked;                ///< in escrow if lockSequence is that of the venue's open batch
    std::uint64_t lockSequence = 0; ///< of the batch that last locked here
    std::uint64_t epoch = 0;        ///< what a new grant must carry
    std::vector<GrantSlot> grants;  ///< used slots only; expired ones may be among them
    bool operator==(const PlayerLedger &) const = default;

    /// What lock and settle would let a batch debit at this time by grants alone; the balance is a second limit.
    [[nodiscard]] Lamports allowance(UnixSeconds now) const;
    /// Latest expiry of a grant that still allows something; nothing live: zero.
    [[nodiscard]] UnixSeconds allowanceExpiresAt(UnixSeconds now) const;
    [[nodiscard]] bool hasLiveGrant(UnixSeconds now) const;
};

struct Item {
    PublicKey game;
    ItemId id;
    PublicKey owner;
    PublicKey nextOwner;            ///< who receives it when the batch commits; meaningful while locked
    PublicKey listing;              ///< zeros when not listed
    std::uint64_t lockSequence = 0; ///< 0 when free
    bool operator==(const Item &) const = default;
};

struct Listing {
    PublicKey game;
    PublicKey seller;
    PublicKey item;
    PublicKey currency;
    std::uint64_t id = 0;
    Lamports price;
    UnixSeconds createdAt;
    UnixSeconds expiresAt;
    bool operator==(const Listing &) const = default;
};

struct Session {
    PublicKey owner;
    PublicKey session;
    PublicKey engine;
    Hash scopeRoot;
    Hash grantHash; ///< H(254 bytes of the grant)
    Lamports maxTotal;
    Lamports maxPerIntent;
    UnixSeconds notBefore;
    UnixSeconds expiresAt;
    std::uint64_t epoch = 0;
    UnixSeconds registeredAt;
    std::uint32_t maxIntents = 0;
    std::uint16_t actions = 0;
    bool isRevoked = false;
    bool operator==(const Session &) const = default;
};

enum class AccountError { WrongSize, WrongDiscriminator, BadValue };

/// From an account's data. The caller has checked that the vault program owns the account.
template <class T>
using AccountResult = std::expected<T, AccountError>;
[[nodiscard]] AccountResult<Config> decodeConfig(ByteSpan data);
[[nodiscard]] AccountResult<Game> decodeGame(ByteSpan data);
[[nodiscard]] AccountResult<PlayerLedger> decodePlayerLedger(ByteSpan data);
[[nodiscard]] AccountResult<Item> decodeItem(ByteSpan data);
[[nodiscard]] AccountResult<Listing> decodeListing(ByteSpan data);
[[nodiscard]] AccountResult<Session> decodeSession(ByteSpan data);
[[nodiscard]] AccountResult<Batch> decodeBatch(ByteSpan data);

using VaultAccount = std::variant<Config, Game, PlayerLedger, Item, Listing, Session, Batch>;
[[nodiscard]] AccountResult<VaultAccount> decodeAccount(ByteSpan data);

} // namespace paradox::vault

#pragma once

#include "domain/amount.h"
#include "programs/client/vault_addresses.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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
struct CashMoved {
    PublicKey player;
    Lamports amount;
    bool operator==(const CashMoved &) const = default;
};
struct ItemMoved {
    PublicKey item;
    PublicKey from;
    PublicKey to;
    bool operator==(const ItemMoved &) const = default;
};
struct NetBatchOpened {
    PublicKey game;
    BatchId batch;
    std::uint16_t chunkCount = 0;
    std::uint32_t itemCount = 0;
    Lamports debitTotal;
    Lamports creditTotal;
    Lamports fees;
    bool operator==(const NetBatchOpened &) const = default;
};
struct NetChunkLocked { ///< debits leave `available`; items do not change owner yet
    PublicKey game;
    BatchId batch;
    std::uint16_t index = 0;
    std::vector<CashMoved> debits;
    std::vector<ItemMoved> items;
    bool operator==(const NetChunkLocked &) const = default;
};
/// Credits arrive in `available`; items have changed owner. Emitted by settle_net_batch too, after NetChunkLocked.
struct NetChunkCommitted {
    PublicKey game;
    BatchId batch;
    std::uint16_t index = 0;
    std::vector<CashMoved> credits;
    std::vector<ItemMoved> items;
    bool operator==(const NetChunkCommitted &) const = default;
};
struct NetChunkReturned { ///< by abort_net_batch: debits are back in `available`
    PublicKey game;
    BatchId batch;
    std::vector<CashMoved> returned;
    std::vector<PublicKey> items; ///< free again; their owners never changed
    bool operator==(const NetChunkReturned &) const = default;
};
struct NetBatchSettled {
    PublicKey game;
    BatchId batch;
    Hash headerHash; ///< equal to the batch id by protocol
    Lamports debitTotal;
    Lamports creditTotal;
    Lamports fees;
    std::uint32_t itemCount = 0;
    std::uint32_t walletsDebited = 0;
    std::uint32_t walletsCredited = 0;
    std::uint16_t chunkCount = 0;
    UnixSeconds settledAt;
    bool operator==(const NetBatchSettled &) const = default;
};
struct NetBatchAborted {
    PublicKey game;
    BatchId batch;
    Lamports returned;
    std::uint32_t itemsReturned = 0;
    bool operator==(const NetBatchAborted &) const = default;
};

using VaultEvent =
    std::variant<ConfigInitialized, GameCreated, PausedSet, LedgerOpened, LedgerClosed, CreditsDeposited,
                 CreditsWithdrawn, ProtocolFeesWithdrawn, ItemRegistered, ItemTransferred, ListingCreated,
                 ListingCancelled, SessionKeyInitialized, SessionKeyRevoked, SessionEpochBumped, NetBatchOpened,
                 NetChunkLocked, NetChunkCommitted, NetChunkReturned, NetBatchSettled, NetBatchAborted>;

[[nodiscard]] std::string_view nameOf(const VaultEvent &event); ///< "NetBatchSettled"

/// From one event's bytes (discriminator and Borsh). Nothing when unknown, truncated or overlong.
[[nodiscard]] std::optional<VaultEvent> decodeEvent(ByteSpan bytes);

struct EventLog {
    std::vector<VaultEvent> events;   ///< in the order emitted
    std::size_t undecodable = 0;      ///< data lines of this program that are no event known here
    bool isTruncated = false;         ///< the runtime dropped lines ("Log truncated"): fetch the accounts instead
};
/// The events of one transaction's log, only those emitted while `program` itself was running: lines are attributed
/// by the nesting of "Program X invoke [n]" and "Program X success"/"failed".
[[nodiscard]] EventLog eventsOf(const PublicKey &program, std::span<const std::string> logs);

} // namespace paradox::vault

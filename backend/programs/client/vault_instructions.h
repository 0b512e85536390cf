#pragma once

#include "domain/amount.h"
#include "domain/grant.h"
#include "programs/client/vault_addresses.h"
#include "solana/transaction.h"

#include <expected>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace paradox::vault {

// One struct for each instruction: what a caller must know, and what the sign review shows. `game` is the venue's
// account. Signers are named in the comments; the first named also pays rent where an account is created.

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
    Lamports amount;
    bool operator==(const DepositCredits &) const = default;
};
struct WithdrawCredits {
    PublicKey game;
    PublicKey player; ///< signs, receives
    Lamports amount;
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

/// Legs name accounts, not wallets: Addresses::ledger(game, wallet).
struct CashLeg {
    PublicKey ledger;
    Lamports amount; ///< at least 1
    bool operator==(const CashLeg &) const = default;
};
struct ItemLeg {
    PublicKey item;         ///< the item's account
    PublicKey sellerLedger; ///< of the present owner: proves who owns it and that a grant of his is live
    PublicKey newOwner;     ///< a wallet
    bool operator==(const ItemLeg &) const = default;
};

/// A whole batch in one transaction: sum(debits) == sum(credits) + fees, exactly.
struct SettleNetBatch {
    PublicKey game;
    PublicKey authority; ///< signs, pays
    BatchId batch;       ///< H(header)
    Lamports fees;       ///< the treasury's, booked on the venue
    std::vector<CashLeg> debits;
    std::vector<CashLeg> credits;
    std::vector<ItemLeg> items;
    bool operator==(const SettleNetBatch &) const = default;
};
/// Declares what the chunks must add up to. One unfinished batch per venue at a time (BatchInProgress).
struct OpenNetBatch {
    PublicKey game;
    PublicKey authority; ///< signs, pays
    BatchId batch;
    std::uint16_t chunkCount = 0; ///< 1 … chunksMax; lock and commit use the same numbers
    std::uint32_t itemCount = 0;
    Lamports debitTotal; ///< == creditTotal + fees
    Lamports creditTotal;
    Lamports fees;
    bool operator==(const OpenNetBatch &) const = default;
};
struct LockNetChunk { ///< debits and items of chunk `index` into escrow; any order of chunks
    PublicKey game;
    PublicKey authority; ///< signs
    BatchId batch;
    std::uint16_t index = 0;
    std::vector<CashLeg> debits;
    std::vector<ItemLeg> items;
    bool operator==(const LockNetChunk &) const = default;
};
struct CommitNetChunk { ///< credits and deliveries of chunk `index`, once every chunk is locked
    PublicKey game;
    PublicKey authority; ///< signs
    BatchId batch;
    std::uint16_t index = 0;
    std::vector<CashLeg> credits;
    std::vector<PublicKey> items; ///< go to the owners named when they were locked
    bool operator==(const CommitNetChunk &) const = default;
};
struct FinalizeNetBatch {
    PublicKey game;
    PublicKey authority; ///< signs
    BatchId batch;
    bool operator==(const FinalizeNetBatch &) const = default;
};
/// Returns what the named accounts have in this batch's escrow; those with nothing there are passed over, so it may be
/// repeated. The call that returns the last of it ends the batch (phase Aborted). Call with no legs when nothing was locked.
struct AbortNetBatch {
    PublicKey game;
    PublicKey authority; ///< signs
    BatchId batch;
    std::vector<PublicKey> ledgers;
    std::vector<PublicKey> items;
    bool operator==(const AbortNetBatch &) const = default;
};
struct SetPaused {
    PublicKey game;
    PublicKey admin;              ///< the config's; signs
    bool newActivity = false;     ///< deposits, items, listings, grants
    bool settlements = false;     ///< settle, open, lock. Leaving and finishing are never paused
    bool operator==(const SetPaused &) const = default;
};
struct WithdrawProtocolFees {
    PublicKey game;
    PublicKey admin;    ///< the config's; signs
    PublicKey treasury; ///< as the venue has it; receives
    Lamports amount;
    bool operator==(const WithdrawProtocolFees &) const = default;
};

using VaultInstruction =
    std::variant<InitConfig, CreateGame, OpenPlayerLedger, DepositCredits, WithdrawCredits, ClosePlayerLedger,
                 RegisterItem, TransferItem, CreateListing, CancelListing, RegisterSessionKey, RevokeSessionKey,
                 BumpSessionEpoch, SettleNetBatch, OpenNetBatch, LockNetChunk, CommitNetChunk, FinalizeNetBatch,
                 AbortNetBatch, SetPaused, WithdrawProtocolFees>;

/// Every alternative above builds: `build(addresses, DepositCredits{.game = g, .player = p, .amount = {5}})`.
[[nodiscard]] solana::Instruction build(const Addresses &addresses, const VaultInstruction &instruction);

/// Snake-case name as in the IDL and in an operation's `kind`: "deposit_credits".
[[nodiscard]] std::string_view nameOf(const VaultInstruction &instruction);

enum class InstructionError {
    OtherProgram,
    UnknownInstruction,
    BadData,      ///< truncated, overlong, or values no caller could mean
    BadAccounts,  ///< not the accounts, in the order and with the roles, that `build` gives
    UnknownBatch, ///< lock, commit, finalize and abort name their batch by account only: pass its id
};

/// Strict: succeeds only when `build` of the result is the instruction again, byte for byte and account for account,
/// so that what the sign review shows is all there is. `batch` is what a step of a chunked batch is held against; no
/// wallet ever signs one. Accounts to return in abort_net_batch all come back as `ledgers`: its bytes do not tell.
[[nodiscard]] std::expected<VaultInstruction, InstructionError>
decodeInstruction(const Addresses &addresses, const solana::Instruction &instruction,
                  const std::optional<BatchId> &batch = std::nullopt);

} // namespace paradox::vault

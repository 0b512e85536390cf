#pragma once

#include "domain/amount.h"
#include "programs/client/vault_addresses.h"

#include <vector>

namespace paradox::vault {

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
/// repeated. The call that returns the last of it ends the batch (phase Aborted). Call with no legs when nothing was
/// locked.
struct AbortNetBatch {
    PublicKey game;
    PublicKey authority; ///< signs
    BatchId batch;
    std::vector<PublicKey> ledgers;
    std::vector<PublicKey> items;
    bool operator==(const AbortNetBatch &) const = default;
};

} // namespace paradox::vault

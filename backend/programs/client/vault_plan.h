#pragma once

#include "programs/client/vault_instructions.h"

#include <vector>

namespace paradox::vault {

/// How a settlement transaction names its accounts: each in full, or by one byte through an address lookup table.
enum class Addressing : std::uint8_t { Static, LookupTable };

/// A venue's net result as legs. Each ledger at most once among the debits and once among the credits, never in both;
/// each item once.
struct Legs {
    std::vector<CashLeg> debits;
    std::vector<CashLeg> credits;
    std::vector<ItemLeg> items;
    bool operator==(const Legs &) const = default;
};

/// Legs that are certain to fit one transaction with two compute-budget instructions and one signer, whatever their
/// kind. With a table: the accounts of one chunk (chunkAddresses) must be in one table.
[[nodiscard]] std::size_t legsPerTransactionMax(Addressing addressing);

/// True when settle_net_batch carries all of it in one transaction.
[[nodiscard]] bool fitsOneTransaction(const Legs &legs, Addressing addressing);

/// The legs of each chunk, in order; chunk i is locked with its debits and items and committed with its credits and
/// items. At least one chunk. Greedy by exact transaction size. Nothing when more than chunksMax would be needed.
[[nodiscard]] std::optional<std::vector<Legs>> splitIntoChunks(const Legs &legs, Addressing addressing);

/// What a lookup table for these legs should hold: the venue and the legs' accounts, without repeats. Not the batch's
/// own account, which no later batch will name.
[[nodiscard]] std::vector<PublicKey> chunkAddresses(const PublicKey &game, const Legs &legs);

/// Compute units to ask for: generous for what the program needs.
[[nodiscard]] std::uint32_t computeUnitsFor(const Legs &legs);

} // namespace paradox::vault

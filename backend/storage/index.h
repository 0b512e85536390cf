#pragma once

#include "domain/amount.h"
#include "domain/bytes.h"
#include "storage/writer.h"

#include <optional>
#include <vector>

namespace paradox::storage {

/// Who owns an item, as the chain's events told.
struct ItemOwner {
    PublicKey item;
    PublicKey owner;
    Slot slot;
    UnixMillis updatedAt;
};

struct ItemMove {
    PublicKey item;
    PublicKey from; ///< zeros: registered
    PublicKey to;
    std::optional<BatchId> batch;
    Signature signature;
    Slot slot;
    UnixMillis at;
};

/// A wallet's ledger inside the vault.
struct WalletBalance {
    PublicKey wallet;
    Lamports available;
    Lamports allowance; ///< what live grants still allow to be debited
    Slot slot;
    UnixMillis updatedAt;
};

/// Where in the chain an event stands; unique.
struct ChainEventKey {
    Signature signature;
    std::uint16_t instruction = 0;
    std::uint16_t inner = 0; ///< n-th event within that instruction
};

struct ChainEvent {
    ChainEventKey key;
    Slot slot;
    std::uint8_t kind = 0; ///< indexer's own number
    Bytes data;            ///< as emitted
};

/// A transaction that could not be understood; kept for a person.
struct DeadLetter {
    Signature signature;
    Slot slot;
    std::string error;
};

/// Up to where the chain has been read.
struct Watermark {
    Slot slot;
    Signature signature; ///< last processed; zeros at the beginning
};

namespace index {

/// False when this event was processed before: then nothing else may be folded from it.
[[nodiscard]] bool insertEvent(Transaction &transaction, const ChainEvent &event);
void setOwner(Transaction &transaction, const ItemOwner &owner);
void addMove(Transaction &transaction, const ItemMove &move);
void setBalance(Transaction &transaction, const WalletBalance &balance);
void addDeadLetter(Transaction &transaction, const DeadLetter &letter);
/// Never goes back: a lower slot is refused by a trigger and asserted here.
void setWatermark(Transaction &transaction, const Watermark &watermark);

/// Whether this transaction's events have been folded in.
[[nodiscard]] bool knows(Connection &connection, const Signature &signature);
[[nodiscard]] Watermark watermark(Connection &connection);
[[nodiscard]] std::optional<ItemOwner> ownerOf(Connection &connection, const PublicKey &item);
[[nodiscard]] std::vector<ItemOwner> itemsOf(Connection &connection, const PublicKey &owner,
                                             const std::optional<PublicKey> &afterItem, std::size_t limit);
/// Newest first; `before` is the number handed out with the last row of the page before.
struct NumberedMove {
    std::uint64_t number = 0;
    ItemMove move;
};
[[nodiscard]] std::vector<NumberedMove> history(Connection &connection, const PublicKey &item,
                                                std::optional<std::uint64_t> before, std::size_t limit);
[[nodiscard]] std::optional<WalletBalance> balanceOf(Connection &connection, const PublicKey &wallet);
/// All, by key, `after` exclusive.
[[nodiscard]] std::vector<WalletBalance> balances(Connection &connection, const std::optional<PublicKey> &after,
                                                  std::size_t limit);
[[nodiscard]] std::uint64_t eventCount(Connection &connection);

} // namespace index
} // namespace paradox::storage

#pragma once

#include "domain/states.h"
#include "domain/trade.h"
#include "storage/writer.h"

#include <optional>
#include <string>
#include <vector>

namespace paradox::storage {

struct Batch {
    BatchSeq seq;
    std::optional<BatchId> id; ///< H(header), once netted
    BatchState state = BatchState::Open;
    PublicKey mint; ///< zeros = lamports
    NetMode mode = NetMode::Net;
    std::uint16_t feeBps = 0;
    UnixMillis openedAt;
    UnixMillis cutAt; ///< 0 until cut, and so for the others
    UnixMillis nettedAt;
    UnixMillis finalizedAt;
    UnixMillis updatedAt;
    Slot readSlot;
    std::uint32_t trades = 0; ///< accepted + rejected
    std::uint32_t accepted = 0;
    std::uint32_t rejected = 0;
    std::uint32_t items = 0;
    std::uint32_t wallets = 0;
    Lamports gross;
    Lamports fees;
    Lamports net;
    std::uint32_t ratioBps = 0; ///< what netting saved: (gross − net) of 10 000
    Bytes header;               ///< 341 bytes once netted
    Hash headerHash;
    Hash previousHeaderHash;
    Hash intentsRoot;
    Hash ownersRoot;
    Hash deltasRoot;
    std::uint32_t chunkCount = 0;
    std::uint32_t attempts = 0;
    UnixMillis nextRetryAt;
    std::string reason;                ///< code of the last move, or empty
    std::uint32_t chunksLocked = 0;    ///< read only, counted from chunks
    std::uint32_t chunksCommitted = 0; ///< read only, counted from chunks
};

struct BatchTrade {
    Seq trade;
    Seq sellerSeq;
    Seq buyerSeq;
    IntentId sellerIntent;
    IntentId buyerIntent;
    PublicKey item;
    PublicKey from;
    PublicKey to;
    Lamports amount;
    Verdict verdict = Verdict::Accepted;
    std::optional<std::uint32_t> place; ///< in execution order, for accepted ones
};

struct OwnerMove {
    PublicKey item;
    PublicKey from;
    PublicKey to;
};

struct BatchDelta {
    PublicKey wallet;
    PublicKey mint;
    std::int64_t delta = 0;
};

/// What a batch was netted from and to: enough to do it again.
struct BatchContents {
    std::vector<BatchTrade> trades;                               ///< in sequence order
    std::vector<OwnerMove> ownerMoves;                            ///< by item
    std::vector<BatchDelta> deltas;                               ///< by wallet, mint
    std::vector<std::pair<PublicKey, PublicKey>> openingOwners;   ///< item → wallet, by item
    std::vector<std::pair<PublicKey, Lamports>> openingAvailable; ///< wallet → lamports, by wallet
};

enum class ChunkPhase : std::uint8_t { Whole = 0, Open = 1, Lock = 2, Commit = 3, Finalize = 4, Abort = 5 };
enum class ChunkState : std::uint8_t { Planned = 0, Sending = 1, Applied = 2, Refused = 3 };
[[nodiscard]] std::string_view toText(ChunkPhase phase);
[[nodiscard]] std::string_view toText(ChunkState state);

/// One instruction of the settlement of a batch: sent by attempts of its operation until its effect is final.
struct Chunk {
    BatchSeq batch;
    ChunkPhase phase = ChunkPhase::Whole;
    std::uint32_t index = 0;
    ChunkState state = ChunkState::Planned;
    std::string operationId; ///< empty until the first attempt
    std::uint32_t attempts = 0;
    Bytes plan; ///< what to put into it; settlement's own encoding
};

namespace batches {

/// Opens the next batch in state `open`, with its event. `batch.seq` is ignored.
[[nodiscard]] BatchSeq insert(Transaction &transaction, const Batch &batch);
/// Writes all fields; `batch.state` is the new state. Asserts mayMove from the stored one (or equal: then no event).
void update(Transaction &transaction, const Batch &batch, Actor actor);
void setContents(Transaction &transaction, BatchSeq batch, const BatchContents &contents);
void dropChunks(Transaction &transaction, BatchSeq batch);   ///< of a batch that is planned anew
void putChunk(Transaction &transaction, const Chunk &chunk); ///< inserts or replaces by (batch, phase, index)

[[nodiscard]] std::optional<Batch> bySeq(Connection &connection, BatchSeq seq);
[[nodiscard]] std::optional<Batch> byId(Connection &connection, const BatchId &id);
[[nodiscard]] std::vector<Batch> list(Connection &connection, std::optional<BatchSeq> before, std::size_t limit);
/// Not finalized, empty or aborted, in order.
[[nodiscard]] std::vector<Batch> unfinished(Connection &connection);
/// The last one with a header that was not aborted: the next header chains to it.
[[nodiscard]] std::optional<Batch> lastCommitted(Connection &connection);
[[nodiscard]] BatchContents contents(Connection &connection, BatchSeq batch);
[[nodiscard]] std::vector<Chunk> chunks(Connection &connection, BatchSeq batch);

/// Items moved by unfinished batches, sorted.
[[nodiscard]] std::vector<PublicKey> heldItems(Connection &connection);
/// Σ of what unfinished batches take from each wallet (negative deltas only, as positive numbers), sorted.
[[nodiscard]] std::vector<std::pair<PublicKey, Lamports>> heldLamports(Connection &connection, const PublicKey &mint);

} // namespace batches
} // namespace paradox::storage

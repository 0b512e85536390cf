#pragma once

#include "netting/batch_header.h"
#include "netting/engine.h"
#include "netting/merkle.h"

namespace paradox::netting {

/// What a header says beside the netting itself. A batch has one venue and one currency.
struct BatchContext {
    Hash genesis;
    PublicKey program;
    PublicKey engine;
    PublicKey mint; ///< zeros for lamports
    BatchSeq seq;
    Hash previous; ///< zeros for the first batch
    Slot readSlot;
    UnixSeconds openedAt;
    UnixSeconds cutAt;
    NetMode mode = NetMode::Net;

    bool operator==(const BatchContext &) const = default;
};

/// Leaf hashes of the three trees, in the protocol's order.
[[nodiscard]] std::vector<Hash> intentLeaves(std::span<const Trade> trades, std::span<const Verdict> verdicts);
[[nodiscard]] std::vector<Hash> ownerLeaves(std::span<const OwnerMove> moves);
[[nodiscard]] std::vector<Hash> deltaLeaves(std::span<const WalletDelta> deltas, const PublicKey &mint);

/// A netted batch, committed to: header, id and the trees that its proofs come from.
struct Commitment {
    BatchHeader header;
    HeaderBytes headerBytes{};
    BatchId batchId;
    MerkleTree intents; ///< leaf i is trade i
    MerkleTree owners;  ///< leaf i is ownerMoves[i]
    MerkleTree deltas;  ///< leaf i is deltas[i]
};

/// `inputsDigest` is archiveDigest() of the same batch (archive.h).
[[nodiscard]] Commitment commit(const BatchContext &context, const Batch &batch, const Netting &netting,
                                const Hash &inputsDigest);

/// Only the header: less memory, the same bytes.
[[nodiscard]] BatchHeader makeHeader(const BatchContext &context, const Batch &batch, const Netting &netting,
                                     const Hash &inputsDigest);

} // namespace paradox::netting

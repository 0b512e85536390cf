#pragma once

#include "domain/ids.h"
#include "ledger/runtime.h"
#include "solana/transaction.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace paradox::ledger {

/// A transaction the chain keeps: what was sent and what came of it.
struct TransactionRecord {
    Slot slot;
    std::uint32_t index = 0; ///< within its slot
    UnixSeconds time;
    solana::Transaction transaction;
    Execution execution; ///< without the writes once it is read back

    [[nodiscard]] const Signature &signature() const { return transaction.signatures.front(); }
    /// Every account of the message, loaded ones behind the static.
    [[nodiscard]] std::vector<PublicKey> keys() const;
};

using RecordRef = std::shared_ptr<const TransactionRecord>;

struct Block {
    Slot slot;
    Slot parent;
    BlockHeight height;
    Hash hash;
    Hash previousHash;
    UnixSeconds time;
    std::uint64_t transactions = 0; ///< since genesis, this block's included
};

// The ledger's own binary forms, in the journal, in snapshots and in the history. Decoding answers damage with nothing.
[[nodiscard]] Bytes encodeRecord(const TransactionRecord &record);
[[nodiscard]] std::optional<TransactionRecord> decodeRecord(ByteSpan bytes);
[[nodiscard]] Bytes encodeBlock(const Block &block);
[[nodiscard]] std::optional<Block> decodeBlock(ByteSpan bytes);
[[nodiscard]] Bytes encodeWrites(const std::vector<AccountWrite> &writes);
[[nodiscard]] std::optional<std::vector<AccountWrite>> decodeWrites(ByteSpan bytes);

} // namespace paradox::ledger

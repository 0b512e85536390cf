#pragma once

#include "domain/amount.h"
#include "programs/client/vault_addresses.h"

#include <vector>

namespace paradox::vault {

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

} // namespace paradox::vault

#pragma once

#include "domain/amount.h"
#include "domain/grant.h"
#include "domain/intent.h"
#include "domain/states.h"
#include "domain/trade.h"
#include "netting/admission_receipt.h"
#include "netting/batch_header.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

// The objects of the node's API as values: what its JSON says, checked and typed. Reasons and kinds stay words, because
// the node may know more of them than this build.
namespace paradox::client {

struct IntentRecord {
    IntentId id;
    Seq seq;
    IntentState status = IntentState::Pending;
    IntentType type = IntentType::Trade;
    Side side = Side::Seller;
    PublicKey session;
    PublicKey owner;
    PublicKey item;
    PublicKey from;
    PublicKey to; ///< zeros for LIST
    PublicKey mint;
    Lamports amount;
    std::uint64_t nonce = 0;
    UnixSeconds createdAt;
    UnixSeconds expiresAt;
    Hash terms;
    UnixMillis admittedAt;
    UnixMillis updatedAt;
    std::optional<std::string> reason{}; ///< "NOT_OWNER", "INSOLVENT", …
    std::optional<IntentId> pairedWith{};
    std::optional<Seq> tradeSeq{};
    std::optional<Lamports> tradeAmount{}; ///< while paired: the ask, which a BUY_NOW's amount may exceed
    std::optional<BatchSeq> batchSeq{};
    std::optional<BatchId> batchId{};

    bool operator==(const IntentRecord &) const = default;
};

struct BatchRecord {
    std::optional<BatchId> id{}; ///< once netted
    BatchSeq seq;                ///< names a batch from its opening on
    BatchState state = BatchState::Open;
    std::optional<UnixMillis> openedAt{};
    std::optional<UnixMillis> cutAt{};
    std::optional<UnixMillis> nettedAt{};
    std::optional<UnixMillis> finalizedAt{};
    UnixMillis updatedAt;
    Slot readSlot;
    NetMode mode = NetMode::Net;
    std::uint16_t feeBps = 0;
    std::uint64_t trades = 0;
    std::uint64_t accepted = 0;
    std::uint64_t rejected = 0;
    std::uint64_t items = 0;   ///< that change owner
    std::uint64_t wallets = 0; ///< with a delta
    Lamports gross;
    Lamports fees;
    Lamports net;
    std::uint64_t ratioBps = 0; ///< gross over net in basis points, as measured
    std::optional<Hash> headerHash{};
    std::optional<Hash> previousHeaderHash{};
    std::optional<Hash> intentsRoot{};
    std::optional<Hash> ownersRoot{};
    std::optional<Hash> deltasRoot{};
    std::uint64_t chunkCount = 0;
    std::uint64_t chunksLocked = 0;
    std::uint64_t chunksCommitted = 0;
    std::uint64_t attempts = 0;
    std::optional<UnixMillis> nextRetryAt{};
    std::optional<std::string> reason{};
    std::uint64_t transactions = 0;

    bool operator==(const BatchRecord &) const = default;
};

struct TradeRecord {
    Seq seq;
    IntentId sellerIntent;
    IntentId buyerIntent;
    PublicKey item;
    PublicKey from;
    PublicKey to;
    Lamports amount;
    std::optional<Verdict> verdict{};

    bool operator==(const TradeRecord &) const = default;
};

struct OwnerMove {
    PublicKey item;
    PublicKey from;
    PublicKey to;

    bool operator==(const OwnerMove &) const = default;
};

struct DeltaRecord {
    PublicKey wallet;
    PublicKey mint;
    std::int64_t delta = 0;

    bool operator==(const DeltaRecord &) const = default;
};

struct ChunkRecord {
    std::uint64_t index = 0;
    std::string phase;
    std::string state;
    std::uint64_t attempts = 0;

    bool operator==(const ChunkRecord &) const = default;
};

struct BatchDetail {
    BatchRecord batch;
    std::vector<TradeRecord> trades{}; ///< in sequence order
    std::vector<OwnerMove> ownerMoves{};
    std::vector<DeltaRecord> deltas{};
    std::vector<ChunkRecord> chunks{};
    std::optional<netting::HeaderBytes> header{}; ///< once it is netted
    std::string json{};                           ///< the object as received: netting::parseBatchClaim() re-executes it
};

struct AttemptRecord {
    std::uint64_t n = 0;
    std::optional<Signature> signature{};
    std::optional<Hash> blockhash{};
    std::optional<BlockHeight> lastValidBlockHeight{};
    std::string state;
    std::optional<UnixMillis> sentAt{};
    std::optional<Slot> slot{};
    std::optional<std::string> error{};

    bool operator==(const AttemptRecord &) const = default;
};

struct OperationRecord {
    std::string operationId;
    std::string kind; ///< "deposit", "settle_net_batch", …
    OperationState status = OperationState::Pending;
    std::optional<PublicKey> owner{};
    std::optional<Signature> signature{};
    std::optional<Slot> slot{};
    std::optional<std::string> error{};
    std::optional<Lamports> fee{};
    std::optional<BatchSeq> batchSeq{};
    std::optional<std::uint64_t> chunk{};
    std::vector<AttemptRecord> attempts{};
    UnixMillis createdAt;
    UnixMillis updatedAt;

    bool operator==(const OperationRecord &) const = default;
};

struct Registration {
    std::string operationId;
    std::optional<Signature> signature{};

    bool operator==(const Registration &) const = default;
};

struct SessionRecord {
    PublicKey session;
    PublicKey owner;
    SessionState status = SessionState::Unregistered;
    std::uint16_t actions = 0; ///< bits of Action
    Lamports maxTotal;
    Lamports maxPerIntent;
    std::uint32_t maxIntents = 0;
    Lamports held;
    Lamports spent;
    Lamports left;
    std::uint64_t intents = 0; ///< admitted so far
    UnixSeconds notBefore;
    UnixSeconds expiresAt;
    std::uint64_t epoch = 0;
    Hash scopeRoot;
    std::optional<Hash> grantHash{};
    std::optional<Registration> registration{};
    UnixMillis createdAt;
    UnixMillis updatedAt;

    bool operator==(const SessionRecord &) const = default;
};

} // namespace paradox::client

#pragma once

#include "client/values.h"

#include "client/error.h"

#include <variant>

// Answers of the API that are no listed object of their own, and the questions that lists take.
namespace paradox::client {

struct Health {
    std::string version;
    Hash genesis;
    std::string chainId; ///< "localnet", "devnet", "testnet", "mainnet"
    PublicKey vaultProgram;
    GameId gameId{1};
    PublicKey engine; ///< the venue's account
    PublicKey treasury;
    std::uint16_t feeBps = 0;
    NetMode mode = NetMode::Net;
    PublicKey engineKey; ///< signs admission receipts
    Slot slot;
    Slot finalizedSlot;
    FeedSeq feedSeq;
    std::uint64_t uptimeSeconds = 0;

    bool operator==(const Health &) const = default;
};

/// What a sign-in text must say, from the node; signed as given.
struct Challenge {
    std::string nonce;
    std::string domain;
    std::string uri;
    std::string chainId;
    std::string version;
    std::string issuedAt;
    std::string expirationTime;
    std::optional<std::string> statement{};
};

struct SignedText {
    std::string message;
    Signature signature;
    PublicKey publicKey;
};

struct Tokens {
    std::string accessToken;
    std::string refreshToken;
    std::int64_t expiresInSeconds = 0;
    PublicKey address;
    std::vector<std::string> roles{};
};

struct SessionOffer {
    SignedText text;
    Grant grant;
    Bytes transaction{}; ///< owner-signed register_session_key; empty leaves the session unregistered
};

struct OpenedSession {
    PublicKey session;
    SessionState status = SessionState::Unregistered;
    std::optional<Registration> registration{};
    std::optional<Tokens> tokens{};
};

struct SignedIntent {
    Intent intent;
    Signature signature;
};

struct Admitted {
    IntentId id;
    IntentState status = IntentState::Pending;
    std::optional<Seq> seq{};
    std::optional<netting::AdmissionReceipt> receipt{};
};

/// One answer of the batch route: taken, or refused with its own error.
using AdmittedEach = std::vector<Result<Admitted>>;

struct Explanation {
    IntentId id;
    std::string code; ///< "NO_COUNTERPART", …
    std::string words;
    std::string json{}; ///< everything the node said
};

struct SignedRevocation {
    PublicKey session; ///< zeros: every session of the owner
    PublicKey owner;
    PublicKey signer;
    UnixSeconds issuedAt;
    Signature signature;
};

struct Blockhash {
    Hash blockhash;
    BlockHeight lastValidBlockHeight;
    Slot slot;
};

struct BalanceChange {
    PublicKey address;
    std::optional<Lamports> before{};
    std::optional<Lamports> after{};
};

struct Simulation {
    bool succeeds = false;
    std::optional<std::string> error{};
    std::vector<std::string> logs{};
    std::uint64_t unitsConsumed = 0;
    Slot slot;
    std::vector<BalanceChange> balances{};
};

struct Relayed {
    std::string operationId;
    std::optional<Signature> signature{};
};

struct ChainAccount {
    PublicKey address;
    Lamports lamports;
    PublicKey owner;
    Bytes data{};
    Slot slot;
};

struct ItemRecord {
    PublicKey item; ///< the item's account
    PublicKey owner;
    Slot slot;
    std::optional<UnixMillis> updatedAt{};

    bool operator==(const ItemRecord &) const = default;
};

struct HistoryEntry {
    std::optional<PublicKey> from{}; ///< none: registered
    PublicKey to;
    std::optional<BatchId> batchId{};
    std::optional<Signature> signature{};
    Slot slot;
    std::optional<UnixMillis> at{};
};

struct Balances {
    PublicKey address;
    Slot slot;
    Lamports available; ///< in the venue
    Lamports held;
    Lamports allowance; ///< what live grants still let a batch debit
    Lamports wallet;    ///< in the wallet itself
};

template <class T>
struct Page {
    std::vector<T> items{};
    std::optional<std::string> next{}; ///< cursor
};

struct PageRequest {
    std::optional<std::string> cursor{};
    int limit = 200;
};

struct IntentQuery {
    std::optional<IntentState> status{};
    std::optional<PublicKey> owner{};
    std::optional<PublicKey> session{};
    std::optional<PublicKey> item{};
    PageRequest page{};
};

struct OperationQuery {
    std::optional<OperationState> status{};
    std::optional<PublicKey> owner{};
    PageRequest page{};
};

/// How a batch is named in a call: by its sequence number, or by its content.
using BatchName = std::variant<BatchSeq, BatchId>;

} // namespace paradox::client

#pragma once

#include "chain/chain_error.h"
#include "domain/amount.h"
#include "domain/bytes.h"
#include "domain/ids.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace paradox::chain {

enum class Commitment : std::uint8_t { Processed, Confirmed, Finalized };
[[nodiscard]] std::string_view toText(Commitment commitment); ///< "finalized"

struct LatestBlockhash {
    Hash blockhash;
    BlockHeight lastValidBlockHeight;
    Slot slot;
};

struct AccountInfo {
    Lamports lamports;
    PublicKey owner;
    bool executable = false;
    Bytes data;
};

/// Accounts in the order asked for, all as of one slot; nothing where there is none.
struct AccountsAt {
    Slot slot;
    std::vector<std::optional<AccountInfo>> accounts;
};

struct SignatureStatus {
    Slot slot;
    std::string error; ///< transaction error in the wire's form; empty: it succeeded
    Commitment commitment = Commitment::Processed;
};
struct StatusesAt {
    Slot slot;
    std::vector<std::optional<SignatureStatus>> statuses;
};

/// How far the chain was final, and after that what a search of everything kept says of transactions.
struct HistoryAt {
    BlockHeight finalizedHeight;
    Slot slot; ///< up to which every transaction is known; at least that of the height
    std::vector<std::optional<SignatureStatus>> statuses;
};

struct Simulation {
    Slot slot;
    std::string error; ///< empty: it would succeed
    std::vector<std::string> logs;
    std::uint64_t unitsConsumed = 0;
    std::vector<std::optional<AccountInfo>> accounts; ///< of SimulateOptions::accounts, after
};

struct SignatureInfo {
    Signature signature;
    Slot slot;
    std::string error;
    std::optional<UnixSeconds> blockTime;
};

struct LandedTransaction {
    Slot slot;
    std::optional<UnixSeconds> blockTime;
    std::string error;
    Lamports fee;
    std::vector<std::string> logs;
    Bytes bytes;                   ///< as signed
    std::vector<PublicKey> loaded; ///< accounts that it named through lookup tables
};

enum class Preflight { Check, Skip };
enum class SignatureCheck { Verify, ReplaceBlockhash };

struct SignaturesQuery {
    PublicKey address;
    std::optional<Signature> before{}; ///< older than this
    std::optional<Signature> until{};  ///< newer than this
    std::size_t limit = 1000;          ///< at most 1000
    Commitment commitment = Commitment::Finalized;
};

struct SimulateOptions {
    SignatureCheck signatures = SignatureCheck::ReplaceBlockhash;
    std::vector<PublicKey> accounts{};
    Commitment commitment = Commitment::Confirmed;
};

/// A Solana cluster, typed. Production speaks JSON-RPC (rpc_client.h); a test puts a scripted chain here. What is told
/// does not go back behind what was told before at that commitment or a deeper one: such an answer is a Transient
/// error, until most nodes say otherwise for long (horizon.h). One thread at a time. Blocks for at most the transport's
/// time limit.
class Chain {
public:
    virtual ~Chain() = default;

    [[nodiscard]] virtual Result<Hash> genesis() = 0;
    [[nodiscard]] virtual Result<LatestBlockhash> latestBlockhash(Commitment commitment) = 0;
    [[nodiscard]] virtual Result<BlockHeight> blockHeight(Commitment commitment) = 0;
    [[nodiscard]] virtual Result<Slot> slot(Commitment commitment) = 0;
    /// Any number of keys, read until all come from one slot; Transient when the cluster moves faster than that.
    [[nodiscard]] virtual Result<AccountsAt> accounts(std::span<const PublicKey> keys, Commitment commitment) = 0;
    /// Of the last few minutes; at most 256.
    [[nodiscard]] virtual Result<StatusesAt> statuses(std::span<const Signature> signatures) = 0;
    /// Of any age; at most 256.
    [[nodiscard]] virtual Result<HistoryAt> history(std::span<const Signature> signatures) = 0;
    /// Never lets the node resend by itself (maxRetries 0).
    [[nodiscard]] virtual Result<Signature> send(ByteSpan transaction, Preflight preflight) = 0;
    [[nodiscard]] virtual Result<Simulation> simulate(ByteSpan transaction, const SimulateOptions &options) = 0;
    [[nodiscard]] virtual Result<Signature> airdrop(const PublicKey &to, Lamports amount) = 0;
    /// Newest first.
    [[nodiscard]] virtual Result<std::vector<SignatureInfo>> signaturesFor(const SignaturesQuery &query) = 0;
    [[nodiscard]] virtual Result<std::optional<LandedTransaction>> transaction(const Signature &signature,
                                                                               Commitment commitment) = 0;
    [[nodiscard]] virtual Result<Lamports> rentExemption(std::size_t dataSize) = 0;
    /// Micro-lamports per unit that recent transactions writing these accounts paid: the median, 0 when none paid.
    [[nodiscard]] virtual Result<std::uint64_t> recentUnitPrice(std::span<const PublicKey> writable) = 0;
};

} // namespace paradox::chain

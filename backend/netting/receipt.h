#pragma once

#include "domain/trade.h"
#include "netting/admission_receipt.h"
#include "netting/archive.h"
#include "netting/merkle.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::netting {

/// A transaction that carried the settlement: its name, where it landed, and its bytes if the maker kept them.
struct SettlementTransaction {
    Signature signature;
    Slot slot;
    Bytes bytes; ///< the signed transaction, or empty

    bool operator==(const SettlementTransaction &) const = default;
};

/// The receipt file of protocol §5: what a trader keeps to prove, offline, that his intent was taken and, once it is
/// settled, how.
struct Receipt {
    SignedIntent intent;
    AdmissionReceipt admission;
    bool isSettled = true; ///< else the members below are empty and nothing is claimed of them
    IntentId counterpart;  ///< the other half of the trade
    Verdict verdict = Verdict::Accepted;
    std::uint64_t leafIndex = 0; ///< in the intents tree of the first header
    std::vector<Hash> leafPath;
    std::vector<HeaderBytes> headers; ///< the batch's own, then each next one up to the settled
    std::vector<SettlementTransaction> transactions;
    Slot settledSlot; ///< finalized

    bool operator==(const Receipt &) const = default;
};

[[nodiscard]] std::string toJsonText(const Receipt &receipt); ///< of a settled one
inline constexpr std::string_view receiptFormat = "ppv-receipt-1";
/// Error: words that name the member.
[[nodiscard]] std::expected<Receipt, std::string> parseReceipt(std::string_view json);

/// Where the receipt says that pair and verdict lie.
struct LeafClaim {
    Inclusion inclusion; ///< its path is the receipt's own memory
    Hash root;           ///< of the intents tree, as the first header has it
};
/// Nothing when the intent does not decode, or there is no header that does.
[[nodiscard]] std::optional<LeafClaim> leafClaimOf(const Receipt &receipt);

enum class ReceiptCheck {
    IntentBytes,      ///< 369 bytes that decode
    IntentSignature,  ///< by the session key in them
    AdmissionReceipt, ///< names this intent, path to its root, signed by the engine key
    LeafProof,        ///< pair and verdict lie in the batch's intents tree
    HeaderChain,      ///< same venue throughout, each header names the one before
    Transactions,     ///< there is one; where bytes are kept they are signed, carry that signature and name the batch
    Slot,             ///< no transaction lies behind the settled slot, none before the opening state was read
};
[[nodiscard]] std::string_view toText(ReceiptCheck check);

struct ReceiptFinding {
    ReceiptCheck check = ReceiptCheck::IntentBytes;
    bool passed = false;
    std::string words; ///< what was found, for a person
};

/// What the verifier holds true from elsewhere. Nothing set: the receipt is only checked against itself.
struct ReceiptTrust {
    std::optional<PublicKey> engineKey;
    std::optional<Hash> genesis;
    std::optional<PublicKey> program;
    std::optional<PublicKey> engine;
};

/// Every check once, in order; none is skipped because another failed. Of a receipt that is not settled: the first
/// three.
[[nodiscard]] std::vector<ReceiptFinding> verifyReceipt(const Receipt &receipt, const ReceiptTrust &trust);
[[nodiscard]] bool allPassed(std::span<const ReceiptFinding> findings);

} // namespace paradox::netting

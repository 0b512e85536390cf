#pragma once

#include "domain/acts.h"
#include "domain/grant.h"
#include "domain/intent.h"
#include "domain/siws.h"
#include "programs/client/vault_instructions.h"
#include "solana/transaction.h"

#include <expected>
#include <variant>

namespace paradox::signer {

/// Where the wallet is and whom it talks to: what bytes are held against.
struct SignContext {
    std::string host;    ///< host[:port] of the node, as sign-in texts must name it
    std::string chainId; ///< "localnet", "devnet", …
    Hash genesis;
    PublicKey program; ///< the vault
    PublicKey engine;  ///< the venue's account
};

struct SignInRequest {
    SiwsMessage text;
    std::optional<Grant> grant{}; ///< what the text's resource binds; signing the text gives these rights
};

struct CancelRequest {
    IntentId intent;
};

/// An instruction of a program that this wallet does not decode.
struct ForeignInstruction {
    solana::Instruction instruction;
};
struct SystemTransfer {
    PublicKey from;
    PublicKey to;
    Lamports amount;
};
struct ComputeUnitLimit {
    std::uint32_t units = 0;
};
struct ComputeUnitPrice {
    std::uint64_t microLamports = 0;
};
using InstructionView =
    std::variant<vault::VaultInstruction, SystemTransfer, ComputeUnitLimit, ComputeUnitPrice, ForeignInstruction>;

struct TransactionRequest {
    PublicKey feePayer;
    Hash blockhash;
    std::vector<PublicKey> signers{};
    std::vector<InstructionView> instructions{};
    /// One is not decoded: the review marks it red and asks for more than a click.
    [[nodiscard]] bool hasForeignInstruction() const;
};

enum class RequestPurpose : std::uint8_t { Message, Transaction };

/// What is asked to be signed, decoded from exactly the bytes that will be signed and from nothing else.
struct SignRequest {
    PublicKey signer;
    Bytes bytes;
    Hash digest; ///< H(bytes), as the journal has it
    std::variant<SignInRequest, Intent, CancelRequest, Revocation, TransactionRequest> content;
};

/// Why bytes are not signed, whoever asks.
enum class RefusalCode : std::uint8_t {
    Empty,
    UnknownBytes,      ///< no form this wallet knows
    TrailingBytes,     ///< a known form with more behind it, or cut short
    Malformed,         ///< a known form with values that cannot be
    ForeignHost,       ///< a sign-in for somebody else
    MalformedSignIn,   ///< looks like a sign-in and is none
    TransactionAsText, ///< a "message" that is a transaction
    WrongCluster,
    WrongVenue,     ///< another program or engine
    WrongSigner,    ///< this key has no part in it
    GrantNotBound,  ///< the text's resource and the grant at hand differ, or one is missing
    HiddenAccounts, ///< accounts behind lookup tables, which cannot be shown from the bytes
    DurableNonce,   ///< would stay valid for ever
};
struct Refusal {
    RefusalCode code = RefusalCode::UnknownBytes;
    std::string words; ///< for a person: what it is and why not
};
[[nodiscard]] std::string_view toText(RefusalCode code); ///< "FOREIGN_HOST"

struct SignQuestion {
    RequestPurpose purpose = RequestPurpose::Message;
    PublicKey signer;
    Bytes bytes;
    std::optional<Grant> grant{};
};
[[nodiscard]] std::expected<SignRequest, Refusal> decodeSignRequest(const SignQuestion &question,
                                                                    const SignContext &context);

/// One line of a review: a name and an exact value, in the order to be read.
struct ReviewLine {
    std::string name;  ///< English source text: "Amount"
    std::string value; ///< raw: base58, decimal lamports, RFC 3339
    bool isWarning = false;
};
/// The whole content, every field.
[[nodiscard]] std::vector<ReviewLine> reviewLines(const SignRequest &request);
/// One line: "BUY_NOW 1500000000 lamports, item 7xKX…"
[[nodiscard]] std::string summaryOf(const SignRequest &request);
/// "sign_in", "session_grant", "intent", "cancel", "revoke", "transaction"
[[nodiscard]] std::string_view kindOf(const SignRequest &request);
/// Who is on the other side: wallets that would receive something. For the first-time check.
[[nodiscard]] std::vector<PublicKey> counterpartiesOf(const SignRequest &request);
/// Lamports that leave the signer, or may leave him under a grant.
[[nodiscard]] Lamports debitOf(const SignRequest &request);

} // namespace paradox::signer

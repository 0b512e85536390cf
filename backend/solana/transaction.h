#pragma once

#include "domain/bytes.h"
#include "solana/keypair.h"

#include <expected>
#include <optional>
#include <span>
#include <vector>

namespace paradox::solana {

inline constexpr std::size_t transactionSizeMax = 1232;
inline constexpr std::size_t messageAccountsMax = 256; ///< loaded ones included: an index is one byte

struct AccountMeta {
    PublicKey key;
    bool isSigner = false;
    bool isWritable = false;

    bool operator==(const AccountMeta &) const = default;
};

struct Instruction {
    PublicKey program;
    std::vector<AccountMeta> accounts;
    Bytes data;

    bool operator==(const Instruction &) const = default;
};

/// An address lookup table as the builder needs it: its address and what it holds, in order.
struct LookupTable {
    PublicKey key;
    std::vector<PublicKey> addresses;
};

struct CompiledInstruction {
    std::uint8_t programIndex = 0;
    Bytes accountIndexes;
    Bytes data;

    bool operator==(const CompiledInstruction &) const = default;
};

struct TableLookup {
    PublicKey table;
    Bytes writableIndexes;
    Bytes readonlyIndexes;

    bool operator==(const TableLookup &) const = default;
};

enum class MessageVersion : std::uint8_t { Legacy, V0 };

/// A transaction message, compiled. Static keys in the order of the Rust SDK: fee payer, then by role, each role sorted
/// by key bytes.
struct Message {
    MessageVersion version = MessageVersion::Legacy;
    std::uint8_t signatureCount = 0; ///< numRequiredSignatures
    std::uint8_t readonlySignedCount = 0;
    std::uint8_t readonlyUnsignedCount = 0;
    std::vector<PublicKey> staticKeys;
    Hash recentBlockhash;
    std::vector<CompiledInstruction> instructions;
    std::vector<TableLookup> lookups;

    bool operator==(const Message &) const = default;

    [[nodiscard]] bool isSigner(std::size_t index) const { return index < signatureCount; }
    /// Of a static key, by its place.
    [[nodiscard]] bool isStaticWritable(std::size_t index) const;
};

enum class MessageError { TooManyKeys, TooManySigners, TooLarge, NoFeePayer };
/// KEY_ORDER of the compiled static keys: Rust's (by key bytes) or first use, as web3.js v2 and TransactionMessage do.
enum class KeyOrder : std::uint8_t { Rust, Insertion };

struct MessageOptions {
    PublicKey feePayer;
    Hash recentBlockhash;
    MessageVersion version = MessageVersion::Legacy;
    std::span<const LookupTable> tables; ///< V0 only
    KeyOrder order = KeyOrder::Rust;
};

[[nodiscard]] std::expected<Message, MessageError> compileMessage(std::span<const Instruction> instructions,
                                                                  const MessageOptions &options);
[[nodiscard]] Bytes serialiseMessage(const Message &message);

enum class DecodeError {
    Truncated,
    TrailingBytes,
    BadCompactLength,
    UnsupportedVersion,
    TooLarge,
    SignatureCountMismatch,
    BadHeader, ///< more read-only or signing keys than keys, or no writable fee payer
    IndexOutOfRange,
    ProgramIsFeePayer,
    EmptyLookup,
    TooManyAccounts,
};

/// Decodes and sanitises as the runtime does. Never reads past the end, whatever the bytes.
[[nodiscard]] std::expected<Message, DecodeError> decodeMessage(ByteSpan bytes);

struct Transaction {
    std::vector<Signature> signatures; ///< one for each signer, in order; zeros where not yet signed
    Message message;
    Bytes messageBytes; ///< what is signed

    bool operator==(const Transaction &) const = default;
};

[[nodiscard]] std::expected<Transaction, DecodeError> decodeTransaction(ByteSpan bytes);
[[nodiscard]] Bytes serialiseTransaction(const Transaction &transaction);

/// An unsigned transaction around a message.
[[nodiscard]] Transaction makeTransaction(Message message);
/// Fills in the signature of one signer; false when the key is not a signer of it.
[[nodiscard]] bool addSignature(Transaction &transaction, const PublicKey &signer, const Signature &signature);
/// Signs with every key pair; false when one is not a signer. Others' signatures may still be missing.
[[nodiscard]] bool signTransaction(Transaction &transaction, std::span<const Keypair *const> signers);
/// True when every signature is there and valid.
[[nodiscard]] bool verifySignatures(const Transaction &transaction);

/// Accounts of a message in index order, with loaded ones behind the static: writable of every table, then read-only.
/// `loadedWritable` and `loadedReadonly` are empty for a message without lookups.
[[nodiscard]] std::vector<AccountMeta> resolveAccounts(const Message &message,
                                                       std::span<const PublicKey> loadedWritable,
                                                       std::span<const PublicKey> loadedReadonly);
/// The instructions back with their keys; nothing when tables are needed but their keys are not given.
[[nodiscard]] std::optional<std::vector<Instruction>> decompileInstructions(const Message &message,
                                                                            std::span<const LookupTable> tables);

/// Compact-u16 ("short vec") length.
void putCompactLength(Bytes &out, std::size_t length);
[[nodiscard]] std::optional<std::uint16_t> takeCompactLength(ByteSpan &rest); ///< canonical forms only

} // namespace paradox::solana

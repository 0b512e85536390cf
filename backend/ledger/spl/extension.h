#pragma once

#include "ledger/errors.h"
#include "ledger/spl/layout.h"

#include <expected>
#include <string_view>
#include <vector>

namespace paradox::ledger::spl {

/// What an account of Token-2022 is, as the byte behind its base says when there are extensions.
enum class AccountKind : std::uint8_t { Uninitialised, Mint, Account };

/// Token-2022's extension types, by number.
enum class Extension : std::uint16_t {
    Uninitialised,
    TransferFeeConfig,
    TransferFeeAmount,
    MintCloseAuthority,
    ConfidentialTransferMint,
    ConfidentialTransferAccount,
    DefaultAccountState,
    ImmutableOwner,
    MemoTransfer,
    NonTransferable,
    InterestBearingConfig,
    CpiGuard,
    PermanentDelegate,
    NonTransferableAccount,
    TransferHook,
    TransferHookAccount,
    ConfidentialTransferFeeConfig,
    ConfidentialTransferFeeAmount,
    MetadataPointer,
    TokenMetadata,
    GroupPointer,
    TokenGroup,
    GroupMemberPointer,
    TokenGroupMember,
    ConfidentialMintBurn,
    ScaledUiAmount,
    Pausable,
    PausableAccount,
    PermissionedBurn,
};

/// Nothing for a number that is no extension's.
[[nodiscard]] std::optional<Extension> toExtension(std::uint16_t number);
[[nodiscard]] AccountKind kindOf(Extension type);
/// Bytes of its value; nothing for TokenMetadata, whose size varies.
[[nodiscard]] std::optional<std::size_t> valueSizeOf(Extension type);
/// As the cluster's parsed JSON names it.
[[nodiscard]] std::string_view toText(Extension type);

/// What accounts of a mint with this extension must have.
[[nodiscard]] std::vector<Extension> requiredByMintExtension(Extension type);

template <class T>
using Read = std::expected<T, InstructionError>;

/// The entries behind an account's base: type, length, value, one after the other; zeros end them.
class Entries {
public:
    Entries() = default;
    explicit Entries(EditableBytes bytes) : m_bytes(bytes) {}

    /// The value of an entry. Fails as Token-2022 does when there is none.
    [[nodiscard]] Read<EditableBytes> find(Extension type) const;
    [[nodiscard]] bool has(Extension type) const { return find(type).has_value(); }
    /// A zeroed value of the given size, in place of the old one or behind the others.
    [[nodiscard]] Read<EditableBytes> init(Extension type, std::size_t size);
    /// Makes the value of an entry larger or smaller; those behind it move. There must be room.
    [[nodiscard]] Read<EditableBytes> resize(Extension type, std::size_t size);
    /// The types in their order.
    [[nodiscard]] Read<std::vector<Extension>> types() const;
    [[nodiscard]] Read<std::size_t> usedSize() const;
    [[nodiscard]] Read<std::optional<Extension>> first() const;
    [[nodiscard]] EditableBytes bytes() const { return m_bytes; }

private:
    struct Place {
        std::size_t start = 0;
        bool found = false; ///< false: free room begins there
    };
    [[nodiscard]] Read<Place> seek(Extension type) const;

    EditableBytes m_bytes;
};

/// An account of Token-2022 taken apart. Borrows the bytes.
struct Extended {
    EditableBytes base;
    EditableBytes kind; ///< one byte, or none without extensions
    Entries entries;
};

/// Fails unless it is an initialised account of this kind.
[[nodiscard]] Read<Extended> unpack(EditableBytes bytes, AccountKind kind);
/// Fails unless it is fresh, or only extensions for this kind were put into it yet.
[[nodiscard]] Read<Extended> unpackUninitialised(EditableBytes bytes, AccountKind kind);
/// Writes the kind behind the base, if there is room for extensions.
[[nodiscard]] std::optional<InstructionError> markKind(Extended &account, AccountKind kind);

/// The size of an account with these extensions, counted once each. Fails for one without a fixed size.
[[nodiscard]] Read<std::size_t> sizeWith(const std::vector<Extension> &types, AccountKind kind);
/// An account of exactly a multisig's size would be mistaken for one: it is made larger.
[[nodiscard]] std::size_t unlikeMultisig(std::size_t size);

inline constexpr std::size_t entryHeaderSize = 4;
inline constexpr std::size_t entriesAt = tokenAccountSize + 1;

} // namespace paradox::ledger::spl

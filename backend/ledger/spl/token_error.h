#pragma once

#include <cstdint>
#include <string_view>

namespace paradox::ledger::spl {

/// The custom error codes of the Token programs that the ledger can give; above 19 they are Token-2022's own.
enum class TokenError : std::uint32_t {
    NotRentExempt = 0,
    InsufficientFunds = 1,
    InvalidMint = 2,
    MintMismatch = 3,
    OwnerMismatch = 4,
    FixedSupply = 5,
    AlreadyInUse = 6,
    InvalidNumberOfProvidedSigners = 7,
    InvalidNumberOfRequiredSigners = 8,
    NativeNotSupported = 10,
    NonNativeHasBalance = 11,
    InvalidInstruction = 12,
    InvalidState = 13,
    Overflow = 14,
    AuthorityTypeNotSupported = 15,
    MintCannotFreeze = 16,
    AccountFrozen = 17,
    MintDecimalsMismatch = 18,
    NonNativeNotSupported = 19,
    ExtensionTypeMismatch = 20,
    ExtensionBaseMismatch = 21,
    ExtensionAlreadyInitialized = 22,
    MintHasSupply = 28,
    NoAuthorityExists = 29,
    TransferFeeExceedsMaximum = 30,
    MintRequiredForTransfer = 31,
    FeeMismatch = 32,
    ImmutableOwner = 34,
    AccountHasWithheldTransferFees = 35,
    NoMemo = 36,
    NonTransferable = 37,
    NonTransferableNeedsImmutableOwnership = 38,
    CpiGuardSettingsLocked = 41,
    CpiGuardTransferBlocked = 42,
    CpiGuardBurnBlocked = 43,
    CpiGuardCloseAccountBlocked = 44,
    CpiGuardApproveBlocked = 45,
    CpiGuardSetAuthorityBlocked = 46,
    CpiGuardOwnerChangeBlocked = 47,
    ExtensionNotFound = 48,
    InvalidExtensionCombination = 51,
    InvalidLengthForAlloc = 52,
    MintPaused = 67,
};

/// The line that the programs log for it.
[[nodiscard]] std::string_view toText(TokenError error);

} // namespace paradox::ledger::spl

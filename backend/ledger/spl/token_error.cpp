#include "ledger/spl/token_error.h"

namespace paradox::ledger::spl {

// Word for word what the deployed programs print: clients and tests look for these lines.
std::string_view toText(TokenError error)
{
    switch (error) {
    case TokenError::NotRentExempt:
        return "Error: Lamport balance below rent-exempt threshold";
    case TokenError::InsufficientFunds:
        return "Error: insufficient funds";
    case TokenError::InvalidMint:
        return "Error: Invalid Mint";
    case TokenError::MintMismatch:
        return "Error: Account not associated with this Mint";
    case TokenError::OwnerMismatch:
        return "Error: owner does not match";
    case TokenError::FixedSupply:
        return "Error: the total supply of this token is fixed";
    case TokenError::AlreadyInUse:
        return "Error: account or token already in use";
    case TokenError::InvalidNumberOfProvidedSigners:
        return "Error: Invalid number of provided signers";
    case TokenError::InvalidNumberOfRequiredSigners:
        return "Error: Invalid number of required signers";
    case TokenError::NativeNotSupported:
        return "Error: Instruction does not support native tokens";
    case TokenError::NonNativeHasBalance:
        return "Error: Non-native account can only be closed if its balance is zero";
    case TokenError::InvalidInstruction:
        return "Error: Invalid instruction";
    case TokenError::InvalidState:
        return "Error: Invalid account state for operation";
    case TokenError::Overflow:
        return "Error: Operation overflowed";
    case TokenError::AuthorityTypeNotSupported:
        return "Error: Account does not support specified authority type";
    case TokenError::MintCannotFreeze:
        return "Error: This token mint cannot freeze accounts";
    case TokenError::AccountFrozen:
        return "Error: Account is frozen";
    case TokenError::MintDecimalsMismatch:
        return "Error: decimals different from the Mint decimals";
    case TokenError::NonNativeNotSupported:
        return "Error: Instruction does not support non-native tokens";
    case TokenError::ExtensionTypeMismatch:
        return "Error: New extension type does not match already existing extensions";
    case TokenError::ExtensionBaseMismatch:
        return "Error: Extension does not match the base type provided";
    case TokenError::ExtensionAlreadyInitialized:
        return "Error: Extension already initialized on this account";
    case TokenError::MintHasSupply:
        return "Error: Mint has non-zero supply. Burn all tokens before closing the mint";
    case TokenError::NoAuthorityExists:
        return "Error: No authority exists to perform the desired operation";
    case TokenError::TransferFeeExceedsMaximum:
        return "Error: Transfer fee exceeds maximum of 10,000 basis points";
    case TokenError::MintRequiredForTransfer:
        return "Mint required for this account to transfer tokens, use `transfer_checked` or "
               "`transfer_checked_with_fee`";
    case TokenError::FeeMismatch:
        return "Calculated fee does not match expected fee";
    case TokenError::ImmutableOwner:
        return "The owner authority cannot be changed";
    case TokenError::AccountHasWithheldTransferFees:
        return "Error: An account can only be closed if its withheld fee balance is zero, harvest fees to the mint and "
               "try again";
    case TokenError::NoMemo:
        return "Error: No memo in previous instruction required for recipient to receive a transfer";
    case TokenError::NonTransferable:
        return "Transfer is disabled for this mint";
    case TokenError::NonTransferableNeedsImmutableOwnership:
        return "Non-transferable tokens can't be minted to an account without immutable ownership";
    case TokenError::CpiGuardSettingsLocked:
        return "CPI Guard status cannot be changed in CPI";
    case TokenError::CpiGuardTransferBlocked:
        return "CPI Guard is enabled, and a program attempted to transfer user funds without using a delegate";
    case TokenError::CpiGuardBurnBlocked:
        return "CPI Guard is enabled, and a program attempted to burn user funds without using a delegate";
    case TokenError::CpiGuardCloseAccountBlocked:
        return "CPI Guard is enabled, and a program attempted to close an account without returning lamports to owner";
    case TokenError::CpiGuardApproveBlocked:
        return "CPI Guard is enabled, and a program attempted to approve a delegate";
    case TokenError::CpiGuardSetAuthorityBlocked:
        return "CPI Guard is enabled, and a program attempted to add or change an authority";
    case TokenError::CpiGuardOwnerChangeBlocked:
        return "Account ownership cannot be changed while CPI Guard is enabled";
    case TokenError::ExtensionNotFound:
        return "Extension not found in account data";
    case TokenError::InvalidExtensionCombination:
        return "Mint or account is initialized to an invalid combination of extensions";
    case TokenError::InvalidLengthForAlloc:
        return "Extension allocation with overwrite must use the same length";
    case TokenError::MintPaused:
        return "Transferring, minting, and burning is paused on this mint";
    }
    return "Error: Unknown";
}

} // namespace paradox::ledger::spl

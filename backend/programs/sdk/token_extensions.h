#pragma once

#include "programs/sdk/token_state.h"

namespace paradox::program {

/// Token-2022's extension types of mints, by number.
enum class MintExtension : u16 {
    None = 0,
    TransferFeeConfig = 1,
    MintCloseAuthority = 3,
    ConfidentialTransferMint = 4,
    DefaultAccountState = 6,
    NonTransferable = 9,
    InterestBearingConfig = 10,
    PermanentDelegate = 12,
    TransferHook = 14,
    ConfidentialTransferFeeConfig = 16,
    MetadataPointer = 18,
    TokenMetadata = 19,
    GroupPointer = 20,
    TokenGroup = 21,
    GroupMemberPointer = 22,
    TokenGroupMember = 23,
    ConfidentialMintBurn = 24,
    ScaledUiAmount = 25,
    Pausable = 26,
    PermissionedBurn = 28,
    Malformed = 0xffff, ///< no type: the entries do not add up
};

namespace detail {

inline bool isAllZero(const Slice &bytes)
{
    u8 all = 0;
    for (u64 i = 0; i < bytes.size; ++i)
        all |= bytes.data[i];
    return all == 0;
}

/// Whether a holder of the mint's tokens keeps what he has, exactly, and can pass it on. What is not known here is not
/// safe. A freeze authority is: it belongs to the base, every regulated coin has one, and it can delay but not take.
inline bool isSafe(MintExtension type, const Slice &value)
{
    switch (type) {
    case MintExtension::InterestBearingConfig: // how amounts are shown, not what they are
    case MintExtension::ScaledUiAmount:
    case MintExtension::MetadataPointer:
    case MintExtension::TokenMetadata:
    case MintExtension::GroupPointer:
    case MintExtension::TokenGroup:
    case MintExtension::GroupMemberPointer:
    case MintExtension::TokenGroupMember:
        return true;
    case MintExtension::MintCloseAuthority: // a closed mint can come back with other extensions
    case MintExtension::PermanentDelegate:  // takes from any holder
    case MintExtension::TransferHook:       // a stranger's program decides on each transfer
        return isAllZero(value);            // given up for good
    case MintExtension::DefaultAccountState:
        return value.size == 1 && value.data[0] == 1; // not frozen
    case MintExtension::TransferFeeConfig:            // less arrives than was sent
    case MintExtension::ConfidentialTransferMint:     // balances that nobody can compare
    case MintExtension::ConfidentialTransferFeeConfig:
    case MintExtension::ConfidentialMintBurn:
    case MintExtension::NonTransferable:
    case MintExtension::Pausable: // all transfers at once, beyond what a freeze authority does to one account
    case MintExtension::PermissionedBurn:
    case MintExtension::None:
    case MintExtension::Malformed:
        return false;
    }
    return false;
}

} // namespace detail

/// The first extension that makes a mint unfit to be held in trust; None when there is none. `mint` has been read by
/// readMint.
__attribute__((noinline)) inline MintExtension unsafeExtension(const Slice &mint)
{
    u64 at = tokenAccountSize + 1;
    while (at + 4 <= mint.size) {
        const auto type = static_cast<MintExtension>(detail::numberAt(mint.data + at, 2));
        const u64 size = detail::numberAt(mint.data + at + 2, 2);
        if (type == MintExtension::None) // what is behind was never written
            return detail::isAllZero({mint.data + at, mint.size - at}) ? MintExtension::None : MintExtension::Malformed;
        if (size > mint.size - at - 4)
            return MintExtension::Malformed;
        if (!detail::isSafe(type, {mint.data + at + 4, size}))
            return type;
        at += 4 + size;
    }
    return MintExtension::None;
}

} // namespace paradox::program

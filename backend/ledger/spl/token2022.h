#pragma once

#include "ledger/spl/call.h"

namespace paradox::ledger::spl::token2022 {

// The instructions of Token-2022 that this ledger has. As with SPL Token, checks come in the deployed program's order.
// Extensions it does not have (confidential transfers, interest, scaled amounts, groups, permissioned burns, calls to a
// transfer hook) are refused with a line that says so: nothing is carried out half.

void initialiseMint(Step step, RentFrom rent);
void initialiseAccount(Step step, std::optional<PublicKey> owner, RentFrom rent);
void initialiseMultisig(Step step, RentFrom rent);
void initialiseImmutableOwner(Step step);
void createNativeMint(Step step);
void getAccountDataSize(Step step);
void reallocate(Step step);

struct Quantity {
    std::uint64_t amount = 0;
    std::optional<std::uint8_t> decimals;
    std::optional<std::uint64_t> fee; ///< what the client expects to be withheld
};
void transfer(Step step, const Quantity &quantity);
void approve(Step step, const Quantity &quantity);
void revoke(Step step);
void mintTo(Step step, const Quantity &quantity);
void burn(Step step, const Quantity &quantity);

void setAuthority(Step step);
void closeAccount(Step step);
void toggleFrozen(Step step, Toggle toggle);
void syncNative(Step step);
void withdrawExcessLamports(Step step);
void unwrapLamports(Step step);

// Extensions: the data begins with the number of what is asked for.
void initialiseMintCloseAuthority(Step step);
void initialiseNonTransferable(Step step);
void initialisePermanentDelegate(Step step);
void defaultAccountState(Step step);
void memoTransfer(Step step);
void cpiGuard(Step step);
void transferHook(Step step);
void pausable(Step step);
void transferFee(Step step);
/// Metadata, group and member pointers are alike.
struct Pointer {
    Extension type;
    std::string_view log;  ///< "MetadataPointerInstruction"
    std::string_view name; ///< in the refusal of an empty one
};
void pointer(Step step, const Pointer &pointer);
/// False when the data is no instruction of the token-metadata interface.
[[nodiscard]] bool tokenMetadata(const Step &step);

[[nodiscard]] Extended loadAccount(const Slot &slot);
[[nodiscard]] Extended loadMint(const Slot &slot);
[[nodiscard]] Extended loadFreshMint(const Slot &slot);
/// Charges for the walk over an account's entries.
void chargeEntries(const Step &step, const Extended &account);
void requireOwned(const Slot &slot);
[[nodiscard]] Input inputOf(const Step &step);
/// A key of 32 bytes that is absent when zero.
[[nodiscard]] std::optional<PublicKey> nullableKey(ByteSpan bytes);
void putNullable(EditableBytes field, const std::optional<PublicKey> &key); ///< refuses a zero key

/// Whether a guard is on that the running call would have to respect.
[[nodiscard]] bool isGuarded(const Step &step, const Extended &account);
/// What a transfer of `amount` withholds now.
[[nodiscard]] std::uint64_t feeOf(const Step &step, const Extended &mint, std::uint64_t amount);
void requireNotPaused(const Extended &mint);

} // namespace paradox::ledger::spl::token2022

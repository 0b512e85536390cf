#pragma once

#include "ledger/spl/call.h"

namespace paradox::ledger::spl::token {

// The instructions of the SPL Token program. Each checks in the order of the deployed program, so that an instruction
// that is wrong in two ways fails for the same reason here and there.

void initialiseMint(Step step, RentFrom rent);
/// Without an owner in the data, it is among the accounts.
void initialiseAccount(Step step, std::optional<PublicKey> owner, RentFrom rent);
void initialiseMultisig(Step step, RentFrom rent);
void initialiseImmutableOwner(Step step);

/// A checked instruction says how many decimals the mint has.
struct Quantity {
    std::uint64_t amount = 0;
    std::optional<std::uint8_t> decimals;
};
void transfer(Step step, const Quantity &quantity);
void approve(Step step, const Quantity &quantity);
void revoke(Step step);
void mintTo(Step step, const Quantity &quantity);
void burn(Step step, const Quantity &quantity);

/// Who acts for a token account, and the signers behind it when it is a multisig.
struct Spender {
    Slot authority;
    Accounts signers;
};
/// Whether what a delegate spends is taken from what was approved.
enum class Allowance : std::uint8_t { Used, Kept };
/// The owner may spend, and a delegate up to what was approved.
void requireSpender(Call &call, TokenAccount &source, const Spender &spender, std::uint64_t amount,
                    Allowance allowance);

void setAuthority(Step step);
void closeAccount(Step step);
void toggleFrozen(Step step, Toggle toggle);
void syncNative(Step step);
void withdrawExcessLamports(Step step);
void unwrapLamports(Step step);

[[nodiscard]] TokenAccount loadAccount(const Slot &slot);
[[nodiscard]] Mint loadMint(const Slot &slot);
/// Refuses an account of another program.
void requireOwned(const Slot &slot);
[[nodiscard]] Input inputOf(const Step &step);

} // namespace paradox::ledger::spl::token

#pragma once

#include "ledger/spl/call.h"

namespace paradox::ledger::spl::token {

// The instructions of the SPL Token program. Each checks in the order of the deployed program, so that an instruction
// that is wrong in two ways fails for the same reason here and there.

/// Whether the rent comes in an account or is read from the runtime.
enum class RentFrom : std::uint8_t { Account, Runtime };

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

void setAuthority(Step step);
void closeAccount(Step step);
enum class Toggle : std::uint8_t { Freeze, Thaw };
void toggleFrozen(Step step, Toggle toggle);
void syncNative(Step step);
void withdrawExcessLamports(Step step);
void unwrapLamports(Step step);

[[nodiscard]] TokenAccount loadAccount(const Slot &slot);
[[nodiscard]] Mint loadMint(const Slot &slot);
/// Refuses an account of another program.
void requireOwned(const Slot &slot);
[[nodiscard]] Input inputOf(const Step &step);
/// What an account of this size needs; an account given for the rent must be the sysvar.
[[nodiscard]] std::uint64_t rentFor(std::size_t size, Step &step, RentFrom rent);
/// Whether nobody can own it: tokens sent there are meant to be burnt.
[[nodiscard]] bool isNobodys(const TokenAccount &account);

} // namespace paradox::ledger::spl::token

#include "ledger/spl/native_mint.h"
#include "ledger/spl/token.h"
#include "solana/programs.h"

namespace paradox::ledger::spl::token {

void initialiseMint(Step step, RentFrom rent)
{
    Input input = inputOf(step);
    const std::uint8_t decimals = input.byte();
    const PublicKey authority = input.key();
    const std::optional<PublicKey> freezeAuthority = input.optionalKey();
    step.accounts.need(rent == RentFrom::Account ? 2 : 1);
    const Slot slot = step.accounts.next();
    const std::uint64_t needed = rentFor(slot.size(), step, rent);
    require(slot.size() == mintSize, InstructionErrorKind::InvalidAccountData);
    Mint mint(slot.data());
    require(mint.initialised() <= 1, InstructionErrorKind::InvalidAccountData);
    require(mint.initialised() == 0, TokenError::AlreadyInUse);
    require(slot.lamports() >= needed, TokenError::NotRentExempt);
    mint.setInitialised();
    mint.authority().set(authority);
    mint.setDecimals(decimals);
    if (freezeAuthority)
        mint.freezeAuthority().set(*freezeAuthority);
}

void initialiseAccount(Step step, std::optional<PublicKey> owner, RentFrom rent)
{
    step.accounts.need(owner ? 2 : 3);
    const Slot slot = step.accounts.next();
    const Slot mint = step.accounts.next();
    if (!owner)
        owner = step.accounts.next().key();
    const std::uint64_t needed = rentFor(slot.size(), step, rent);
    require(slot.size() == tokenAccountSize, InstructionErrorKind::InvalidAccountData);
    TokenAccount account(slot.data());
    require(account.state() <= static_cast<std::uint8_t>(AccountState::Frozen),
            InstructionErrorKind::InvalidAccountData);
    require(account.state() == 0, TokenError::AlreadyInUse);
    require(slot.lamports() >= needed, TokenError::NotRentExempt);
    const bool native = mint.key() == nativeMint;
    if (!native) {
        requireOwned(mint);
        require(mint.size() == mintSize && Mint(mint.data()).initialised() == 1, TokenError::InvalidMint);
    }
    account.setState(AccountState::Initialised);
    account.setMint(mint.key());
    account.setOwner(*owner);
    if (native) {
        account.setNative(needed);
        account.setAmount(slot.lamports() - needed);
    }
}

void initialiseMultisig(Step step, RentFrom rent)
{
    const std::uint8_t requiredCount = inputOf(step).byte();
    step.accounts.need(rent == RentFrom::Account ? 2 : 1);
    const Slot slot = step.accounts.next();
    const std::uint64_t needed = rentFor(slot.size(), step, rent);
    require(slot.size() == multisigSize, InstructionErrorKind::InvalidAccountData);
    Multisig multisig(slot.data());
    require(multisig.initialised() <= 1, InstructionErrorKind::InvalidAccountData);
    require(multisig.initialised() == 0, TokenError::AlreadyInUse);
    require(slot.lamports() >= needed, TokenError::NotRentExempt);
    fillMultisig(step, multisig, requiredCount);
}

void initialiseImmutableOwner(Step step)
{
    const Slot slot = step.accounts.next();
    require(slot.size() == tokenAccountSize, InstructionErrorKind::InvalidAccountData);
    const TokenAccount account(slot.data());
    require(account.state() <= static_cast<std::uint8_t>(AccountState::Frozen),
            InstructionErrorKind::InvalidAccountData);
    require(account.state() == 0, TokenError::AlreadyInUse);
}

} // namespace paradox::ledger::spl::token

#include "ledger/spl/token.h"
#include "solana/programs.h"

namespace paradox::ledger::spl::token {

namespace {

/// What SetAuthority can change here; above these are Token-2022's, which this program knows but does not support.
enum class Authority : std::uint8_t { MintTokens, FreezeAccount, AccountOwner, CloseAccount };

void put(OptionalKey field, const std::optional<PublicKey> &key)
{
    if (key)
        field.set(*key);
    else
        field.forget();
}

void setAccountAuthority(Step &step, TokenAccount account, Authority which, const std::optional<PublicKey> &key)
{
    const Slot authority = step.accounts.next();
    require(!account.isFrozen(), TokenError::AccountFrozen);
    if (which == Authority::AccountOwner) {
        requireAuthority(step.call, account.owner(), authority, step.accounts);
        require(key.has_value(), TokenError::InvalidInstruction);
        account.setOwner(*key);
        account.delegate().forget();
        account.setDelegatedAmount(0);
        if (account.isNative())
            account.closeAuthority().forget();
        return;
    }
    require(which == Authority::CloseAccount, TokenError::AuthorityTypeNotSupported);
    const PublicKey closer = account.closeAuthority().get().value_or(account.owner());
    requireAuthority(step.call, closer, authority, step.accounts);
    put(account.closeAuthority(), key);
}

void setMintAuthority(Step &step, Mint mint, Authority which, const std::optional<PublicKey> &key)
{
    const Slot authority = step.accounts.next();
    const bool minting = which == Authority::MintTokens;
    require(minting || which == Authority::FreezeAccount, TokenError::AuthorityTypeNotSupported);
    const OptionalKey field = minting ? mint.authority() : mint.freezeAuthority();
    const std::optional<PublicKey> current = field.get();
    // What was given up once cannot come back.
    require(current.has_value(), minting ? TokenError::FixedSupply : TokenError::MintCannotFreeze);
    requireAuthority(step.call, *current, authority, step.accounts);
    put(field, key);
}

} // namespace

void setAuthority(Step step)
{
    Input input = inputOf(step);
    const std::uint8_t number = input.byte();
    require(number <= static_cast<std::uint8_t>(Authority::CloseAccount), TokenError::InvalidInstruction);
    const Authority which = static_cast<Authority>(number);
    const std::optional<PublicKey> key = input.optionalKey();
    step.accounts.need(2);
    const Slot slot = step.accounts.next();
    if (slot.size() == tokenAccountSize)
        setAccountAuthority(step, loadAccount(slot), which, key);
    else if (slot.size() == mintSize)
        setMintAuthority(step, loadMint(slot), which, key);
    else
        refuse(InstructionErrorKind::InvalidArgument);
}

void closeAccount(Step step)
{
    step.accounts.need(3);
    const Slot slot = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    require(!slot.is(to), InstructionErrorKind::InvalidAccountData);
    const TokenAccount account = loadAccount(slot);
    require(account.isNative() || account.amount() == 0, TokenError::NonNativeHasBalance);
    if (isNobodys(account))
        require(to.key() == solana::incinerator, InstructionErrorKind::InvalidAccountData);
    else
        requireAuthority(step.call, account.closeAuthority().get().value_or(account.owner()), authority, step.accounts);
    to.setLamports(plus(to.lamports(), slot.lamports()));
    slot.close();
}

void toggleFrozen(Step step, Toggle toggle)
{
    step.accounts.need(3);
    const Slot slot = step.accounts.next();
    const Slot mintSlot = step.accounts.next();
    const Slot authority = step.accounts.next();
    TokenAccount account = loadAccount(slot);
    require(account.isFrozen() == (toggle == Toggle::Thaw), TokenError::InvalidState);
    require(!account.isNative(), TokenError::NativeNotSupported);
    require(mintSlot.key() == account.mint(), TokenError::MintMismatch);
    const std::optional<PublicKey> freezer = loadMint(mintSlot).freezeAuthority().get();
    require(freezer.has_value(), TokenError::MintCannotFreeze);
    requireAuthority(step.call, *freezer, authority, step.accounts);
    account.setState(toggle == Toggle::Freeze ? AccountState::Frozen : AccountState::Initialised);
}

void syncNative(Step step)
{
    const Slot slot = step.accounts.next();
    requireOwned(slot);
    const RentFrom rent = step.accounts.count() > 0 ? RentFrom::Account : RentFrom::Runtime;
    const std::uint64_t needed = rentFor(slot.size(), step, rent);
    TokenAccount account = loadAccount(slot);
    require(account.isNative(), TokenError::NonNativeNotSupported);
    account.setAmount(minus(slot.lamports(), needed, TokenError::Overflow));
    account.setNative(needed);
}

void withdrawExcessLamports(Step step)
{
    step.accounts.need(3);
    const Slot slot = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    if (slot.size() == tokenAccountSize) {
        const TokenAccount account = loadAccount(slot);
        require(!account.isNative(), TokenError::NativeNotSupported);
        requireAuthority(step.call, account.owner(), authority, step.accounts);
    } else if (slot.size() == mintSize) {
        const std::optional<PublicKey> minter = loadMint(slot).authority().get();
        // A mint that nobody can mint from any more still has its own key.
        require(minter || slot.is(authority), TokenError::AuthorityTypeNotSupported);
        if (minter)
            requireAuthority(step.call, *minter, authority, step.accounts);
        else
            require(authority.isSigner(), InstructionErrorKind::MissingRequiredSignature);
    } else {
        require(slot.size() == multisigSize, TokenError::InvalidState);
        requireAuthority(step.call, slot.key(), authority, step.accounts);
    }
    withdrawExcess(step, slot, to);
}

void unwrapLamports(Step step)
{
    const std::optional<std::uint64_t> wanted = inputOf(step).optionalNumber();
    step.accounts.need(3);
    const Slot slot = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    TokenAccount account = loadAccount(slot);
    require(account.isNative(), TokenError::NonNativeNotSupported);
    const std::uint64_t amount = wanted.value_or(account.amount());
    require(account.amount() >= amount, TokenError::InsufficientFunds);
    requireSpender(step.call, account, {authority, step.accounts}, amount, Allowance::Used);
    if (amount == 0)
        return requireOwned(slot);
    account.setAmount(account.amount() - amount);
    if (slot.is(to))
        return;
    moveLamports(slot, to, amount);
}

} // namespace paradox::ledger::spl::token

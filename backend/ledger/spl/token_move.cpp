#include "ledger/spl/token.h"
#include "solana/programs.h"

namespace paradox::ledger::spl::token {

namespace {

/// The mint that a checked instruction names must be the account's, with the decimals it says.
void requireMint(const Slot &slot, const TokenAccount &account, std::uint8_t decimals)
{
    require(slot.key() == account.mint(), TokenError::MintMismatch);
    require(loadMint(slot).decimals() == decimals, TokenError::MintDecimalsMismatch);
}

} // namespace

void requireSpender(Call &call, TokenAccount &source, const Spender &spender, std::uint64_t amount, Allowance allowance)
{
    const std::optional<PublicKey> delegate = source.delegate().get();
    if (!delegate || *delegate != spender.authority.key()) {
        requireAuthority(call, source.owner(), spender.authority, spender.signers);
        return;
    }
    requireAuthority(call, *delegate, spender.authority, spender.signers);
    const std::uint64_t left = minus(source.delegatedAmount(), amount, TokenError::InsufficientFunds);
    if (allowance == Allowance::Kept)
        return;
    source.setDelegatedAmount(left);
    if (left == 0)
        source.delegate().forget();
}

void transfer(Step step, const Quantity &quantity)
{
    step.accounts.need(quantity.decimals ? 4 : 3);
    const Slot from = step.accounts.next();
    const std::optional<Slot> mint = quantity.decimals ? std::optional(step.accounts.next()) : std::nullopt;
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    const bool toItself = from.is(to);
    const std::uint64_t amount = quantity.amount;

    TokenAccount source = loadAccount(from);
    TokenAccount destination = loadAccount(to);
    require(!source.isFrozen() && !destination.isFrozen(), TokenError::AccountFrozen);
    const std::uint64_t left = minus(source.amount(), amount, TokenError::InsufficientFunds);
    require(source.mint() == destination.mint(), TokenError::MintMismatch);
    if (mint)
        requireMint(*mint, source, *quantity.decimals);
    requireSpender(step.call, source, {authority, step.accounts}, amount, toItself ? Allowance::Kept : Allowance::Used);
    if (toItself || amount == 0) {
        requireOwned(from);
        requireOwned(to);
        return;
    }
    source.setAmount(left);
    destination.setAmount(plus(destination.amount(), amount));
    if (source.isNative())
        moveLamports(from, to, amount);
}

void approve(Step step, const Quantity &quantity)
{
    step.accounts.need(quantity.decimals ? 4 : 3);
    const Slot slot = step.accounts.next();
    const std::optional<Slot> mint = quantity.decimals ? std::optional(step.accounts.next()) : std::nullopt;
    const Slot delegate = step.accounts.next();
    const Slot owner = step.accounts.next();
    TokenAccount account = loadAccount(slot);
    require(!account.isFrozen(), TokenError::AccountFrozen);
    if (mint)
        requireMint(*mint, account, *quantity.decimals);
    requireAuthority(step.call, account.owner(), owner, step.accounts);
    account.delegate().set(delegate.key());
    account.setDelegatedAmount(quantity.amount);
}

void revoke(Step step)
{
    const Slot slot = step.accounts.next();
    TokenAccount account = loadAccount(slot);
    require(!account.isFrozen(), TokenError::AccountFrozen);
    const Slot authority = step.accounts.next();
    // A delegate may give back what it was lent.
    const std::optional<PublicKey> delegate = account.delegate().get();
    const PublicKey expected = delegate == authority.key() ? *delegate : account.owner();
    requireAuthority(step.call, expected, authority, step.accounts);
    account.delegate().forget();
    account.setDelegatedAmount(0);
}

void mintTo(Step step, const Quantity &quantity)
{
    step.accounts.need(3);
    const Slot mintSlot = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    TokenAccount destination = loadAccount(to);
    require(!destination.isFrozen(), TokenError::AccountFrozen);
    require(!destination.isNative(), TokenError::NativeNotSupported);
    require(mintSlot.key() == destination.mint(), TokenError::MintMismatch);
    Mint mint = loadMint(mintSlot);
    if (quantity.decimals)
        require(*quantity.decimals == mint.decimals(), TokenError::MintDecimalsMismatch);
    const std::optional<PublicKey> minter = mint.authority().get();
    require(minter.has_value(), TokenError::FixedSupply);
    requireAuthority(step.call, *minter, authority, step.accounts);
    if (quantity.amount == 0) {
        requireOwned(mintSlot);
        requireOwned(to);
        return;
    }
    mint.setSupply(plus(mint.supply(), quantity.amount));
    destination.setAmount(plus(destination.amount(), quantity.amount));
}

void burn(Step step, const Quantity &quantity)
{
    step.accounts.need(3);
    const Slot from = step.accounts.next();
    const Slot mintSlot = step.accounts.next();
    const Slot authority = step.accounts.next();
    TokenAccount source = loadAccount(from);
    Mint mint = loadMint(mintSlot);
    require(!source.isFrozen(), TokenError::AccountFrozen);
    require(!source.isNative(), TokenError::NativeNotSupported);
    const std::uint64_t left = minus(source.amount(), quantity.amount, TokenError::InsufficientFunds);
    require(mintSlot.key() == source.mint(), TokenError::MintMismatch);
    if (quantity.decimals)
        require(*quantity.decimals == mint.decimals(), TokenError::MintDecimalsMismatch);
    if (!isNobodys(source))
        requireSpender(step.call, source, {authority, step.accounts}, quantity.amount, Allowance::Used);
    if (quantity.amount == 0) {
        requireOwned(from);
        requireOwned(mintSlot);
        return;
    }
    source.setAmount(left);
    mint.setSupply(mint.supply() - quantity.amount);
}

} // namespace paradox::ledger::spl::token

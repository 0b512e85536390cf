#include "ledger/spl/program.h"
#include "ledger/spl/token2022.h"

namespace paradox::ledger::spl::token2022 {

namespace {

std::optional<PublicKey> permanentDelegateOf(const Extended &mint)
{
    const Read<EditableBytes> delegate = mint.entries.find(Extension::PermanentDelegate);
    return delegate ? nullableKey(*delegate) : std::nullopt;
}

struct Spender {
    Slot authority;
    Accounts signers;
    std::optional<PublicKey> permanentDelegate;
};
enum class Allowance : std::uint8_t { Used, Kept };

/// The owner may spend, a delegate up to what was approved, the mint's permanent delegate without limit.
void requireSpender(Call &call, TokenAccount &source, const Spender &spender, std::uint64_t amount, Allowance allowance)
{
    const PublicKey &who = spender.authority.key();
    const std::optional<PublicKey> delegate = source.delegate().get();
    if (spender.permanentDelegate == who || delegate != who) {
        const PublicKey expected = spender.permanentDelegate == who ? who : source.owner();
        requireAuthority(call, expected, spender.authority, spender.signers);
        return;
    }
    requireAuthority(call, *delegate, spender.authority, spender.signers);
    const std::uint64_t left = minus(source.delegatedAmount(), amount, TokenError::InsufficientFunds);
    if (allowance == Allowance::Kept)
        return;
    source.setDelegatedAmount(left);
    if (left == 0)
        source.delegate().erase();
}

/// An owner may demand that whoever sends says what for, in the instruction before.
void requireMemo(const Step &step, const Extended &account)
{
    const Read<EditableBytes> demanded = account.entries.find(Extension::MemoTransfer);
    if (!demanded || (*demanded)[0] == 0)
        return;
    const std::optional<PublicKey> before = step.call.invocation().previousSibling();
    require(before && memo::isMemoProgram(*before), TokenError::NoMemo);
}

struct MintTerms {
    std::uint64_t fee = 0;
    std::optional<PublicKey> permanentDelegate;
    bool isHooked = false;
};

MintTerms termsOf(const Step &step, const Slot &slot, const TokenAccount &source, const Quantity &quantity)
{
    requireOwned(slot);
    require(source.mint() == slot.key(), TokenError::MintMismatch);
    const Extended mint = loadMint(slot);
    chargeEntries(step, mint);
    require(*quantity.decimals == Mint(mint.base).decimals(), TokenError::MintDecimalsMismatch);
    MintTerms terms;
    terms.fee = feeOf(step, mint, quantity.amount);
    requireNotPaused(mint);
    terms.permanentDelegate = permanentDelegateOf(mint);
    const Read<EditableBytes> hook = mint.entries.find(Extension::TransferHook);
    terms.isHooked = hook && nullableKey(hook->subspan(PublicKey::size));
    return terms;
}

void withhold(const Extended &destination, std::uint64_t fee)
{
    if (fee == 0)
        return;
    const Read<EditableBytes> withheld = destination.entries.find(Extension::TransferFeeAmount);
    require(withheld.has_value(), TokenError::InvalidState);
    storeAt(*withheld, 0, plus(loadAt<std::uint64_t>(*withheld, 0), fee));
}

} // namespace

void transfer(Step step, const Quantity &quantity)
{
    const Slot from = step.accounts.next();
    const std::optional<Slot> mint = quantity.decimals ? std::optional(step.accounts.next()) : std::nullopt;
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(from);
    requireOwned(to);
    const Extended source = loadAccount(from);
    chargeEntries(step, source);
    TokenAccount sourceBase(source.base);
    require(!sourceBase.isFrozen(), TokenError::AccountFrozen);
    require(sourceBase.amount() >= quantity.amount, TokenError::InsufficientFunds);
    require(!source.entries.has(Extension::NonTransferableAccount), TokenError::NonTransferable);
    MintTerms terms;
    if (mint) {
        terms = termsOf(step, *mint, sourceBase, quantity);
    } else {
        for (const Extension type :
             {Extension::TransferHookAccount, Extension::TransferFeeAmount, Extension::PausableAccount})
            require(!source.entries.has(type), TokenError::MintRequiredForTransfer);
    }
    if (quantity.fee && *quantity.fee != terms.fee) {
        step.call.log("Calculated fee {calculated_fee}, received {fee}"); // sic: the program does not fill them in
        refuse(TokenError::FeeMismatch);
    }
    const bool toItself = from.is(to);
    require(!isGuarded(step, source) || authority.key() != sourceBase.owner(), TokenError::CpiGuardTransferBlocked);
    requireSpender(step.call, sourceBase, {authority, step.accounts, terms.permanentDelegate}, quantity.amount,
                   toItself ? Allowance::Kept : Allowance::Used);
    if (toItself) {
        requireMemo(step, source);
        return;
    }
    const Extended destination = loadAccount(to);
    chargeEntries(step, destination);
    TokenAccount destinationBase(destination.base);
    require(!destinationBase.isFrozen(), TokenError::AccountFrozen);
    require(sourceBase.mint() == destinationBase.mint(), TokenError::MintMismatch);
    requireMemo(step, destination);
    sourceBase.setAmount(sourceBase.amount() - quantity.amount);
    destinationBase.setAmount(plus(destinationBase.amount(), minus(quantity.amount, terms.fee, TokenError::Overflow)));
    withhold(destination, terms.fee);
    if (sourceBase.isNative())
        moveLamports(from, to, quantity.amount);
    if (terms.isHooked) {
        step.call.log("Error: this ledger does not call transfer hooks");
        refuse(TokenError::InvalidInstruction);
    }
}

void approve(Step step, const Quantity &quantity)
{
    const Slot slot = step.accounts.next();
    requireOwned(slot);
    const std::optional<Slot> mintSlot = quantity.decimals ? std::optional(step.accounts.next()) : std::nullopt;
    const Slot delegate = step.accounts.next();
    const Slot owner = step.accounts.next();
    const Extended account = loadAccount(slot);
    chargeEntries(step, account);
    TokenAccount base(account.base);
    require(!base.isFrozen(), TokenError::AccountFrozen);
    if (mintSlot) {
        requireOwned(*mintSlot);
        require(mintSlot->key() == base.mint(), TokenError::MintMismatch);
        require(Mint(loadMint(*mintSlot).base).decimals() == *quantity.decimals, TokenError::MintDecimalsMismatch);
    }
    requireAuthority(step.call, base.owner(), owner, step.accounts);
    require(!isGuarded(step, account), TokenError::CpiGuardApproveBlocked);
    base.delegate().set(delegate.key());
    base.setDelegatedAmount(quantity.amount);
}

void revoke(Step step)
{
    const Slot slot = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    TokenAccount account(loadAccount(slot).base);
    require(!account.isFrozen(), TokenError::AccountFrozen);
    // A delegate may give back what it was lent.
    const std::optional<PublicKey> delegate = account.delegate().get();
    const PublicKey expected = delegate == authority.key() ? *delegate : account.owner();
    requireAuthority(step.call, expected, authority, step.accounts);
    account.delegate().erase();
    account.setDelegatedAmount(0);
}

void mintTo(Step step, const Quantity &quantity)
{
    const Slot mintSlot = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(mintSlot);
    requireOwned(to);
    const Extended destination = loadAccount(to);
    chargeEntries(step, destination);
    TokenAccount base(destination.base);
    require(!base.isFrozen(), TokenError::AccountFrozen);
    require(!base.isNative(), TokenError::NativeNotSupported);
    require(mintSlot.key() == base.mint(), TokenError::MintMismatch);
    const Extended minted = loadMint(mintSlot);
    chargeEntries(step, minted);
    Mint mint(minted.base);
    const bool bound = destination.entries.has(Extension::ImmutableOwner) &&
                       destination.entries.has(Extension::NonTransferableAccount);
    require(!minted.entries.has(Extension::NonTransferable) || bound,
            TokenError::NonTransferableNeedsImmutableOwnership);
    requireNotPaused(minted);
    if (quantity.decimals)
        require(*quantity.decimals == mint.decimals(), TokenError::MintDecimalsMismatch);
    const std::optional<PublicKey> minter = mint.authority().get();
    require(minter.has_value(), TokenError::FixedSupply);
    requireAuthority(step.call, *minter, authority, step.accounts);
    base.setAmount(plus(base.amount(), quantity.amount));
    mint.setSupply(plus(mint.supply(), quantity.amount));
}

void burn(Step step, const Quantity &quantity)
{
    const Slot from = step.accounts.next();
    const Slot mintSlot = step.accounts.next();
    requireOwned(from);
    requireOwned(mintSlot);
    const Slot authority = step.accounts.next();
    const Extended burnt = loadMint(mintSlot);
    if (mintSlot.is(from))
        panic(step.call, "processor.rs at 1180:64");
    chargeEntries(step, burnt);
    Mint mint(burnt.base);
    const Extended source = loadAccount(from);
    chargeEntries(step, source);
    TokenAccount base(source.base);
    require(!base.isFrozen(), TokenError::AccountFrozen);
    require(!base.isNative(), TokenError::NativeNotSupported);
    const std::uint64_t left = minus(base.amount(), quantity.amount, TokenError::InsufficientFunds);
    require(mintSlot.key() == base.mint(), TokenError::MintMismatch);
    if (quantity.decimals)
        require(*quantity.decimals == mint.decimals(), TokenError::MintDecimalsMismatch);
    requireNotPaused(burnt);
    require(!isGuarded(step, source) || authority.key() != base.owner(), TokenError::CpiGuardBurnBlocked);
    if (!isNobodys(base))
        requireSpender(step.call, base, {authority, step.accounts, permanentDelegateOf(burnt)}, quantity.amount,
                       Allowance::Used);
    base.setAmount(left);
    mint.setSupply(minus(mint.supply(), quantity.amount, TokenError::Overflow));
}

} // namespace paradox::ledger::spl::token2022

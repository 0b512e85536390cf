#include "ledger/spl/token2022.h"
#include "solana/programs.h"

#include <array>

namespace paradox::ledger::spl::token2022 {

namespace {

/// What SetAuthority can change, by number.
enum class Authority : std::uint8_t { MintTokens, FreezeAccount, AccountOwner, CloseAccount, ExtensionsBegin };

/// An authority that an extension of the mint holds.
struct Held {
    Extension extension;
    std::size_t offset; ///< of the key within the extension
};
constexpr std::array heldAuthorities = std::to_array<Held>({
    {Extension::TransferFeeConfig, 0},
    {Extension::TransferFeeConfig, PublicKey::size}, // who withdraws what was withheld
    {Extension::MintCloseAuthority, 0},
    {Extension::InterestBearingConfig, 0},
    {Extension::PermanentDelegate, 0},
    {Extension::ConfidentialTransferMint, 0},
    {Extension::TransferHook, 0},
    {Extension::ConfidentialTransferFeeConfig, 0},
    {Extension::MetadataPointer, 0},
    {Extension::GroupPointer, 0},
    {Extension::GroupMemberPointer, 0},
    {Extension::ScaledUiAmount, 0},
    {Extension::Pausable, 0},
    {Extension::PermissionedBurn, 0},
});
constexpr std::uint8_t heldBegin = static_cast<std::uint8_t>(Authority::ExtensionsBegin);

void put(OptionalKey field, const std::optional<PublicKey> &key)
{
    if (key)
        field.set(*key);
    else
        field.erase();
}

struct Wanted {
    std::uint8_t which = 0;
    std::optional<PublicKey> key;
};

void setAccountAuthority(Step &step, const Extended &account, const Slot &authority, const Wanted &wanted)
{
    TokenAccount base(account.base);
    require(!base.isFrozen(), TokenError::AccountFrozen);
    const Read<EditableBytes> guard = account.entries.find(Extension::CpiGuard);
    if (wanted.which == static_cast<std::uint8_t>(Authority::AccountOwner)) {
        requireAuthority(step.call, base.owner(), authority, step.accounts);
        require(!account.entries.has(Extension::ImmutableOwner), TokenError::ImmutableOwner);
        require(!isGuarded(step, account), TokenError::CpiGuardSetAuthorityBlocked);
        require(!guard || (*guard)[0] == 0, TokenError::CpiGuardOwnerChangeBlocked);
        require(wanted.key.has_value(), TokenError::InvalidInstruction);
        base.setOwner(*wanted.key);
        base.delegate().erase();
        base.setDelegatedAmount(0);
        if (base.isNative())
            base.closeAuthority().erase();
        return;
    }
    require(wanted.which == static_cast<std::uint8_t>(Authority::CloseAccount), TokenError::AuthorityTypeNotSupported);
    const PublicKey closer = base.closeAuthority().get().value_or(base.owner());
    requireAuthority(step.call, closer, authority, step.accounts);
    require(!isGuarded(step, account) || !wanted.key, TokenError::CpiGuardSetAuthorityBlocked);
    put(base.closeAuthority(), wanted.key);
}

void setMintAuthority(Step &step, const Extended &account, const Slot &authority, const Wanted &wanted)
{
    Mint mint(account.base);
    if (wanted.which <= static_cast<std::uint8_t>(Authority::FreezeAccount)) {
        const bool minting = wanted.which == static_cast<std::uint8_t>(Authority::MintTokens);
        const OptionalKey field = minting ? mint.authority() : mint.freezeAuthority();
        const std::optional<PublicKey> current = field.get();
        require(current.has_value(), minting ? TokenError::FixedSupply : TokenError::MintCannotFreeze);
        requireAuthority(step.call, *current, authority, step.accounts);
        put(field, wanted.key);
        return;
    }
    require(wanted.which >= heldBegin, TokenError::AuthorityTypeNotSupported);
    const Held &held = heldAuthorities.at(wanted.which - heldBegin);
    const EditableBytes value = take(account.entries.find(held.extension));
    const EditableBytes field = value.subspan(held.offset, PublicKey::size);
    const std::optional<PublicKey> current = nullableKey(field);
    require(current.has_value(), TokenError::AuthorityTypeNotSupported);
    requireAuthority(step.call, *current, authority, step.accounts);
    putNullable(field, wanted.key);
}

void requireClosableMint(Step &step, const Extended &account, const Slot &authority)
{
    const std::optional<PublicKey> closer = nullableKey(take(account.entries.find(Extension::MintCloseAuthority)));
    require(closer.has_value(), TokenError::AuthorityTypeNotSupported);
    requireAuthority(step.call, *closer, authority, step.accounts);
    require(Mint(account.base).supply() == 0, TokenError::MintHasSupply);
}

struct Closing {
    Slot to;
    Slot authority;
};

void requireClosableAccount(Step &step, const Extended &account, const Closing &closing)
{
    const TokenAccount base(account.base);
    require(base.isNative() || base.amount() == 0, TokenError::NonNativeHasBalance);
    if (isNobodys(base)) {
        require(closing.to.key() == solana::incinerator, InstructionErrorKind::InvalidAccountData);
    } else {
        require(!isGuarded(step, account) || closing.to.key() == base.owner(), TokenError::CpiGuardCloseAccountBlocked);
        requireAuthority(step.call, base.closeAuthority().get().value_or(base.owner()), closing.authority,
                         step.accounts);
    }
    const Read<EditableBytes> withheld = account.entries.find(Extension::TransferFeeAmount);
    require(!withheld || loadAt<std::uint64_t>(*withheld, 0) == 0, TokenError::AccountHasWithheldTransferFees);
}

} // namespace

void setAuthority(Step step)
{
    Input input = inputOf(step);
    Wanted wanted;
    wanted.which = input.byte();
    wanted.key = input.optionalKey();
    require(wanted.which < heldBegin + heldAuthorities.size(), TokenError::InvalidInstruction);
    const Slot slot = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    if (const Read<Extended> account = unpack(slot.data(), AccountKind::Account)) {
        chargeEntries(step, *account);
        setAccountAuthority(step, *account, authority, wanted);
    } else if (const Read<Extended> mint = unpack(slot.data(), AccountKind::Mint)) {
        chargeEntries(step, *mint);
        setMintAuthority(step, *mint, authority, wanted);
    } else {
        refuse(InstructionErrorKind::InvalidAccountData);
    }
}

void closeAccount(Step step)
{
    const Slot slot = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    require(!slot.is(to), InstructionErrorKind::InvalidAccountData);
    if (const Read<Extended> account = unpack(slot.data(), AccountKind::Account)) {
        chargeEntries(step, *account);
        requireClosableAccount(step, *account, {to, authority});
    } else if (const Read<Extended> mint = unpack(slot.data(), AccountKind::Mint)) {
        chargeEntries(step, *mint);
        requireClosableMint(step, *mint, authority);
    } else {
        refuse(InstructionErrorKind::UninitializedAccount);
    }
    to.setLamports(plus(to.lamports(), slot.lamports()));
    slot.close();
}

void toggleFrozen(Step step, Toggle toggle)
{
    const Slot slot = step.accounts.next();
    const Slot mintSlot = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    requireOwned(mintSlot);
    const Extended toggled = loadAccount(slot);
    chargeEntries(step, toggled);
    TokenAccount account(toggled.base);
    require(account.isFrozen() == (toggle == Toggle::Thaw), TokenError::InvalidState);
    require(!account.isNative(), TokenError::NativeNotSupported);
    require(mintSlot.key() == account.mint(), TokenError::MintMismatch);
    const Extended mint = loadMint(mintSlot);
    chargeEntries(step, mint);
    const std::optional<PublicKey> freezer = Mint(mint.base).freezeAuthority().get();
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
    TokenAccount account(loadAccount(slot).base);
    require(account.isNative(), TokenError::NonNativeNotSupported);
    account.setAmount(minus(slot.lamports(), needed, TokenError::Overflow));
    account.setNative(needed);
}

void withdrawExcessLamports(Step step)
{
    const Slot slot = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    if (const Read<Extended> account = unpack(slot.data(), AccountKind::Account)) {
        const TokenAccount base(account->base);
        require(!base.isNative(), TokenError::NativeNotSupported);
        requireAuthority(step.call, base.owner(), authority, step.accounts);
        require(!isGuarded(step, *account), TokenError::CpiGuardTransferBlocked);
    } else if (const Read<Extended> mint = unpack(slot.data(), AccountKind::Mint)) {
        const std::optional<PublicKey> minter = Mint(mint->base).authority().get();
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
    const Slot slot = step.accounts.next();
    const Slot to = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    const Extended account = loadAccount(slot);
    TokenAccount base(account.base);
    const std::uint64_t amount = wanted.value_or(base.amount());
    require(base.amount() >= amount, TokenError::InsufficientFunds);
    require(base.isNative(), TokenError::NonNativeNotSupported);
    const std::optional<PublicKey> delegate = base.delegate().get();
    if (delegate == authority.key()) {
        requireAuthority(step.call, *delegate, authority, step.accounts);
        require(base.delegatedAmount() >= amount, TokenError::InsufficientFunds);
        base.setDelegatedAmount(base.delegatedAmount() - amount);
        if (base.delegatedAmount() == 0)
            base.delegate().erase();
    } else {
        requireAuthority(step.call, base.owner(), authority, step.accounts);
    }
    require(!isGuarded(step, account), TokenError::CpiGuardTransferBlocked);
    if (amount == 0)
        return;
    base.setAmount(base.amount() - amount);
    if (slot.is(to))
        return;
    moveLamports(slot, to, amount);
}

} // namespace paradox::ledger::spl::token2022

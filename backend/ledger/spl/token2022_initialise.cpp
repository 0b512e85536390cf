#include "ledger/spl/native_mint.h"
#include "ledger/spl/token2022.h"
#include "ledger/spl/units.h"
#include "solana/borsh.h"
#include "solana/pda.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>

namespace paradox::ledger::spl::token2022 {

namespace {

void requireKind(Extended &account, AccountKind kind)
{
    if (const auto error = markKind(account, kind))
        throw Refusal{*error};
}

/// Some extensions make no sense together, or only together.
void requireCombination(const std::vector<Extension> &types)
{
    const auto has = [&](Extension type) { return std::ranges::find(types, type) != types.end(); };
    const bool fee = has(Extension::TransferFeeConfig);
    const bool confidential = has(Extension::ConfidentialTransferMint);
    const bool confidentialFee = has(Extension::ConfidentialTransferFeeConfig);
    const bool fits = confidentialFee == (fee && confidential) &&
                      (!has(Extension::ConfidentialMintBurn) || confidential) &&
                      !(has(Extension::ScaledUiAmount) && has(Extension::InterestBearingConfig));
    require(fits, TokenError::InvalidExtensionCombination);
}

AccountState stateFrom(std::uint8_t number)
{
    require(number <= static_cast<std::uint8_t>(AccountState::Frozen), InstructionErrorKind::InvalidAccountData);
    return static_cast<AccountState>(number);
}

std::vector<Extension> requiredBy(const Extended &mint)
{
    std::vector<Extension> required;
    for (const Extension type : take(mint.entries.types())) {
        for (const Extension needed : requiredByMintExtension(type)) {
            if (std::ranges::find(required, needed) == required.end())
                required.push_back(needed);
        }
    }
    return required;
}

std::vector<Extension> takeTypes(const Step &step)
{
    std::vector<Extension> types;
    Input input(step.data, {InstructionErrorKind::InvalidAccountData});
    while (!input.rest().empty()) {
        const std::optional<Extension> type = toExtension(input.shortNumber());
        require(type.has_value(), InstructionErrorKind::InvalidAccountData);
        types.push_back(*type);
    }
    return types;
}

} // namespace

void initialiseMint(Step step, RentFrom rent)
{
    Input input = inputOf(step);
    const std::uint8_t decimals = input.byte();
    const PublicKey authority = input.key();
    const std::optional<PublicKey> freezeAuthority = input.optionalKey();
    const Slot slot = step.accounts.next();
    requireOwned(slot);
    const std::uint64_t needed = rentFor(slot.size(), step, rent);
    require(slot.lamports() >= needed, TokenError::NotRentExempt);
    Extended account = take(unpackUninitialised(slot.data(), AccountKind::Mint));
    chargeEntries(step, account);
    const std::vector<Extension> types = take(account.entries.types());
    step.call.charge(unitsPerEntryOfMint * types.size());
    require(take(sizeWith(types, AccountKind::Mint)) == slot.size(), InstructionErrorKind::InvalidAccountData);
    requireCombination(types);
    if (const Read<EditableBytes> state = account.entries.find(Extension::DefaultAccountState))
        require(stateFrom((*state)[0]) != AccountState::Frozen || freezeAuthority, TokenError::MintCannotFreeze);
    Mint mint(account.base);
    mint.authority().set(authority);
    mint.setDecimals(decimals);
    mint.setInitialised();
    if (freezeAuthority)
        mint.freezeAuthority().set(*freezeAuthority);
    else
        mint.freezeAuthority().erase();
    requireKind(account, AccountKind::Mint);
}

void initialiseAccount(Step step, std::optional<PublicKey> owner, RentFrom rent)
{
    const Slot slot = step.accounts.next();
    const Slot mintSlot = step.accounts.next();
    requireOwned(slot);
    requireOwned(mintSlot);
    if (!owner)
        owner = step.accounts.next().key();
    const std::uint64_t needed = rentFor(slot.size(), step, rent);
    Extended account = take(unpackUninitialised(slot.data(), AccountKind::Account));
    require(slot.lamports() >= needed, TokenError::NotRentExempt);
    if (mintSlot.is(slot))
        panic(step.call, "processor.rs at 199:40");
    const Read<Extended> mint = unpack(mintSlot.data(), AccountKind::Mint);
    require(mint.has_value(), TokenError::InvalidMint);
    chargeEntries(step, *mint);
    const Read<EditableBytes> permanent = mint->entries.find(Extension::PermanentDelegate);
    if (permanent && nullableKey(*permanent))
        step.call.log("Warning: Mint has a permanent delegate, so tokens in this account may be seized at any time");
    const std::vector<Extension> required = requiredBy(*mint);
    require(take(sizeWith(required, AccountKind::Account)) <= slot.size(), InstructionErrorKind::InvalidAccountData);
    step.call.charge(unitsPerNewEntry * required.size());
    for (const Extension type : required)
        (void)take(account.entries.init(type, *valueSizeOf(type)));
    const Read<EditableBytes> state = mint->entries.find(Extension::DefaultAccountState);
    TokenAccount base(account.base);
    base.setMint(mintSlot.key());
    base.setOwner(*owner);
    base.closeAuthority().erase();
    base.delegate().erase();
    base.setDelegatedAmount(0);
    base.setState(state ? stateFrom((*state)[0]) : AccountState::Initialised);
    if (mintSlot.key() == nativeMint2022) {
        base.setNative(needed);
        base.setAmount(slot.lamports() - needed);
    } else {
        base.setNotNative();
        base.setAmount(0);
    }
    requireKind(account, AccountKind::Account);
}

void initialiseMultisig(Step step, RentFrom rent)
{
    Input input = inputOf(step);
    const std::uint8_t requiredCount = input.byte();
    input.end();
    const Slot slot = step.accounts.next();
    requireOwned(slot);
    const std::uint64_t needed = rentFor(slot.size(), step, rent);
    require(slot.size() == multisigSize, InstructionErrorKind::InvalidArgument);
    Multisig multisig(slot.data());
    require(multisig.initialised() == 0, TokenError::AlreadyInUse);
    require(slot.lamports() >= needed, TokenError::NotRentExempt);
    fillMultisig(step, multisig, requiredCount);
}

void initialiseImmutableOwner(Step step)
{
    const Slot slot = step.accounts.next();
    requireOwned(slot);
    Extended account = take(unpackUninitialised(slot.data(), AccountKind::Account));
    (void)take(account.entries.init(Extension::ImmutableOwner, 0));
}

void getAccountDataSize(Step step)
{
    std::vector<Extension> types = takeTypes(step);
    const Slot slot = step.accounts.next();
    const bool forAccounts =
        std::ranges::all_of(types, [](Extension type) { return kindOf(type) == AccountKind::Account; });
    require(forAccounts, TokenError::ExtensionTypeMismatch);
    requireOwned(slot);
    const Read<Extended> mint = unpack(slot.data(), AccountKind::Mint);
    require(mint.has_value(), TokenError::InvalidMint);
    chargeEntries(step, *mint);
    const std::vector<Extension> required = requiredBy(*mint);
    step.call.charge(unitsPerEntryOfMint * required.size());
    types.insert(types.end(), required.begin(), required.end());
    std::array<std::uint8_t, 8> size{};
    storeAt<std::uint64_t>(size, 0, take(sizeWith(types, AccountKind::Account)));
    step.call.setReturnData(size);
}

void reallocate(Step step)
{
    const std::vector<Extension> added = takeTypes(step);
    const Slot slot = step.accounts.next();
    const Slot payer = step.accounts.next();
    (void)step.accounts.next(); // the System program
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    const Extended account = loadAccount(slot);
    const TokenAccount base(account.base);
    requireAuthority(step.call, base.owner(), authority, step.accounts);
    const std::optional<std::uint64_t> wrapped = base.isNative() ? std::optional(base.amount()) : std::nullopt;
    std::vector<Extension> types = take(account.entries.types());
    for (const Extension type : added)
        require(kindOf(type) == AccountKind::Account, TokenError::InvalidState);
    types.insert(types.end(), added.begin(), added.end());
    const std::size_t size = take(sizeWith(types, AccountKind::Account));
    if (slot.size() >= size)
        return;
    step.call.log("account needs resize, +" + std::to_string(size - slot.size()) + " bytes");
    slot.resize(size);
    step.call.charge(unitsOfRentSyscall);
    const std::uint64_t needed = step.call.rentExempt(size);
    require(slot.lamports() >= wrapped.value_or(0), TokenError::Overflow);
    const std::uint64_t reserve = slot.lamports() - wrapped.value_or(0);
    slot.data()[tokenAccountSize] = static_cast<std::uint8_t>(AccountKind::Account);
    if (needed > reserve) {
        const solana::Instruction pay = solana::systemTransfer(payer.key(), slot.key(), {needed - reserve});
        step.call.invoke({pay.program, pay.accounts, pay.data, {}});
    }
    if (wrapped) {
        require(slot.lamports() >= needed + *wrapped, TokenError::InvalidState);
        TokenAccount(slot.data()).setNative(needed);
    }
}

void createNativeMint(Step step)
{
    const Slot payer = step.accounts.next();
    const Slot slot = step.accounts.next();
    (void)step.accounts.next(); // the System program
    require(slot.key() == nativeMint2022, TokenError::InvalidMint);
    step.call.charge(unitsOfRentSyscall);
    const std::uint64_t needed = step.call.rentExempt(mintSize);
    const std::uint64_t missing = needed - std::min(needed, slot.lamports());
    const solana::Instruction pay = solana::systemTransfer(payer.key(), slot.key(), {missing});
    step.call.invoke({pay.program, pay.accounts, pay.data, {}});
    const std::vector<solana::AccountMeta> mint{{slot.key(), true, true}};
    const Bytes allocate = solana::BorshWriter().put(std::uint32_t{8}).put(std::uint64_t{mintSize}).take();
    step.call.invoke({solana::systemProgram, mint, allocate, {slot.key()}});
    const Bytes assign = solana::BorshWriter().put(std::uint32_t{1}).put(solana::token2022Program).take();
    step.call.invoke({solana::systemProgram, mint, assign, {slot.key()}});
    std::ranges::copy(nativeMintData(), slot.data().begin());
}

} // namespace paradox::ledger::spl::token2022

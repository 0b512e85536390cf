#include "ledger/spl/token2022.h"
#include "ledger/spl/units.h"
#include "solana/programs.h"

namespace paradox::ledger::spl::token2022 {

namespace {

/// The extension's own instruction, which it logs as "Name::Verb".
std::uint8_t takeVerb(Step &step, std::string_view name, std::initializer_list<std::string_view> verbs)
{
    const std::uint8_t number = inputOf(step).byte();
    require(number < verbs.size(), TokenError::InvalidInstruction);
    step.data = step.data.subspan(1);
    step.call.log(std::string(name) + "::" + std::string(*(verbs.begin() + number)));
    return number;
}

/// An authority and something it may change later, both of which may be absent.
struct Pair {
    PublicKey authority;
    PublicKey subject;
};

Pair takePair(const Step &step)
{
    Input input = inputOf(step);
    const PublicKey authority = input.key();
    const PublicKey subject = input.key();
    input.end();
    return {authority, subject};
}

EditableBytes initOnMint(const Slot &slot, Extension type)
{
    Extended mint = loadFreshMint(slot);
    return take(mint.entries.init(type, *valueSizeOf(type)));
}

/// The extension of an initialised mint, for the holder of the authority it begins with.
EditableBytes requireExtensionAuthority(Step &step, Extension type, TokenError absent)
{
    const Slot slot = step.accounts.next();
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    const Extended mint = loadMint(slot);
    chargeEntries(step, mint);
    const EditableBytes value = take(mint.entries.find(type));
    const std::optional<PublicKey> holder = nullableKey(value);
    require(holder.has_value(), absent);
    requireAuthority(step.call, *holder, authority, step.accounts);
    return value;
}

/// A switch of one byte on a token account, which its owner turns.
void turn(Step &step, Extension type, std::uint8_t value)
{
    const Slot slot = step.accounts.next();
    const Slot owner = step.accounts.next();
    requireOwned(slot);
    Extended account = loadAccount(slot);
    chargeEntries(step, account);
    requireAuthority(step.call, TokenAccount(account.base).owner(), owner, step.accounts);
    require(type != Extension::CpiGuard || !step.call.isCalled(), TokenError::CpiGuardSettingsLocked);
    const Read<EditableBytes> present = account.entries.find(type);
    const EditableBytes field = present ? *present : take(account.entries.init(type, 1));
    field[0] = value;
}

} // namespace

void initialiseMintCloseAuthority(Step step)
{
    const std::optional<PublicKey> authority = inputOf(step).optionalKey();
    const EditableBytes value = initOnMint(step.accounts.next(), Extension::MintCloseAuthority);
    putNullable(value, authority);
}

void initialiseNonTransferable(Step step)
{
    (void)initOnMint(step.accounts.next(), Extension::NonTransferable);
}

void initialisePermanentDelegate(Step step)
{
    Input input = inputOf(step);
    const PublicKey delegate = input.key();
    input.end();
    const EditableBytes value = initOnMint(step.accounts.next(), Extension::PermanentDelegate);
    putNullable(value, delegate);
}

void defaultAccountState(Step step)
{
    require(step.data.size() == 2, TokenError::InvalidInstruction);
    const std::uint8_t state = step.data[1];
    require(step.data[0] <= 1 && state <= static_cast<std::uint8_t>(AccountState::Frozen),
            TokenError::InvalidInstruction);
    const bool update = takeVerb(step, "DefaultAccountStateInstruction", {"Initialize", "Update"}) == 1;
    require(state != static_cast<std::uint8_t>(AccountState::Uninitialised), TokenError::InvalidState);
    const Slot slot = step.accounts.next();
    if (!update) {
        initOnMint(slot, Extension::DefaultAccountState)[0] = state;
        return;
    }
    step.call.charge(unitsOfStateUpdate);
    const Slot authority = step.accounts.next();
    requireOwned(slot);
    const Extended mint = loadMint(slot);
    const std::optional<PublicKey> freezer = Mint(mint.base).freezeAuthority().get();
    require(freezer.has_value(), TokenError::NoAuthorityExists);
    requireAuthority(step.call, *freezer, authority, step.accounts);
    take(mint.entries.find(Extension::DefaultAccountState))[0] = state;
}

void memoTransfer(Step step)
{
    const bool disable = takeVerb(step, "RequiredMemoTransfersInstruction", {"Enable", "Disable"}) == 1;
    turn(step, Extension::MemoTransfer, disable ? 0 : 1);
}

void cpiGuard(Step step)
{
    const bool disable = takeVerb(step, "CpiGuardInstruction", {"Enable", "Disable"}) == 1;
    turn(step, Extension::CpiGuard, disable ? 0 : 1);
}

void transferHook(Step step)
{
    const bool update = takeVerb(step, "TransferHookInstruction", {"Initialize", "Update"}) == 1;
    if (update) {
        Input input = inputOf(step);
        const PublicKey program = input.key();
        input.end();
        const EditableBytes value =
            requireExtensionAuthority(step, Extension::TransferHook, TokenError::NoAuthorityExists);
        require(program != step.call.program(), InstructionErrorKind::IncorrectProgramId);
        storeKeyAt(value, PublicKey::size, program);
        return;
    }
    const Pair pair = takePair(step);
    const EditableBytes value = initOnMint(step.accounts.next(), Extension::TransferHook);
    require(pair.subject != step.call.program(), InstructionErrorKind::IncorrectProgramId);
    if (pair.subject.isZero() && pair.authority.isZero()) {
        step.call.log("The transfer hook extension requires at least an authority or a program id for initialization, "
                      "neither was provided");
        refuse(TokenError::InvalidInstruction);
    }
    storeKeyAt(value, 0, pair.authority);
    storeKeyAt(value, PublicKey::size, pair.subject);
}

void pointer(Step step, const Pointer &which)
{
    const bool update = takeVerb(step, which.log, {"Initialize", "Update"}) == 1;
    if (update) {
        Input input = inputOf(step);
        const PublicKey address = input.key();
        input.end();
        const EditableBytes value = requireExtensionAuthority(step, which.type, TokenError::NoAuthorityExists);
        storeKeyAt(value, PublicKey::size, address);
        return;
    }
    const Pair pair = takePair(step);
    const EditableBytes value = initOnMint(step.accounts.next(), which.type);
    if (pair.subject.isZero() && pair.authority.isZero()) {
        step.call.log("The " + std::string(which.name) +
                      " pointer extension requires at least an authority or an address for initialization, neither "
                      "was provided");
        refuse(TokenError::InvalidInstruction);
    }
    storeKeyAt(value, 0, pair.authority);
    storeKeyAt(value, PublicKey::size, pair.subject);
}

void pausable(Step step)
{
    const std::uint8_t verb = takeVerb(step, "PausableInstruction", {"Initialize", "Pause", "Resume"});
    if (verb == 0) {
        Input input = inputOf(step);
        const PublicKey authority = input.key();
        input.end();
        putNullable(initOnMint(step.accounts.next(), Extension::Pausable).first(PublicKey::size), authority);
        return;
    }
    const EditableBytes value =
        requireExtensionAuthority(step, Extension::Pausable, TokenError::AuthorityTypeNotSupported);
    value[PublicKey::size] = verb == 1 ? 1 : 0;
}

} // namespace paradox::ledger::spl::token2022

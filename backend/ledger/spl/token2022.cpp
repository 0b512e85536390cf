#include "ledger/spl/token2022.h"

#include "http/frame.h"
#include "ledger/spl/amount_text.h"
#include "ledger/spl/program.h"
#include "ledger/spl/units.h"
#include "solana/programs.h"

#include <array>

namespace paradox::ledger::spl::token2022 {

namespace {

constexpr std::uint8_t batchNumber = 255;

Quantity plain(const Step &step)
{
    Input input = inputOf(step);
    const Quantity quantity{input.number(), std::nullopt, std::nullopt};
    input.end();
    return quantity;
}

Quantity checked(const Step &step)
{
    Input input = inputOf(step);
    const std::uint64_t amount = input.number();
    const std::uint8_t decimals = input.byte();
    input.end();
    return {amount, decimals, std::nullopt};
}

PublicKey onlyKey(const Step &step)
{
    Input input = inputOf(step);
    const PublicKey key = input.key();
    input.end();
    return key;
}

std::uint8_t decimalsOf(Step &step)
{
    const Slot slot = step.accounts.next();
    requireOwned(slot);
    const Read<Extended> mint = unpack(slot.data(), AccountKind::Mint);
    require(mint.has_value(), TokenError::InvalidMint);
    chargeEntries(step, *mint);
    return Mint(mint->base).decimals();
}

void amountToUiAmount(Step step)
{
    const std::uint64_t amount = plain(step).amount;
    step.call.setReturnData(asBytes(amountText(amount, decimalsOf(step))));
}

void uiAmountToAmount(Step step)
{
    require(http::isUtf8(asText(step.data)), TokenError::InvalidInstruction);
    const std::uint8_t decimals = decimalsOf(step);
    step.call.charge(step.data.size() * unitsPerTextByte);
    const auto amount = parseAmount(asText(step.data), decimals);
    require(amount.has_value(), InstructionErrorKind::InvalidArgument);
    std::array<std::uint8_t, 8> bytes{};
    storeAt(bytes, 0, *amount);
    step.call.setReturnData(bytes);
}

void absent(Step step)
{
    step.call.log("Error: this ledger does not have this extension of Token-2022");
    refuse(TokenError::InvalidInstruction);
}

struct Instruction {
    std::string_view log; ///< behind "Instruction: "; empty: the extension logs for itself
    void (*handle)(Step step);
};

constexpr std::array instructions = std::to_array<Instruction>({
    {"InitializeMint", [](Step step) { initialiseMint(step, RentFrom::Account); }},
    {"InitializeAccount", [](Step step) { initialiseAccount(step, std::nullopt, RentFrom::Account); }},
    {"InitializeMultisig", [](Step step) { initialiseMultisig(step, RentFrom::Account); }},
    {"Transfer", [](Step step) { transfer(step, plain(step)); }},
    {"Approve", [](Step step) { approve(step, plain(step)); }},
    {"Revoke", revoke},
    {"SetAuthority", setAuthority},
    {"MintTo", [](Step step) { mintTo(step, plain(step)); }},
    {"Burn", [](Step step) { burn(step, plain(step)); }},
    {"CloseAccount", closeAccount},
    {"FreezeAccount", [](Step step) { toggleFrozen(step, Toggle::Freeze); }},
    {"ThawAccount", [](Step step) { toggleFrozen(step, Toggle::Thaw); }},
    {"TransferChecked", [](Step step) { transfer(step, checked(step)); }},
    {"ApproveChecked", [](Step step) { approve(step, checked(step)); }},
    {"MintToChecked", [](Step step) { mintTo(step, checked(step)); }},
    {"BurnChecked", [](Step step) { burn(step, checked(step)); }},
    {"InitializeAccount2", [](Step step) { initialiseAccount(step, onlyKey(step), RentFrom::Account); }},
    {"SyncNative", syncNative},
    {"InitializeAccount3", [](Step step) { initialiseAccount(step, onlyKey(step), RentFrom::Runtime); }},
    {"InitializeMultisig2", [](Step step) { initialiseMultisig(step, RentFrom::Runtime); }},
    {"InitializeMint2", [](Step step) { initialiseMint(step, RentFrom::Runtime); }},
    {"GetAccountDataSize", getAccountDataSize},
    {"InitializeImmutableOwner", initialiseImmutableOwner},
    {"AmountToUiAmount", amountToUiAmount},
    {"UiAmountToAmount", uiAmountToAmount},
    {"InitializeMintCloseAuthority", initialiseMintCloseAuthority},
    {"", transferFee},
    {"", absent}, // confidential transfers
    {"", defaultAccountState},
    {"Reallocate", reallocate},
    {"", memoTransfer},
    {"CreateNativeMint", createNativeMint},
    {"InitializeNonTransferableMint", initialiseNonTransferable},
    {"", absent}, // interest
    {"", cpiGuard},
    {"InitializePermanentDelegate", initialisePermanentDelegate},
    {"", transferHook},
    {"", absent}, // confidential fees
    {"WithdrawExcessLamports", withdrawExcessLamports},
    {"", [](Step step) { pointer(step, {Extension::MetadataPointer, "MetadataPointerInstruction", "metadata"}); }},
    {"", [](Step step) { pointer(step, {Extension::GroupPointer, "GroupPointerInstruction", "group"}); }},
    {"",
     [](Step
            step) { pointer(step, {Extension::GroupMemberPointer, "GroupMemberPointerInstruction", "group member"}); }},
    {"ConfidentialMintBurnExtension", absent},
    {"ScaledUiAmountExtension", absent},
    {"PausableExtension", pausable},
    {"UnwrapLamports", unwrapLamports},
    {"PermissionedBurnExtension", absent},
});

void handle(Step step)
{
    const std::uint8_t number = step.data.empty() ? batchNumber : step.data[0];
    step.call.charge(token2022Units(number, step.accounts.count()));
    if (number >= instructions.size()) {
        require(tokenMetadata(step), TokenError::InvalidInstruction);
        return;
    }
    const Instruction &instruction = instructions[number];
    step.data = step.data.subspan(1);
    if (!instruction.log.empty())
        step.call.log("Instruction: " + std::string(instruction.log));
    instruction.handle(step);
}

void run(Call &call)
{
    Step step{call, call.accounts(), call.data()};
    if (step.data.empty() || step.data[0] != batchNumber)
        return handle(step);
    call.charge(token2022UnitsPerBatched);
    call.log("Instruction: Batch");
    step.data = step.data.subspan(1);
    do {
        Input input(step.data, customError(static_cast<std::uint32_t>(TokenError::InvalidInstruction)));
        const std::uint8_t accountCount = input.byte();
        const std::uint8_t size = input.byte();
        const Accounts accounts = step.accounts.take(accountCount);
        require(input.rest().size() >= size, TokenError::InvalidInstruction);
        const ByteSpan data = input.rest().first(size);
        step.data = input.rest().subspan(size);
        call.charge(token2022UnitsPerBatched);
        handle({call, accounts, data});
    } while (!step.data.empty());
}

} // namespace

Extended loadAccount(const Slot &slot)
{
    return take(unpack(slot.data(), AccountKind::Account));
}

Extended loadMint(const Slot &slot)
{
    return take(unpack(slot.data(), AccountKind::Mint));
}

Extended loadFreshMint(const Slot &slot)
{
    requireOwned(slot);
    return take(unpackUninitialised(slot.data(), AccountKind::Mint));
}

void chargeEntries(const Step &step, const Extended &account)
{
    const Read<std::vector<Extension>> types = account.entries.types();
    step.call.charge(unitsPerEntry * (types ? types->size() : 0));
}

void requireOwned(const Slot &slot)
{
    require(slot.owner() == solana::token2022Program, InstructionErrorKind::IncorrectProgramId);
}

Input inputOf(const Step &step)
{
    return {step.data, {InstructionErrorKind::InvalidInstructionData}};
}

std::optional<PublicKey> nullableKey(ByteSpan bytes)
{
    const PublicKey key = keyAt(bytes, 0);
    return key.isZero() ? std::nullopt : std::optional(key);
}

void putNullable(EditableBytes field, const std::optional<PublicKey> &key)
{
    require(!key || !key->isZero(), InstructionErrorKind::InvalidArgument);
    storeKeyAt(field, 0, key.value_or(PublicKey{}));
}

bool isGuarded(const Step &step, const Extended &account)
{
    const Read<EditableBytes> guard = account.entries.find(Extension::CpiGuard);
    return guard && (*guard)[0] != 0 && step.call.isCalled();
}

void requireNotPaused(const Extended &mint)
{
    const Read<EditableBytes> paused = mint.entries.find(Extension::Pausable);
    require(!paused || (*paused)[PublicKey::size] == 0, TokenError::MintPaused);
}

Status enter(Invocation &invocation)
{
    return runLogged(invocation, run);
}

} // namespace paradox::ledger::spl::token2022

#include "ledger/spl/token.h"

#include "http/frame.h"
#include "ledger/spl/amount_text.h"
#include "ledger/spl/program.h"
#include "ledger/spl/units.h"
#include "solana/programs.h"

#include <array>

namespace paradox::ledger::spl::token {

namespace {

constexpr std::uint8_t batchNumber = 255;

Quantity plain(const Step &step)
{
    return {inputOf(step).number(), std::nullopt};
}

Quantity checked(const Step &step)
{
    Input input = inputOf(step);
    const std::uint64_t amount = input.number();
    return {amount, input.byte()};
}

void getAccountDataSize(Step step)
{
    const Slot mint = step.accounts.next();
    requireOwned(mint);
    require(mint.size() == mintSize && Mint(mint.data()).initialised() == 1, TokenError::InvalidMint);
    std::array<std::uint8_t, 8> size{};
    storeAt<std::uint64_t>(size, 0, tokenAccountSize);
    step.call.setReturnData(size);
}

void amountToUiAmount(Step step)
{
    const std::uint64_t amount = inputOf(step).number();
    const Slot mint = step.accounts.next();
    requireOwned(mint);
    require(mint.size() == mintSize && Mint(mint.data()).initialised() == 1, TokenError::InvalidMint);
    step.call.setReturnData(asBytes(amountText(amount, Mint(mint.data()).decimals())));
}

void uiAmountToAmount(Step step)
{
    require(http::isUtf8(asText(step.data)), TokenError::InvalidInstruction);
    const Slot mint = step.accounts.next();
    requireOwned(mint);
    require(mint.size() == mintSize && Mint(mint.data()).initialised() == 1, TokenError::InvalidMint);
    step.call.charge(step.data.size() * unitsPerTextByte);
    const auto amount = parseAmount(asText(step.data), Mint(mint.data()).decimals());
    require(amount.has_value(), InstructionErrorKind::InvalidArgument);
    std::array<std::uint8_t, 8> bytes{};
    storeAt(bytes, 0, *amount);
    step.call.setReturnData(bytes);
}

using Handler = void (*)(Step step);

constexpr std::array<Handler, 25> handlers{
    [](Step step) { initialiseMint(step, RentFrom::Account); },
    [](Step step) { initialiseAccount(step, std::nullopt, RentFrom::Account); },
    [](Step step) { initialiseMultisig(step, RentFrom::Account); },
    [](Step step) { transfer(step, plain(step)); },
    [](Step step) { approve(step, plain(step)); },
    revoke,
    setAuthority,
    [](Step step) { mintTo(step, plain(step)); },
    [](Step step) { burn(step, plain(step)); },
    closeAccount,
    [](Step step) { toggleFrozen(step, Toggle::Freeze); },
    [](Step step) { toggleFrozen(step, Toggle::Thaw); },
    [](Step step) { transfer(step, checked(step)); },
    [](Step step) { approve(step, checked(step)); },
    [](Step step) { mintTo(step, checked(step)); },
    [](Step step) { burn(step, checked(step)); },
    [](Step step) { initialiseAccount(step, inputOf(step).key(), RentFrom::Account); },
    syncNative,
    [](Step step) { initialiseAccount(step, inputOf(step).key(), RentFrom::Runtime); },
    [](Step step) { initialiseMultisig(step, RentFrom::Runtime); },
    [](Step step) { initialiseMint(step, RentFrom::Runtime); },
    getAccountDataSize,
    initialiseImmutableOwner,
    amountToUiAmount,
    uiAmountToAmount,
};

Handler handlerOf(std::uint8_t number)
{
    if (number < handlers.size())
        return handlers[number];
    if (number == 38)
        return withdrawExcessLamports;
    if (number == 45)
        return unwrapLamports;
    return nullptr;
}

/// Handles one instruction that is no batch. The data begins with its number.
void handle(Step step)
{
    const std::uint8_t number = step.data[0];
    step.data = step.data.subspan(1);
    step.call.charge(tokenUnits(number, step.accounts.count()));
    const Handler handler = handlerOf(number);
    require(handler != nullptr, TokenError::InvalidInstruction);
    handler(step);
}

/// The runtime looks at owners only when the whole batch is done, so instructions in a batch look for themselves.
void requireOwnedInBatch(const Step &step)
{
    const auto require = [&](std::initializer_list<std::size_t> places) {
        for (const std::size_t place : places) {
            step.accounts.need(place + 1);
            requireOwned(step.accounts.at(place));
        }
    };
    switch (step.data[0]) {
    case 3:
    case 7:
    case 8:
    case 14:
    case 15:
        step.accounts.need(2);
        return require({0, 1});
    case 12:
        step.accounts.need(3);
        return require({0, 2});
    case 4:
    case 5:
    case 6:
    case 9:
    case 10:
    case 11:
    case 13:
    case 22:
    case 38:
    case 45:
        return require({0});
    default:
        return;
    }
}

void batch(Step step)
{
    // Each instruction: how many accounts, how many bytes, the bytes.
    do {
        Input input = inputOf(step);
        const std::uint8_t accountCount = input.byte();
        const std::uint8_t size = input.byte();
        require(size > 0 && input.rest().size() >= size, TokenError::InvalidInstruction);
        const Step inner{step.call, step.accounts.take(accountCount), input.rest().first(size)};
        step.data = input.rest().subspan(size);
        step.call.charge(tokenUnitsPerBatched);
        requireOwnedInBatch(inner);
        require(inner.data[0] != batchNumber, TokenError::InvalidInstruction);
        handle(inner);
    } while (!step.data.empty());
}

void run(Call &call)
{
    const Step step{call, call.accounts(), call.data()};
    if (step.data[0] != batchNumber)
        return handle(step);
    batch({call, step.accounts, step.data.subspan(1)});
}

} // namespace

TokenAccount loadAccount(const Slot &slot)
{
    require(slot.size() == tokenAccountSize, InstructionErrorKind::InvalidAccountData);
    const TokenAccount account(slot.data());
    require(account.state() <= static_cast<std::uint8_t>(AccountState::Frozen),
            InstructionErrorKind::InvalidAccountData);
    require(account.state() != 0, InstructionErrorKind::UninitializedAccount);
    return account;
}

Mint loadMint(const Slot &slot)
{
    require(slot.size() == mintSize, InstructionErrorKind::InvalidAccountData);
    const Mint mint(slot.data());
    require(mint.initialised() <= 1, InstructionErrorKind::InvalidAccountData);
    require(mint.initialised() == 1, InstructionErrorKind::UninitializedAccount);
    return mint;
}

void requireOwned(const Slot &slot)
{
    require(slot.owner() == solana::tokenProgram, InstructionErrorKind::IncorrectProgramId);
}

Input inputOf(const Step &step)
{
    return {step.data, customError(static_cast<std::uint32_t>(TokenError::InvalidInstruction))};
}

Status enter(Invocation &invocation)
{
    if (!invocation.frame().data.empty())
        return runLogged(invocation, run);
    // Without a number the program ends before it can log.
    if (!invocation.consume(tokenUnitsOfNothing))
        return failure(InstructionErrorKind::ComputationalBudgetExceeded);
    return std::unexpected(customError(static_cast<std::uint32_t>(TokenError::InvalidInstruction)));
}

} // namespace paradox::ledger::spl::token

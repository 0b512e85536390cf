#include "ledger/compute_budget.h"

#include "ledger/loader.h"
#include "ledger/precompile.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>
#include <limits>

namespace paradox::ledger {

namespace {

enum class BudgetOrder : std::uint8_t { RequestHeapFrame = 1, UnitLimit = 2, UnitPrice = 3, LoadedDataSizeLimit = 4 };

struct Requests {
    std::optional<std::uint32_t> unitLimit;
    std::optional<std::uint64_t> unitPrice;
    std::optional<std::uint32_t> heapBytes;
    std::optional<std::uint32_t> loadedDataSizeLimit;
};

enum class Refusal { Malformed, Duplicate };

template <class T>
std::optional<Refusal> fill(std::optional<T> &slot, solana::BorshReader &reader)
{
    const T value = reader.take<T>();
    if (!reader.ok())
        return Refusal::Malformed;
    if (slot)
        return Refusal::Duplicate;
    slot = value;
    return std::nullopt;
}

std::optional<Refusal> read(ByteSpan data, Requests &requests)
{
    solana::BorshReader reader(data);
    const std::uint8_t order = reader.take<std::uint8_t>();
    if (order == static_cast<std::uint8_t>(BudgetOrder::UnitLimit))
        return fill(requests.unitLimit, reader);
    if (order == static_cast<std::uint8_t>(BudgetOrder::UnitPrice))
        return fill(requests.unitPrice, reader);
    if (order == static_cast<std::uint8_t>(BudgetOrder::LoadedDataSizeLimit))
        return fill(requests.loadedDataSizeLimit, reader);
    if (order == static_cast<std::uint8_t>(BudgetOrder::RequestHeapFrame)) {
        if (const auto refusal = fill(requests.heapBytes, reader))
            return refusal;
        const std::uint32_t bytes = *requests.heapBytes;
        return bytes >= heapBytesMin && bytes <= heapBytesMax && bytes % 1024 == 0 ? std::nullopt
                                                                                   : std::optional(Refusal::Malformed);
    }
    return Refusal::Malformed;
}

} // namespace

std::uint64_t ComputeBudget::priorityFee() const
{
    // limit <= 1.4e6 < 2^21: split the price so that nothing overflows, then saturate.
    const std::uint64_t whole = microLamportsPerUnit / 1'000'000;
    const std::uint64_t part = microLamportsPerUnit % 1'000'000;
    const std::uint64_t partFee = (part * unitLimit + 999'999) / 1'000'000;
    if (unitLimit != 0 && whole > (std::numeric_limits<std::uint64_t>::max() - partFee) / unitLimit)
        return std::numeric_limits<std::uint64_t>::max();
    return whole * unitLimit + partFee;
}

std::uint64_t ComputeBudget::heapCost() const
{
    return (heapBytes - heapBytesMin + heapPageBytes - 1) / heapPageBytes * cost::heapPage;
}

std::expected<ComputeBudget, TransactionError> computeBudgetOf(const solana::Message &message)
{
    Requests requests;
    std::uint64_t defaultLimit = 0;
    for (std::size_t i = 0; i < message.instructions.size(); ++i) {
        const solana::CompiledInstruction &instruction = message.instructions[i];
        const PublicKey &program = message.staticKeys[instruction.programIndex];
        defaultLimit += isBuiltin(program) ? computeUnitsPerBuiltin : computeUnitsPerInstruction;
        if (program != solana::computeBudgetProgram)
            continue;
        if (const auto refusal = read(instruction.data, requests)) {
            if (*refusal == Refusal::Duplicate)
                return std::unexpected(
                    TransactionError{TransactionErrorKind::DuplicateInstruction, static_cast<std::uint8_t>(i)});
            return std::unexpected(instructionError(i, {InstructionErrorKind::InvalidInstructionData}));
        }
    }
    if (requests.loadedDataSizeLimit == 0U)
        return std::unexpected(TransactionError{TransactionErrorKind::InvalidLoadedAccountsDataSizeLimit});
    ComputeBudget budget;
    const std::uint64_t limit = requests.unitLimit ? *requests.unitLimit : defaultLimit;
    budget.unitLimit = static_cast<std::uint32_t>(std::min<std::uint64_t>(limit, computeUnitsMax));
    budget.heapBytes = requests.heapBytes.value_or(heapBytesMin);
    budget.microLamportsPerUnit = requests.unitPrice.value_or(0);
    budget.loadedDataSizeLimit = std::min(requests.loadedDataSizeLimit.value_or(loadedDataSizeMax), loadedDataSizeMax);
    return budget;
}

bool isBuiltin(const PublicKey &program)
{
    return program == solana::systemProgram || program == solana::computeBudgetProgram ||
           program == solana::addressLookupTableProgram || isPrecompile(program) || isLoader(program);
}

} // namespace paradox::ledger

#include "ledger/errors.h"

#include "domain/assert.h"

#include <array>
#include <cstdio>

namespace paradox::ledger {

namespace {

struct Wording {
    std::string_view name;
    std::string_view text;
};

constexpr std::array instructionWords = std::to_array<Wording>({
    {"GenericError", "generic instruction error"},
    {"InvalidArgument", "invalid program argument"},
    {"InvalidInstructionData", "invalid instruction data"},
    {"InvalidAccountData", "invalid account data for instruction"},
    {"AccountDataTooSmall", "account data too small for instruction"},
    {"InsufficientFunds", "insufficient funds for instruction"},
    {"IncorrectProgramId", "incorrect program id for instruction"},
    {"MissingRequiredSignature", "missing required signature for instruction"},
    {"AccountAlreadyInitialized", "instruction requires an uninitialized account"},
    {"UninitializedAccount", "instruction requires an initialized account"},
    {"UnbalancedInstruction", "sum of account balances before and after instruction do not match"},
    {"ModifiedProgramId", "instruction illegally modified the program id of an account"},
    {"ExternalAccountLamportSpend", "instruction spent from the balance of an account it does not own"},
    {"ExternalAccountDataModified", "instruction modified data of an account it does not own"},
    {"ReadonlyLamportChange", "instruction changed the balance of a read-only account"},
    {"ReadonlyDataModified", "instruction modified data of a read-only account"},
    {"DuplicateAccountIndex", "instruction contains duplicate accounts"},
    {"ExecutableModified", "instruction changed executable bit of an account"},
    {"RentEpochModified", "instruction modified rent epoch of an account"},
    {"NotEnoughAccountKeys", "insufficient account keys for instruction"},
    {"AccountDataSizeChanged", "program other than the account's owner changed the size of the account data"},
    {"AccountNotExecutable", "instruction expected an executable account"},
    {"AccountBorrowFailed", "instruction tries to borrow reference for an account which is already borrowed"},
    {"AccountBorrowOutstanding", "instruction left account with an outstanding borrowed reference"},
    {"DuplicateAccountOutOfSync", "instruction modifications of multiply-passed account differ"},
    {"Custom", "custom program error"},
    {"InvalidError", "program returned invalid error code"},
    {"ExecutableDataModified", "instruction changed executable accounts data"},
    {"ExecutableLamportChange", "instruction changed the balance of an executable account"},
    {"ExecutableAccountNotRentExempt", "executable accounts must be rent exempt"},
    {"UnsupportedProgramId", "Unsupported program id"},
    {"CallDepth", "Cross-program invocation call depth too deep"},
    {"MissingAccount", "An account required by the instruction is missing"},
    {"ReentrancyNotAllowed", "Cross-program invocation reentrancy not allowed for this instruction"},
    {"MaxSeedLengthExceeded", "Length of the seed is too long for address generation"},
    {"InvalidSeeds", "Provided seeds do not result in a valid address"},
    {"InvalidRealloc", "Failed to reallocate account data"},
    {"ComputationalBudgetExceeded", "Computational budget exceeded"},
    {"PrivilegeEscalation", "Cross-program invocation with unauthorized signer or writable account"},
    {"ProgramEnvironmentSetupFailure", "Failed to create program execution environment"},
    {"ProgramFailedToComplete", "Program failed to complete"},
    {"ProgramFailedToCompile", "Program failed to compile"},
    {"Immutable", "Account is immutable"},
    {"IncorrectAuthority", "Incorrect authority provided"},
    {"BorshIoError", "Failed to serialize or deserialize account data"},
    {"AccountNotRentExempt", "An account does not have enough lamports to be rent-exempt"},
    {"InvalidAccountOwner", "Invalid account owner"},
    {"ArithmeticOverflow", "Program arithmetic overflowed"},
    {"UnsupportedSysvar", "Unsupported sysvar"},
    {"IllegalOwner", "Provided owner is not allowed"},
    {"MaxAccountsDataAllocationsExceeded", "Accounts data allocations exceeded the maximum allowed per transaction"},
    {"MaxAccountsExceeded", "Max accounts exceeded"},
    {"MaxInstructionTraceLengthExceeded", "Max instruction trace length exceeded"},
    {"BuiltinProgramsMustConsumeComputeUnits", "Builtin programs must consume compute units"},
});
static_assert(instructionWords.size() ==
              static_cast<std::size_t>(InstructionErrorKind::BuiltinProgramsMustConsumeComputeUnits) + 1);

constexpr std::array transactionWords = std::to_array<Wording>({
    {"AccountInUse", "Account in use"},
    {"AccountLoadedTwice", "Account loaded twice"},
    {"AccountNotFound", "Attempt to debit an account but found no record of a prior credit."},
    {"ProgramAccountNotFound", "Attempt to load a program that does not exist"},
    {"InsufficientFundsForFee", "Insufficient funds for fee"},
    {"InvalidAccountForFee", "This account may not be used to pay transaction fees"},
    {"AlreadyProcessed", "This transaction has already been processed"},
    {"BlockhashNotFound", "Blockhash not found"},
    {"InstructionError", "Error processing Instruction"},
    {"CallChainTooDeep", "Loader call chain is too deep"},
    {"MissingSignatureForFee", "Transaction requires a fee but has no signature present"},
    {"InvalidAccountIndex", "Transaction contains an invalid account reference"},
    {"SignatureFailure", "Transaction did not pass signature verification"},
    {"InvalidProgramForExecution", "This program may not be used for executing instructions"},
    {"SanitizeFailure", "Transaction failed to sanitize accounts offsets correctly"},
    {"ClusterMaintenance", "Transactions are currently disabled due to cluster maintenance"},
    {"AccountBorrowOutstanding", "Transaction processing left an account with an outstanding borrowed reference"},
    {"WouldExceedMaxBlockCostLimit", "Transaction would exceed max Block Cost Limit"},
    {"UnsupportedVersion", "Transaction version is unsupported"},
    {"InvalidWritableAccount", "Transaction loads a writable account that cannot be written"},
    {"WouldExceedMaxAccountCostLimit", "Transaction would exceed max account limit within the block"},
    {"WouldExceedAccountDataBlockLimit", "Transaction would exceed account data limit within the block"},
    {"TooManyAccountLocks", "Transaction locked too many accounts"},
    {"AddressLookupTableNotFound", "Transaction loads an address table account that doesn't exist"},
    {"InvalidAddressLookupTableOwner", "Transaction loads an address table account with an invalid owner"},
    {"InvalidAddressLookupTableData", "Transaction loads an address table account with invalid data"},
    {"InvalidAddressLookupTableIndex", "Transaction address table lookup uses an invalid index"},
    {"InvalidRentPayingAccount", "Transaction leaves an account with a lower balance than rent-exempt minimum"},
    {"WouldExceedMaxVoteCostLimit", "Transaction would exceed max Vote Cost Limit"},
    {"WouldExceedAccountDataTotalLimit", "Transaction would exceed total account data limit"},
    {"DuplicateInstruction", "Transaction contains a duplicate instruction"},
    {"InsufficientFundsForRent", "Transaction results in an account with insufficient funds for rent"},
    {"MaxLoadedAccountsDataSizeExceeded", "Transaction exceeded max loaded accounts data size cap"},
    {"InvalidLoadedAccountsDataSizeLimit", "LoadedAccountsDataSizeLimit set for transaction must be greater than 0."},
    {"ResanitizationNeeded", "ResanitizationNeeded"},
    {"ProgramExecutionTemporarilyRestricted", "Execution of the program is temporarily restricted."},
    {"UnbalancedTransaction", "Sum of account balances before and after transaction do not match"},
});
static_assert(transactionWords.size() == static_cast<std::size_t>(TransactionErrorKind::UnbalancedTransaction) + 1);

const Wording &words(InstructionErrorKind kind)
{
    return instructionWords.at(static_cast<std::size_t>(kind));
}
const Wording &words(TransactionErrorKind kind)
{
    return transactionWords.at(static_cast<std::size_t>(kind));
}

/// ProgramError values 2 and up, as programs return them shifted left by 32.
constexpr std::array programErrors = std::to_array<InstructionErrorKind>({
    InstructionErrorKind::InvalidArgument,
    InstructionErrorKind::InvalidInstructionData,
    InstructionErrorKind::InvalidAccountData,
    InstructionErrorKind::AccountDataTooSmall,
    InstructionErrorKind::InsufficientFunds,
    InstructionErrorKind::IncorrectProgramId,
    InstructionErrorKind::MissingRequiredSignature,
    InstructionErrorKind::AccountAlreadyInitialized,
    InstructionErrorKind::UninitializedAccount,
    InstructionErrorKind::NotEnoughAccountKeys,
    InstructionErrorKind::AccountBorrowFailed,
    InstructionErrorKind::MaxSeedLengthExceeded,
    InstructionErrorKind::InvalidSeeds,
    InstructionErrorKind::BorshIoError,
    InstructionErrorKind::AccountNotRentExempt,
    InstructionErrorKind::UnsupportedSysvar,
    InstructionErrorKind::IllegalOwner,
    InstructionErrorKind::MaxAccountsDataAllocationsExceeded,
    InstructionErrorKind::InvalidRealloc,
    InstructionErrorKind::MaxInstructionTraceLengthExceeded,
    InstructionErrorKind::BuiltinProgramsMustConsumeComputeUnits,
    InstructionErrorKind::InvalidAccountOwner,
    InstructionErrorKind::ArithmeticOverflow,
    InstructionErrorKind::Immutable,
    InstructionErrorKind::IncorrectAuthority,
});

std::string quoted(std::string_view name)
{
    return '"' + std::string(name) + '"';
}

std::string toJson(const InstructionError &error)
{
    if (error.kind == InstructionErrorKind::Custom)
        return "{\"Custom\":" + std::to_string(error.custom) + '}';
    return quoted(words(error.kind).name);
}

} // namespace

InstructionError customError(std::uint32_t code)
{
    return {InstructionErrorKind::Custom, code};
}

std::optional<InstructionError> fromProgramResult(std::uint64_t result)
{
    if (result == 0)
        return std::nullopt;
    const std::uint64_t builtin = result >> 32;
    if (builtin == 0)
        return customError(static_cast<std::uint32_t>(result));
    if ((result & 0xffffffffU) != 0 || builtin - 1 > programErrors.size())
        return InstructionError{InstructionErrorKind::InvalidError};
    if (builtin == 1)
        return customError(0);
    return InstructionError{programErrors.at(builtin - 2)};
}

std::string_view toName(InstructionErrorKind kind)
{
    return words(kind).name;
}

std::string toText(const InstructionError &error)
{
    if (error.kind != InstructionErrorKind::Custom)
        return std::string(words(error.kind).text);
    char text[48];
    std::snprintf(text, sizeof text, "custom program error: 0x%x", error.custom);
    return text;
}

TransactionError instructionError(std::size_t index, const InstructionError &error)
{
    return {TransactionErrorKind::InstructionError, static_cast<std::uint8_t>(index), error};
}

std::string toText(const TransactionError &error)
{
    const std::string index = std::to_string(error.index);
    if (error.kind == TransactionErrorKind::InstructionError)
        return "Error processing Instruction " + index + ": " + toText(error.instruction);
    if (error.kind == TransactionErrorKind::InsufficientFundsForRent)
        return "Transaction results in an account (" + index + ") with insufficient funds for rent";
    if (error.kind == TransactionErrorKind::DuplicateInstruction)
        return "Transaction contains a duplicate instruction (" + index + ") that is not allowed";
    return std::string(words(error.kind).text);
}

std::string toJson(const std::optional<TransactionError> &error)
{
    if (!error)
        return "null";
    const std::string index = std::to_string(error->index);
    if (error->kind == TransactionErrorKind::InstructionError)
        return "{\"InstructionError\":[" + index + ',' + toJson(error->instruction) + "]}";
    if (error->kind == TransactionErrorKind::InsufficientFundsForRent ||
        error->kind == TransactionErrorKind::ProgramExecutionTemporarilyRestricted)
        return '{' + quoted(words(error->kind).name) + ":{\"account_index\":" + index + "}}";
    if (error->kind == TransactionErrorKind::DuplicateInstruction)
        return "{\"DuplicateInstruction\":" + index + '}';
    return quoted(words(error->kind).name);
}

} // namespace paradox::ledger

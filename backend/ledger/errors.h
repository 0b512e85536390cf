#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paradox::ledger {

/// Why an instruction failed, in the runtime's order and names.
enum class InstructionErrorKind : std::uint8_t {
    GenericError,
    InvalidArgument,
    InvalidInstructionData,
    InvalidAccountData,
    AccountDataTooSmall,
    InsufficientFunds,
    IncorrectProgramId,
    MissingRequiredSignature,
    AccountAlreadyInitialized,
    UninitializedAccount,
    UnbalancedInstruction,
    ModifiedProgramId,
    ExternalAccountLamportSpend,
    ExternalAccountDataModified,
    ReadonlyLamportChange,
    ReadonlyDataModified,
    DuplicateAccountIndex,
    ExecutableModified,
    RentEpochModified,
    NotEnoughAccountKeys,
    AccountDataSizeChanged,
    AccountNotExecutable,
    AccountBorrowFailed,
    AccountBorrowOutstanding,
    DuplicateAccountOutOfSync,
    Custom,
    InvalidError,
    ExecutableDataModified,
    ExecutableLamportChange,
    ExecutableAccountNotRentExempt,
    UnsupportedProgramId,
    CallDepth,
    MissingAccount,
    ReentrancyNotAllowed,
    MaxSeedLengthExceeded,
    InvalidSeeds,
    InvalidRealloc,
    ComputationalBudgetExceeded,
    PrivilegeEscalation,
    ProgramEnvironmentSetupFailure,
    ProgramFailedToComplete,
    ProgramFailedToCompile,
    Immutable,
    IncorrectAuthority,
    BorshIoError,
    AccountNotRentExempt,
    InvalidAccountOwner,
    ArithmeticOverflow,
    UnsupportedSysvar,
    IllegalOwner,
    MaxAccountsDataAllocationsExceeded,
    MaxAccountsExceeded,
    MaxInstructionTraceLengthExceeded,
    BuiltinProgramsMustConsumeComputeUnits,
};

struct InstructionError {
    InstructionErrorKind kind = InstructionErrorKind::GenericError;
    std::uint32_t custom = 0; ///< with Custom only

    bool operator==(const InstructionError &) const = default;
};

[[nodiscard]] InstructionError customError(std::uint32_t code);
/// What a program's return value means: 0 is success, builtin errors sit in the upper 32 bits.
[[nodiscard]] std::optional<InstructionError> fromProgramResult(std::uint64_t result);
/// "InvalidAccountData".
[[nodiscard]] std::string_view toName(InstructionErrorKind kind);
/// As the runtime logs it: "custom program error: 0x1".
[[nodiscard]] std::string toText(const InstructionError &error);

/// Why a transaction failed, in the runtime's order and names.
enum class TransactionErrorKind : std::uint8_t {
    AccountInUse,
    AccountLoadedTwice,
    AccountNotFound,
    ProgramAccountNotFound,
    InsufficientFundsForFee,
    InvalidAccountForFee,
    AlreadyProcessed,
    BlockhashNotFound,
    InstructionError,
    CallChainTooDeep,
    MissingSignatureForFee,
    InvalidAccountIndex,
    SignatureFailure,
    InvalidProgramForExecution,
    SanitizeFailure,
    ClusterMaintenance,
    AccountBorrowOutstanding,
    WouldExceedMaxBlockCostLimit,
    UnsupportedVersion,
    InvalidWritableAccount,
    WouldExceedMaxAccountCostLimit,
    WouldExceedAccountDataBlockLimit,
    TooManyAccountLocks,
    AddressLookupTableNotFound,
    InvalidAddressLookupTableOwner,
    InvalidAddressLookupTableData,
    InvalidAddressLookupTableIndex,
    InvalidRentPayingAccount,
    WouldExceedMaxVoteCostLimit,
    WouldExceedAccountDataTotalLimit,
    DuplicateInstruction,
    InsufficientFundsForRent,
    MaxLoadedAccountsDataSizeExceeded,
    InvalidLoadedAccountsDataSizeLimit,
    ResanitizationNeeded,
    ProgramExecutionTemporarilyRestricted,
    UnbalancedTransaction,
};

struct TransactionError {
    TransactionErrorKind kind = TransactionErrorKind::SanitizeFailure;
    std::uint8_t index = 0;         ///< of the instruction, or of the account
    InstructionError instruction{}; ///< with InstructionError only

    bool operator==(const TransactionError &) const = default;
};

[[nodiscard]] TransactionError instructionError(std::size_t index, const InstructionError &error);
/// The message of a failed preflight behind its colon.
[[nodiscard]] std::string toText(const TransactionError &error);
/// The wire's form: "BlockhashNotFound", {"InstructionError":[0,{"Custom":1}]}; of nothing: null.
[[nodiscard]] std::string toJson(const std::optional<TransactionError> &error);

} // namespace paradox::ledger

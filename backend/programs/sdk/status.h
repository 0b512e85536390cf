#pragma once

#include "programs/sdk/types.h"

namespace paradox::program {

constexpr u64 builtinError(u64 number)
{
    return number << 32;
}

/// What an instruction ends with. Built-in errors of the runtime, Anchor's framework errors, and a program's own
/// custom codes from 6000 (made with `custom`).
enum class [[nodiscard]] Status : u64 {
    Ok = 0,
    InvalidArgument = builtinError(2),
    InvalidAccountData = builtinError(4),

    // Anchor's framework errors
    InstructionMissing = 100,
    InstructionFallbackNotFound = 101,
    InstructionDidNotDeserialize = 102,
    ConstraintMut = 2000,
    ConstraintSeeds = 2006,
    AccountDiscriminatorNotFound = 3001,
    AccountDiscriminatorMismatch = 3002,
    AccountDidNotDeserialize = 3003,
    AccountNotEnoughKeys = 3005,
    AccountOwnedByWrongProgram = 3007,
    InvalidProgramId = 3008,
    AccountNotSigner = 3010,
    AccountNotSystemOwned = 3011,
    AccountNotInitialized = 3012,
};

constexpr Status custom(u32 code)
{
    return static_cast<Status>(code);
}

} // namespace paradox::program

/// Leaves the function with `status` unless the condition holds.
#define PROGRAM_REQUIRE(condition, status)                                                                             \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            return status;                                                                                             \
    } while (false)

/// Leaves the function with the expression's status unless it is Ok.
#define PROGRAM_TRY(expression)                                                                                        \
    do {                                                                                                               \
        const ::paradox::program::Status programTryStatus = (expression);                                              \
        if (programTryStatus != ::paradox::program::Status::Ok)                                                        \
            return programTryStatus;                                                                                   \
    } while (false)

#pragma once

#include "programs/sdk/framework_errors.h"
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
    AccountAlreadyInUse = builtinError(1), ///< custom error 0, as the System program answers a second creation
    InvalidArgument = builtinError(2),
    InvalidAccountData = builtinError(4),

#define PROGRAM_FRAMEWORK_STATUS(code, name, words) name = code,
    PROGRAM_FRAMEWORK_ERRORS(PROGRAM_FRAMEWORK_STATUS)
#undef PROGRAM_FRAMEWORK_STATUS
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

/// Leaves the handler with the program's own error `name` unless the condition holds.
#define PROGRAM_ENSURE(condition, name) PROGRAM_REQUIRE(condition, fail(Error::name))

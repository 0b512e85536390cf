#include "programs/client/vault_errors.h"

#include <algorithm>
#include <array>

namespace paradox::vault {

namespace {

constexpr ErrorInfo table[] = {
    {100, "InstructionMissing", "the instruction has no discriminator"},
    {101, "InstructionFallbackNotFound", "the program knows no such instruction"},
    {102, "InstructionDidNotDeserialize", "the instruction's arguments are truncated, overlong or malformed"},
    {2000, "ConstraintMut", "an account that is changed was not passed as writable"},
    {2006, "ConstraintSeeds", "an account is not at the address its seeds give"},
    {3001, "AccountDiscriminatorNotFound", "an account of the program is empty"},
    {3002, "AccountDiscriminatorMismatch", "an account of the program is of another kind"},
    {3003, "AccountDidNotDeserialize", "an account of the program has an unknown size"},
    {3005, "AccountNotEnoughKeys", "the instruction names too few accounts"},
    {3007, "AccountOwnedByWrongProgram", "an account belongs to another program"},
    {3008, "InvalidProgramId", "a program account is not the expected program"},
    {3010, "AccountNotSigner", "a signature is missing"},
    {3011, "AccountNotSystemOwned", "an account should belong to the system program"},
    {3012, "AccountNotInitialized", "an account does not exist yet"},
#define PARADOX_VAULT_ERROR(code, name, words) {code, #name, words},
    PARADOX_VAULT_ERRORS(PARADOX_VAULT_ERROR)
#undef PARADOX_VAULT_ERROR
};

} // namespace

std::span<const ErrorInfo> errorTable()
{
    return table;
}

std::optional<ErrorInfo> errorInfo(std::uint32_t code)
{
    const auto *found = std::ranges::find(table, code, &ErrorInfo::code);
    return found == std::end(table) ? std::nullopt : std::optional(*found);
}

} // namespace paradox::vault

#pragma once

#include "programs/sdk/account_rule.h"

namespace paradox::program {

/// Owner, size and discriminator of a state account.
inline Status checkState(const Account &account, const Pubkey &programId, u64 discriminator)
{
    if (account.owner() != programId)
        return account.owner() == systemProgram ? Status::AccountNotInitialized : Status::AccountOwnedByWrongProgram;
    PROGRAM_REQUIRE(account.size() >= 8, Status::AccountDiscriminatorNotFound);
    PROGRAM_REQUIRE(account.as<AliasedWord>() == discriminator, Status::AccountDiscriminatorMismatch);
    return Status::Ok;
}

/// State that is used in place.
template <class T>
Status checkState(const Account &account, const Pubkey &programId)
{
    PROGRAM_TRY(checkState(account, programId, T::discriminator));
    PROGRAM_REQUIRE(account.size() == sizeof(T), Status::AccountDidNotDeserialize);
    return Status::Ok;
}

inline Status checkState(const Account &account, const Pubkey &programId, const AccountRule &rule)
{
    PROGRAM_TRY(checkState(account, programId, rule.discriminator));
    PROGRAM_REQUIRE(rule.isPacked || account.size() == rule.size, Status::AccountDidNotDeserialize);
    return Status::Ok;
}

/// The value of one seed; false when it is longer than a seed may be.
inline bool seedValue(const Input &input, const AccountRule &rule, u32 place, Slice &value)
{
    const SeedRule &seed = rule.seeds[place];
    const u8 *argument = input.data() + 8 + seed.offset;
    switch (seed.kind) {
    case SeedKind::Text:
        value = {reinterpret_cast<const u8 *>(rule.text), seed.size};
        return true;
    case SeedKind::Account:
        value = {input[seed.index].key().bytes, seed.size};
        return true;
    case SeedKind::Argument:
        value = {argument, seed.size};
        return true;
    case SeedKind::TextArgument:
        // The arguments are parsed: a length of four bytes and as many bytes are there.
        value = {argument + 4, u64{argument[0]}};
        return argument[0] <= 32 && (argument[1] | argument[2] | argument[3]) == 0;
    case SeedKind::Field:
        value = {input[seed.index].data() + seed.offset, seed.size};
        return input[seed.index].size() >= u64{seed.offset} + seed.size;
    }
    return false;
}

/// The seeds' values. `seeds` has room for seedsPerAddressMax + 1, the bump goes last.
inline Status gatherSeeds(const Input &input, const AccountRule &rule, Slice *seeds)
{
    for (u32 i = 0; i < rule.seedCount; ++i)
        PROGRAM_REQUIRE(seedValue(input, rule, i, seeds[i]), Status::ConstraintSeeds);
    return Status::Ok;
}

/// Whether the account is at the canonical address of its seeds; its bump.
inline Status checkAddress(const Input &input, const AccountRule &rule, const Account &account, u8 &bump)
{
    Slice seeds[seedsPerAddressMax + 1];
    PROGRAM_TRY(gatherSeeds(input, rule, seeds));
    Pubkey address;
    PROGRAM_REQUIRE(sol_try_find_program_address(seeds, rule.seedCount, &input.programId(), &address, &bump) == 0,
                    Status::ConstraintSeeds);
    PROGRAM_REQUIRE(address == account.key(), Status::ConstraintSeeds);
    return Status::Ok;
}

/// Checks one account; fills in the bump where the address had to be derived.
__attribute__((noinline)) inline Status checkAccount(const Input &input, const AccountRule &rule, u32 index, u8 &bump)
{
    const Account &account = input[index];
    if (rule.isOptional && account.key() == input.programId())
        return Status::Ok;
    PROGRAM_REQUIRE(!rule.isSigner || account.isSigner(), Status::AccountNotSigner);
    PROGRAM_REQUIRE(!rule.isWritable || account.isWritable(), Status::ConstraintMut);
    switch (rule.kind) {
    case AccountKind::Any:
        return Status::Ok;
    case AccountKind::Fixed:
        return account.key() == *rule.address ? Status::Ok : Status::InvalidProgramId;
    case AccountKind::Sysvar:
        return account.key() == *rule.address ? Status::Ok : Status::AccountSysvarMismatch;
    case AccountKind::Self:
        return account.key() == input.programId() ? Status::Ok : Status::InvalidProgramId;
    case AccountKind::Fresh:
    case AccountKind::Derived:
        return checkAddress(input, rule, account, bump);
    case AccountKind::StateOrFresh:
        if (account.owner() == systemProgram)
            return checkAddress(input, rule, account, bump);
        return checkState(account, input.programId(), rule);
    case AccountKind::State:
        return checkState(account, input.programId(), rule);
    case AccountKind::StateAt:
        PROGRAM_TRY(checkState(account, input.programId(), rule));
        return checkAddress(input, rule, account, bump);
    }
    return Status::InvalidArgument;
}

/// What an error is blamed on: the name of the account that broke a declared rule, or null.
struct Blame {
    const char *account = nullptr;
};

/// An instruction's declared accounts.
struct DeclaredAccounts {
    const AccountRule *rules;
    u8 count;
    u8 required; ///< of them; the others may be left off
};

/// `bumps` has a place for each declared account.
__attribute__((noinline)) inline Status checkAccounts(const Input &input, const DeclaredAccounts &declared, u8 *bumps,
                                                      Blame &blame)
{
    if (input.count() < declared.required) {
        blame.account = declared.rules[input.count()].name;
        return Status::AccountNotEnoughKeys;
    }
    for (u32 i = 0; i < declared.count && i < input.count(); ++i) {
        const Status status = checkAccount(input, declared.rules[i], i, bumps[i]);
        if (status == Status::Ok)
            continue;
        blame.account = declared.rules[i].name;
        return status;
    }
    return Status::Ok;
}

} // namespace paradox::program

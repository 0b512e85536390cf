#pragma once

#include "programs/sdk/spec.h"

namespace paradox::program {

/// Owner, size and discriminator of a state account.
inline Status checkState(const Account &account, const Pubkey &programId, u64 discriminator, u64 size)
{
    if (account.owner() != programId)
        return account.owner() == systemProgram ? Status::AccountNotInitialized : Status::AccountOwnedByWrongProgram;
    PROGRAM_REQUIRE(account.size() >= 8, Status::AccountDiscriminatorNotFound);
    PROGRAM_REQUIRE(account.as<AliasedWord>() == discriminator, Status::AccountDiscriminatorMismatch);
    PROGRAM_REQUIRE(account.size() == size, Status::AccountDidNotDeserialize);
    return Status::Ok;
}

template <class T>
Status checkState(const Account &account, const Pubkey &programId)
{
    return checkState(account, programId, T::discriminator, sizeof(T));
}

/// The seeds' values. `seeds` has room for seedsPerAddressMax + 1, the bump goes last.
inline void gatherSeeds(const Input &input, const AccountSpec &spec, Slice *seeds)
{
    const u8 *arguments = input.data() + 8;
    for (u32 i = 0; i < spec.seedCount; ++i) {
        const SeedSpec &seed = spec.seeds[i];
        seeds[i].size = seed.size;
        if (seed.kind == SeedKind::Text)
            seeds[i].data = reinterpret_cast<const u8 *>(seed.name);
        else if (seed.kind == SeedKind::Account)
            seeds[i].data = input[seed.index].key().bytes;
        else
            seeds[i].data = arguments + seed.index;
    }
}

/// Whether the account is at the canonical address of its seeds; its bump.
inline Status checkAddress(const Input &input, const AccountSpec &spec, const Account &account, u8 &bump)
{
    Slice seeds[seedsPerAddressMax + 1];
    gatherSeeds(input, spec, seeds);
    Pubkey address;
    PROGRAM_REQUIRE(sol_try_find_program_address(seeds, spec.seedCount, &input.programId(), &address, &bump) == 0,
                    Status::ConstraintSeeds);
    PROGRAM_REQUIRE(address == account.key(), Status::ConstraintSeeds);
    return Status::Ok;
}

/// Checks one account; fills in the bump where the address had to be derived.
__attribute__((noinline)) inline Status checkAccount(const Input &input, const AccountSpec &spec, u32 index, u8 &bump)
{
    const Account &account = input[index];
    PROGRAM_REQUIRE(!spec.isSigner || account.isSigner(), Status::AccountNotSigner);
    PROGRAM_REQUIRE(!spec.isWritable || account.isWritable(), Status::ConstraintMut);
    switch (spec.kind) {
    case AccountKind::Any:
        return Status::Ok;
    case AccountKind::System:
        return account.key() == systemProgram ? Status::Ok : Status::InvalidProgramId;
    case AccountKind::Self:
        return account.key() == input.programId() ? Status::Ok : Status::InvalidProgramId;
    case AccountKind::Fresh:
    case AccountKind::Derived:
        return checkAddress(input, spec, account, bump);
    case AccountKind::StateOrFresh:
        if (account.owner() == systemProgram)
            return checkAddress(input, spec, account, bump);
        return checkState(account, input.programId(), spec.discriminator, spec.size);
    case AccountKind::State:
        return checkState(account, input.programId(), spec.discriminator, spec.size);
    }
    return Status::InvalidArgument;
}

} // namespace paradox::program

#pragma once

#include "programs/sdk/checks.h"
#include "programs/sdk/cpi.h"
#include "programs/sdk/sysvars.h"

namespace paradox::program {

namespace detail {

inline void putNumber(u8 *to, u64 value, u64 size)
{
    for (u64 i = 0; i < size; ++i)
        to[i] = static_cast<u8>(value >> (8 * i));
}

} // namespace detail

/// System transfer. `signers`, here and below, are the seeds of the account that changes hands or loses lamports when
/// it is one of the program's own addresses, else null.
__attribute__((noinline)) inline Status systemTransfer(const Account &from, const Account &to, u64 lamports,
                                                       const SignerSeeds *signers)
{
    u8 data[12];
    detail::putNumber(data, 2, 4);
    detail::putNumber(data + 4, lamports, 8);
    Cpi cpi;
    cpi.add(from, CpiRole::SignsAndWrites).add(to, CpiRole::Writes);
    return cpi.call(systemProgram, {data, sizeof data}, signers);
}

__attribute__((noinline)) inline Status systemAllocate(const Account &account, u64 space, const SignerSeeds *signers)
{
    u8 data[12];
    detail::putNumber(data, 8, 4);
    detail::putNumber(data + 4, space, 8);
    Cpi cpi;
    cpi.add(account, CpiRole::SignsAndWrites);
    return cpi.call(systemProgram, {data, sizeof data}, signers);
}

__attribute__((noinline)) inline Status systemAssign(const Account &account, const Pubkey &owner,
                                                     const SignerSeeds *signers)
{
    u8 data[36];
    detail::putNumber(data, 1, 4);
    sol_memcpy_(data + 4, owner.bytes, sizeof owner.bytes);
    Cpi cpi;
    cpi.add(account, CpiRole::SignsAndWrites);
    return cpi.call(systemProgram, {data, sizeof data}, signers);
}

/// Makes an account rent-exempt for `space` bytes. What someone sent there before counts and blocks nothing.
inline Status fund(const Account &account, const Account &payer, u64 space)
{
    const u64 needed = rentExemption(space);
    if (account.lamports() >= needed)
        return Status::Ok;
    return systemTransfer(payer, account, needed - account.lamports(), nullptr);
}

/// An account to be created: one of the instruction's own.
struct Creation {
    const Input &input;
    const AccountRule &rule;
    u32 index;
    u32 payer;
    u8 bump;
};

/// Creates a declared Fresh or StateOrFresh account at its derived address, already checked: transfer, allocate and
/// assign, never a bare create, which a lamport sent ahead would make fail. Its state is zero but for the
/// discriminator. `taken` when the program has it already.
__attribute__((noinline)) inline Status create(const Creation &creation, Status taken)
{
    const Input &input = creation.input;
    const AccountRule &rule = creation.rule;
    const Account &account = input[creation.index];
    PROGRAM_REQUIRE(account.owner() == systemProgram, taken);
    Slice seeds[seedsPerAddressMax + 1];
    PROGRAM_TRY(gatherSeeds(input, rule, seeds));
    seeds[rule.seedCount] = {&creation.bump, 1};
    const SignerSeeds signers{seeds, u64{rule.seedCount} + 1};
    PROGRAM_TRY(fund(account, input[creation.payer], rule.size));
    PROGRAM_TRY(systemAllocate(account, rule.size, &signers));
    PROGRAM_TRY(systemAssign(account, input.programId(), &signers));
    account.as<AliasedWord>() = rule.discriminator;
    return Status::Ok;
}

/// Ends an account of the program: all its lamports go to `recipient`, nothing of it is left to read or to revive.
inline void close(const Account &account, const Account &recipient)
{
    recipient.lamports() += account.lamports();
    account.lamports() = 0;
    sol_memset_(account.data(), 0, account.size());
    account.size() = 0;
    account.owner() = systemProgram;
}

} // namespace paradox::program

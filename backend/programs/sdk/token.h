#pragma once

#include "programs/sdk/system.h"
#include "programs/sdk/token_extensions.h"

// Calls of SPL Token, Token-2022 and the associated token account program. `program` is the token program's account,
// checked by the caller. `signers` are the seeds of the authority when it is one of the program's own addresses, else
// null.
namespace paradox::program {

namespace detail {

/// Tag and amount.
struct AmountData {
    AmountData(u8 tag, u64 amount)
    {
        bytes[0] = tag;
        putNumber(bytes + 1, amount, 8);
    }
    u8 bytes[10] = {};
};

} // namespace detail

/// Tokens on their way from one account to another.
struct TokenTransfer {
    const Account &from;
    const Account &mint;
    const Account &to;
    const Account &authority; ///< of `from`: owner or delegate
    u64 amount;
    u8 decimals; ///< the token program refuses when the mint has others
};

__attribute__((noinline)) inline Status transferChecked(const Pubkey &program, const TokenTransfer &transfer,
                                                        const SignerSeeds *signers)
{
    detail::AmountData data(12, transfer.amount);
    data.bytes[9] = transfer.decimals;
    Cpi cpi;
    cpi.add(transfer.from, CpiRole::Writes)
        .add(transfer.mint, CpiRole::Reads)
        .add(transfer.to, CpiRole::Writes)
        .add(transfer.authority, CpiRole::Signs);
    return cpi.call(program, {data.bytes, 10}, signers);
}

/// The same, and `inexact` unless exactly the amount has left the one account and reached the other. Both have been
/// checked to be token accounts.
inline Status transferExactly(const Pubkey &program, const TokenTransfer &transfer, const SignerSeeds *signers,
                              Status inexact)
{
    const u64 fromBefore = tokenAmount(transfer.from);
    const u64 toBefore = tokenAmount(transfer.to);
    PROGRAM_TRY(transferChecked(program, transfer, signers));
    const u64 from = tokenAmount(transfer.from);
    const u64 to = tokenAmount(transfer.to);
    PROGRAM_REQUIRE(from <= fromBefore && fromBefore - from == transfer.amount, inexact);
    PROGRAM_REQUIRE(to >= toBefore && to - toBefore == transfer.amount, inexact);
    return Status::Ok;
}

/// The transfer of SPL Token that names no mint: for instructions whose accounts have none.
__attribute__((noinline)) inline Status transferUnchecked(const Pubkey &program, const Account &from, const Account &to,
                                                          const Account &authority, u64 amount)
{
    const detail::AmountData data(3, amount);
    Cpi cpi;
    cpi.add(from, CpiRole::Writes).add(to, CpiRole::Writes).add(authority, CpiRole::Signs);
    return cpi.call(program, {data.bytes, 9}, nullptr);
}

/// Tokens that come into being or cease to be.
struct TokenSupply {
    const Account &mint;
    const Account &account;
    const Account &authority; ///< of the mint when minting, of the account when burning
    u64 amount;
};

__attribute__((noinline)) inline Status mintTokens(const Pubkey &program, const TokenSupply &change,
                                                   const SignerSeeds *signers)
{
    const detail::AmountData data(7, change.amount);
    Cpi cpi;
    cpi.add(change.mint, CpiRole::Writes).add(change.account, CpiRole::Writes).add(change.authority, CpiRole::Signs);
    return cpi.call(program, {data.bytes, 9}, signers);
}

__attribute__((noinline)) inline Status burnTokens(const Pubkey &program, const TokenSupply &change)
{
    const detail::AmountData data(8, change.amount);
    Cpi cpi;
    cpi.add(change.account, CpiRole::Writes).add(change.mint, CpiRole::Writes).add(change.authority, CpiRole::Signs);
    return cpi.call(program, {data.bytes, 9}, nullptr);
}

struct NewMint {
    const Account &mint; ///< empty, signs by itself or by `seeds`
    const Account &payer;
    Pubkey authority;
    u8 decimals;
    const SignerSeeds *seeds; ///< of the mint's address when it is the program's own, else null
};

/// Creates a mint without extensions and without freeze authority.
__attribute__((noinline)) inline Status createMint(const Pubkey &program, const NewMint &options)
{
    PROGRAM_TRY(fund(options.mint, options.payer, mintSize));
    PROGRAM_TRY(systemAllocate(options.mint, mintSize, options.seeds));
    PROGRAM_TRY(systemAssign(options.mint, program, options.seeds));
    u8 data[35] = {20, options.decimals}; // InitializeMint2
    sol_memcpy_(data + 2, options.authority.bytes, sizeof options.authority.bytes);
    Cpi cpi;
    cpi.add(options.mint, CpiRole::Writes);
    return cpi.call(program, {data, sizeof data}, nullptr);
}

/// Where a wallet's tokens of a mint lie by convention.
struct Associated {
    const Account &payer;
    const Account &account;
    const Account &wallet;
    const Account &mint;
    const Account &system;
    const Account &program; ///< SPL Token or Token-2022
};

/// Creates the account unless it is there. The called program refuses any other address.
__attribute__((noinline)) inline Status createAssociated(const Associated &a)
{
    const u8 createIdempotent = 1;
    Cpi cpi;
    cpi.add(a.payer, CpiRole::SignsAndWrites)
        .add(a.account, CpiRole::Writes)
        .add(a.wallet, CpiRole::Reads)
        .add(a.mint, CpiRole::Reads)
        .add(a.system, CpiRole::Reads)
        .add(a.program, CpiRole::Reads);
    return cpi.call(associatedTokenProgram, {&createIdempotent, 1}, nullptr);
}

/// Whether the account stands at its wallet's associated address.
__attribute__((noinline)) inline Status checkAssociated(const Account &account, const Pubkey &wallet,
                                                        const Pubkey &program, const Pubkey &mint)
{
    const Slice seeds[] = {sliceOf(wallet), sliceOf(program), sliceOf(mint)};
    Pubkey address;
    u8 bump = 0;
    const bool isFound = sol_try_find_program_address(seeds, 3, &associatedTokenProgram, &address, &bump) == 0;
    PROGRAM_REQUIRE(isFound && address == account.key(), Status::ConstraintAssociated);
    return Status::Ok;
}

} // namespace paradox::program

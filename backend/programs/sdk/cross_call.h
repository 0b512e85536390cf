#pragma once

#include "programs/sdk/cpi.h"
#include "programs/sdk/spec.h"
#include "programs/sdk/writer.h"

namespace paradox::program {

inline constexpr u64 crossCallSizeMax = 256;

/// Calls a declared instruction of another program. `accounts` are the caller's, in the order of that declaration,
/// which also gives their roles; a privilege the caller lacks ends the transaction.
template <class Ix, u64 Count>
__attribute__((noinline)) Status callProgram(const Pubkey &program, const typename Ix::Args &args,
                                             const Account (&accounts)[Count])
{
    static_assert(Count == sizeof(Ix::accounts) / sizeof(AccountSpec), "every declared account, and no other");
    static_assert(Count <= Cpi::accountsMax, "more accounts than a call can name");
    u8 data[crossCallSizeMax];
    Writer writer(data, sizeof data);
    writer.number(Ix::discriminator, 8);
    Ix::Args::fields(writer, args);
    PROGRAM_REQUIRE(writer.ok(), Status::AccountDidNotSerialize);
    Cpi cpi;
    for (u64 i = 0; i < Count; ++i)
        cpi.add(accounts[i], cpiRole(Ix::accounts[i].isWritable, Ix::accounts[i].isSigner));
    return cpi.call(program, {data, writer.size()}, nullptr);
}

} // namespace paradox::program

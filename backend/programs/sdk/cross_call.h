#pragma once

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
    u8 data[crossCallSizeMax];
    Writer writer(data, sizeof data);
    writer.number(Ix::discriminator, 8);
    Ix::Args::fields(writer, args);
    PROGRAM_REQUIRE(writer.ok(), Status::AccountDidNotSerialize);
    CpiMeta metas[Count];
    CpiAccount infos[Count];
    for (u64 i = 0; i < Count; ++i) {
        metas[i] = {&accounts[i].key(), Ix::accounts[i].isWritable, Ix::accounts[i].isSigner};
        infos[i] = accounts[i].forCpi();
    }
    const CpiInstruction instruction{&program, metas, Count, data, writer.size()};
    return static_cast<Status>(sol_invoke_signed_c(&instruction, infos, Count, nullptr, 0));
}

} // namespace paradox::program

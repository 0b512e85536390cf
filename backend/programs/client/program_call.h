#pragma once

#include "programs/client/program_types.h"
#include "programs/sdk/program.h"
#include "solana/transaction.h"

#include <array>
#include <span>
#include <vector>

namespace paradox::programs {

/// The instruction data of a declared instruction: discriminator and arguments.
template <class Ix>
[[nodiscard]] Bytes encodeCall(const typename Ix::Args &args)
{
    solana::BorshWriter out;
    out.put(Ix::discriminator);
    wire::FieldWriter writer{out};
    Ix::Args::fields(writer, args);
    return out.take();
}

/// A call of a declared instruction: the accounts take order and roles from the program's own table, `remaining`
/// follows them. An absent optional account is given as the program's id; those at the end are then left off.
template <class Ix>
[[nodiscard]] solana::Instruction assembleCall(const PublicKey &program, const typename Ix::Args &args,
                                               const std::array<PublicKey, program::countOf(Ix::accounts)> &keys,
                                               std::span<const solana::AccountMeta> remaining = {})
{
    solana::Instruction result{.program = program, .accounts = {}, .data = encodeCall<Ix>(args)};
    std::size_t count = keys.size();
    while (remaining.empty() && count > 0 && Ix::accounts[count - 1].isOptional && keys[count - 1] == program)
        --count;
    for (std::size_t i = 0; i < count; ++i) {
        const bool isAbsent = Ix::accounts[i].isOptional && keys[i] == program;
        result.accounts.push_back(
            {keys[i], Ix::accounts[i].isSigner && !isAbsent, Ix::accounts[i].isWritable && !isAbsent});
    }
    result.accounts.insert(result.accounts.end(), remaining.begin(), remaining.end());
    return result;
}

} // namespace paradox::programs

#pragma once

// The SDK's door: a small layer in which an instruction is declared (accounts, arguments) and its handler reads like
// a specification. One source compiles natively and with `clang -target bpf`: freestanding C++17, no exceptions, no
// libc, no mutable globals, at most five arguments, no signed division, frames below 4 KiB.

#include "programs/sdk/codec.h"
#include "programs/sdk/discriminator.h"
#include "programs/sdk/system.h"

namespace paradox::program {

template <class T, u64 Size>
constexpr u32 countOf(const T (&)[Size])
{
    return Size;
}

/// One running instruction: its accounts have passed the checks it declares, its arguments are parsed.
/// Ix declares: `name` (snake case), `title` (what the log says), `discriminator`, `accounts` (AccountSpec[]), and
/// `Args` with `fields`; accounts behind the declared ones are the instruction's remaining accounts.
template <class Ix>
struct Call {
    static constexpr u32 declared = countOf(Ix::accounts);

    const Input &input;
    typename Ix::Args args{};
    u8 bumps[declared] = {};

    const Account &operator[](u32 index) const { return input[index]; }
    const Pubkey &key(u32 index) const { return input[index].key(); }
    template <class T>
    T &state(u32 index) const
    {
        return input[index].as<T>();
    }
    u32 remainingCount() const { return input.count() - declared; }
    const Account &remaining(u32 index) const { return input[declared + index]; }

    /// Creates the account declared at `index`; `taken` when the program has it already.
    Status createAt(u32 index, u32 payer, Status taken) const
    {
        PROGRAM_REQUIRE(input[index].owner() == systemProgram, taken);
        return create(input, Ix::accounts[index], input[index], input[payer], bumps[index]);
    }
    bool exists(u32 index) const { return input[index].owner() == input.programId(); }
};

/// Overloaded on the second parameter by each program: `Status handle(Call<Deposit> &call)`.
template <class Ix>
__attribute__((noinline)) Status run(const Input &input)
{
    sol_log_(Ix::title, sizeof(Ix::title) - 1);
    Call<Ix> call{input};
    Reader reader(input.data() + 8, input.dataSize() - 8);
    Ix::Args::fields(reader, call.args);
    PROGRAM_REQUIRE(reader.atEnd(), Status::InstructionDidNotDeserialize);
    PROGRAM_REQUIRE(input.count() >= Call<Ix>::declared, Status::AccountNotEnoughKeys);
    for (u32 i = 0; i < Call<Ix>::declared; ++i)
        PROGRAM_TRY(checkAccount(input, Ix::accounts[i], i, call.bumps[i]));
    return handle(call);
}

/// The instructions of a program.
template <class... Ix>
struct InstructionSet {
    static Status dispatch(const Input &input)
    {
        PROGRAM_REQUIRE(input.dataSize() >= 8, Status::InstructionMissing);
        u64 wanted = 0;
        for (u32 i = 0; i < 8; ++i)
            wanted |= u64{input.data()[i]} << (8 * i);
        Status status = Status::InstructionFallbackNotFound;
        static_cast<void>(((wanted == Ix::discriminator ? (status = run<Ix>(input), true) : false) || ...));
        return status;
    }
    template <class Visitor>
    static void each(Visitor &&visit)
    {
        (visit(static_cast<Ix *>(nullptr)), ...);
    }
};

} // namespace paradox::program

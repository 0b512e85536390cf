#pragma once

// The SDK's door: a small layer in which an instruction is declared (accounts, arguments) and its handler reads like
// a specification. One source compiles natively and with `clang -target bpf`: freestanding C++17, no exceptions, no
// libc, no mutable globals, at most five arguments, no signed division, frames below 4 KiB.

#include "programs/sdk/codec.h"
#include "programs/sdk/error_log.h"
#include "programs/sdk/events.h"
#include "programs/sdk/packed.h"
#include "programs/sdk/system.h"

namespace paradox::program {

/// Whether the account belongs to the running program.
__attribute__((noinline)) inline bool isOwn(const Input &input, u32 index)
{
    return input[index].owner() == input.programId();
}

/// Whether an optional account was passed.
__attribute__((noinline)) inline bool isPassed(const Input &input, u32 index)
{
    return index < input.count() && input[index].key() != input.programId();
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
    /// Packed state: a copy to work on, and its way back.
    template <class T>
    Status load(u32 index, T &state) const
    {
        return loadPacked(input[index], state);
    }
    template <class T>
    Status store(u32 index, const T &state) const
    {
        return storePacked(input[index], state);
    }
    /// Whether an optional account was passed.
    bool has(u32 index) const { return isPassed(input, index); }
    u32 remainingCount() const { return input.count() > declared ? input.count() - declared : 0; }
    const Account &remaining(u32 index) const { return input[declared + index]; }

    /// Creates the account declared at `index`; `taken` when the program has it already.
    Status createAt(u32 index, u32 payer, Status taken) const
    {
        return create({input, rulesOf<Ix>.rules[index], index, payer, bumps[index]}, taken);
    }
    bool exists(u32 index) const { return isOwn(input, index); }
};

namespace detail {

template <class Ix>
auto checkArgs(const typename Ix::Args &args, int) -> decltype(Ix::checkArgs(args))
{
    return Ix::checkArgs(args);
}
template <class Ix>
Status checkArgs(const typename Ix::Args &, long)
{
    return Status::Ok;
}

} // namespace detail

/// Overloaded on the parameter by each program: `Status handle(Call<Deposit> &call)`. An instruction that declares
/// `static Status checkArgs(const Args &args)` has its arguments' limits answered before its accounts are looked at:
/// a text too long for a seed gets the program's own error.
template <class Ix>
__attribute__((noinline)) Status run(const Input &input, const DeclaredAccounts &accounts, Blame &blame)
{
    static_assert(hasTextFirst(Ix::accounts), "a constant seed is the first seed, and the only constant one");
    Call<Ix> call{input};
    Reader reader(input.data() + 8, input.dataSize() - 8);
    Ix::Args::fields(reader, call.args);
    PROGRAM_REQUIRE(reader.atEnd(), Status::InstructionDidNotDeserialize);
    PROGRAM_TRY(detail::checkArgs<Ix>(call.args, 0));
    PROGRAM_TRY(checkAccounts(input, accounts, call.bumps, blame));
    return handle(call);
}

/// What is looked at before an instruction runs.
struct InstructionEntry {
    u64 discriminator;
    const char *title;
    Status (*run)(const Input &input, const DeclaredAccounts &accounts, Blame &blame);
    DeclaredAccounts accounts;
    u8 titleSize;
};

template <class Ix>
constexpr InstructionEntry entryOf()
{
    return {Ix::discriminator,
            Ix::title,
            &run<Ix>,
            {rulesOf<Ix>.rules, Call<Ix>::declared, requiredOf(Ix::accounts)},
            sizeof(Ix::title) - 1};
}

/// The instructions of a program.
template <class... Ix>
struct InstructionSet {
    static constexpr InstructionEntry entries[] = {entryOf<Ix>()...};

    static Status dispatch(const Input &input, Blame &blame)
    {
        PROGRAM_REQUIRE(input.dataSize() >= 8, Status::InstructionMissing);
        u64 wanted = 0;
        for (u32 i = 0; i < 8; ++i)
            wanted |= u64{input.data()[i]} << (8 * i);
        for (const InstructionEntry &entry : entries) {
            if (entry.discriminator != wanted)
                continue;
            sol_log_(entry.title, entry.titleSize);
            return entry.run(input, entry.accounts, blame);
        }
        return Status::InstructionFallbackNotFound;
    }
    /// Calls `visit` with a null pointer of each instruction's type.
    template <class Visitor>
    static void each(Visitor &&visit)
    {
        (visit(static_cast<Ix *>(nullptr)), ...);
    }
};

/// Types of one kind, in the order of the IDL.
template <class... T>
struct TypeList {};

/// Arguments of an instruction that has none.
struct NoArgs {
    template <class V, class Self>
    static constexpr void fields(V &, Self &)
    {
    }
};

struct AmountArgs {
    u64 amount;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("amount", self.amount);
    }
};

/// Runs the instruction in `bytes` and tells the log what went wrong. `Program` has `Instructions` and `errors`.
template <class Program>
u64 enter(u8 *bytes)
{
    Input input;
    if (!input.parse(bytes))
        return static_cast<u64>(Status::InvalidArgument);
    Blame blame;
    const Status status = Program::Instructions::dispatch(input, blame);
    if (status != Status::Ok)
        logError(status, Program::errors(), blame.account);
    return static_cast<u64>(status);
}

} // namespace paradox::program

/// What an instruction is called: on the wire and in the log.
#define PROGRAM_INSTRUCTION(snakeCase, upperCamel)                                                                     \
    static constexpr char name[] = snakeCase;                                                                          \
    static constexpr char title[] = "Instruction: " upperCamel;                                                        \
    static constexpr ::paradox::program::u64 discriminator = ::paradox::program::discriminator("global", name)

/// The program's entry point, at global scope of one of its sources: `entrypoint` on a cluster, and
/// paradox_NAME_entrypoint in the local ledger. `NAME` is its namespace, which has `struct Program`.
#if defined(__bpf__)
#define PROGRAM_ENTRYPOINT(NAME)                                                                                       \
    extern "C" __attribute__((visibility("default"))) uint64_t entrypoint(uint8_t *input)                              \
    {                                                                                                                  \
        return ::paradox::program::enter<::paradox::program::NAME::Program>(input);                                    \
    }
#else
#define PROGRAM_ENTRYPOINT(NAME)                                                                                       \
    extern "C" uint64_t paradox_##NAME##_entrypoint(uint8_t *input)                                                    \
    {                                                                                                                  \
        return ::paradox::program::enter<::paradox::program::NAME::Program>(input);                                    \
    }
#endif

#pragma once

#include "programs/sdk/account.h"

namespace paradox::program {

// What an instruction demands of its accounts, declared once as a constexpr table: the program checks it before the
// handler runs, the IDL is generated from it, and clients take order and roles from it.

enum class SeedKind : u8 { Text, Account, Argument };

/// One seed of a program-derived address.
struct SeedSpec {
    SeedKind kind = SeedKind::Text;
    const char *name = ""; ///< the text itself, or the name of the argument
    u8 size = 0;           ///< of the text or of the argument
    u8 index = 0;          ///< of the account, or the argument's offset among the arguments
};

template <u64 Size>
constexpr SeedSpec text(const char (&literal)[Size])
{
    return {SeedKind::Text, literal, Size - 1, 0};
}
constexpr SeedSpec account(u8 index)
{
    return {SeedKind::Account, "", 32, index};
}
constexpr SeedSpec argument(const char *name, u8 offset, u8 size)
{
    return {SeedKind::Argument, name, size, offset};
}

enum class AccountKind : u8 {
    Any,          ///< only its key matters
    State,        ///< initialised state of this program. Only the program itself ever writes a discriminator, and only
                  ///< into the canonical address, so owner and discriminator prove the seeds too
    Fresh,        ///< at its canonical address; the handler creates it
    StateOrFresh, ///< State, or at its canonical address and not yet created
    Derived,      ///< at its canonical address, whatever it holds
    System,       ///< the system program
    Self,         ///< this program
};

inline constexpr u32 seedsPerAddressMax = 4;

struct AccountSpec {
    const char *name;
    AccountKind kind = AccountKind::Any;
    bool isSigner = false;
    bool isWritable = false;
    u64 discriminator = 0;
    u64 size = 0;
    u8 seedCount = 0;
    SeedSpec seeds[seedsPerAddressMax] = {{}, {}, {}, {}};

    constexpr explicit AccountSpec(const char *accountName) : name(accountName) {}

    constexpr AccountSpec writable() const
    {
        AccountSpec result = *this;
        result.isWritable = true;
        return result;
    }
    template <class... Seeds>
    constexpr AccountSpec at(Seeds... list) const
    {
        static_assert(sizeof...(list) <= seedsPerAddressMax, "too many seeds");
        AccountSpec result = *this;
        result.seedCount = sizeof...(list);
        const SeedSpec given[] = {list...};
        for (u32 i = 0; i < sizeof...(list); ++i)
            result.seeds[i] = given[i];
        return result;
    }
};

namespace detail {

constexpr AccountSpec ofKind(const char *name, AccountKind kind)
{
    AccountSpec spec(name);
    spec.kind = kind;
    return spec;
}

template <class T>
constexpr AccountSpec ofState(const char *name, AccountKind kind)
{
    AccountSpec spec = ofKind(name, kind);
    spec.discriminator = T::discriminator;
    spec.size = sizeof(T);
    return spec;
}

} // namespace detail

constexpr AccountSpec any(const char *name)
{
    return AccountSpec(name);
}
constexpr AccountSpec derived(const char *name)
{
    return detail::ofKind(name, AccountKind::Derived);
}
constexpr AccountSpec systemAccount()
{
    return detail::ofKind("system_program", AccountKind::System);
}
constexpr AccountSpec selfAccount()
{
    return detail::ofKind("program", AccountKind::Self);
}
constexpr AccountSpec signer(const char *name)
{
    AccountSpec spec(name);
    spec.isSigner = true;
    return spec;
}
template <class T>
constexpr AccountSpec state(const char *name)
{
    return detail::ofState<T>(name, AccountKind::State);
}
template <class T>
constexpr AccountSpec fresh(const char *name)
{
    return detail::ofState<T>(name, AccountKind::Fresh).writable();
}
template <class T>
constexpr AccountSpec stateOrFresh(const char *name)
{
    return detail::ofState<T>(name, AccountKind::StateOrFresh).writable();
}

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

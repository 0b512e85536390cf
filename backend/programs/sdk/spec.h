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

} // namespace paradox::program

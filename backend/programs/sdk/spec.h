#pragma once

#include "programs/sdk/account.h"

namespace paradox::program {

// What an instruction demands of its accounts, declared once as a constexpr table: the program checks it before the
// handler runs, the IDL is generated from it, and clients take order and roles from it.

enum class SeedKind : u8 {
    Text,         ///< a constant
    Account,      ///< an account's key
    Argument,     ///< an argument of fixed size at a fixed place
    TextArgument, ///< the bytes of a text argument at a fixed place, without its length
    Field,        ///< bytes of the state of an account that stands before
};

/// One seed of a program-derived address.
struct SeedSpec {
    const char *name = ""; ///< the text itself, or the name of the argument or of the field
    SeedKind kind = SeedKind::Text;
    u8 size = 0;   ///< of the text, the argument or the field
    u8 index = 0;  ///< of the account
    u8 offset = 0; ///< of the argument among the arguments, of the field in the account's data
};

template <u64 Size>
constexpr SeedSpec text(const char (&literal)[Size])
{
    return {literal, SeedKind::Text, Size - 1, 0, 0};
}
constexpr SeedSpec account(u8 index)
{
    return {"", SeedKind::Account, 32, index, 0};
}
constexpr SeedSpec argument(const char *name, u8 offset, u8 size)
{
    return {name, SeedKind::Argument, size, 0, offset};
}
constexpr SeedSpec textArgument(const char *name, u8 offset)
{
    return {name, SeedKind::TextArgument, 0, 0, offset};
}
/// `name` as the IDL writes it: "market.active_orders".
constexpr SeedSpec field(const char *name, u8 index, u8 offset, u8 size)
{
    return {name, SeedKind::Field, size, index, offset};
}

enum class AccountKind : u8 {
    Any,          ///< only its key matters
    State,        ///< initialised state of this program. Only the program itself ever writes a discriminator, and only
                  ///< into a canonical address, so owner and discriminator prove that it is such an account; which one
                  ///< of its kind it is the handler compares, or `StateAt` derives
    StateAt,      ///< State, and at the address of its seeds
    Fresh,        ///< at its canonical address; the handler creates it
    StateOrFresh, ///< State, or at its canonical address and not yet created
    Derived,      ///< at its canonical address, whatever it holds
    Fixed,        ///< a program at a well-known address
    Sysvar,       ///< a sysvar, likewise
    Self,         ///< this program
};

inline constexpr u32 seedsPerAddressMax = 3;

/// Small on purpose: a program carries one for every account of every instruction.
struct AccountSpec {
    const char *name;
    AccountKind kind = AccountKind::Any;
    bool isSigner = false;
    bool isWritable = false;
    bool acceptsReadOnly = false; ///< clients pass it writable, a caller who does not is served all the same
    bool isOptional = false;      ///< absent when the program's own id stands in its place
    bool isPacked = false;        ///< Borsh state that is read into memory; otherwise it is used in place
    u8 seedCount = 0;
    u16 size = 0; ///< of the account's data; of packed state when created, and its bound
    u64 discriminator = 0;
    const Pubkey *address = nullptr; ///< of a Fixed account or a Sysvar
    SeedSpec seeds[seedsPerAddressMax] = {{}, {}, {}};

    constexpr explicit AccountSpec(const char *accountName) : name(accountName) {}

    constexpr AccountSpec writable() const
    {
        AccountSpec result = *this;
        result.isWritable = true;
        return result;
    }
    /// Writable by declaration; the handler asks what was passed.
    constexpr AccountSpec writableOrReadOnly() const
    {
        AccountSpec result = writable();
        result.acceptsReadOnly = true;
        return result;
    }
    constexpr AccountSpec optional() const
    {
        AccountSpec result = *this;
        result.isOptional = true;
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

/// Packed state declares its `space`; state in place is as large as its struct.
template <class T, class = void>
struct Layout {
    static constexpr bool isPacked = false;
    static constexpr u64 size = sizeof(T);
};
template <class T>
struct Layout<T, decltype(void(T::space))> {
    static constexpr bool isPacked = true;
    static constexpr u64 size = T::space;
};

template <class T>
constexpr AccountSpec ofState(const char *name, AccountKind kind)
{
    AccountSpec spec = ofKind(name, kind);
    spec.discriminator = T::discriminator;
    spec.isPacked = Layout<T>::isPacked;
    static_assert(Layout<T>::size <= 0xffff, "state is at most 64 KiB");
    spec.size = static_cast<u16>(Layout<T>::size);
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
constexpr AccountSpec fixed(const char *name, const Pubkey &address)
{
    AccountSpec spec = detail::ofKind(name, AccountKind::Fixed);
    spec.address = &address;
    return spec;
}
constexpr AccountSpec sysvarAt(const char *name, const Pubkey &address)
{
    AccountSpec spec = detail::ofKind(name, AccountKind::Sysvar);
    spec.address = &address;
    return spec;
}
constexpr AccountSpec systemAccount()
{
    return fixed("system_program", systemProgram);
}
constexpr AccountSpec rentAccount()
{
    return sysvarAt("rent", rentSysvar);
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
constexpr AccountSpec stateAt(const char *name)
{
    return detail::ofState<T>(name, AccountKind::StateAt);
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
/// State that is only read and may not exist yet; `exists` tells.
template <class T>
constexpr AccountSpec stateOrMissing(const char *name)
{
    return detail::ofState<T>(name, AccountKind::StateOrFresh);
}

} // namespace paradox::program

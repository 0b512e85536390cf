#pragma once

#include "programs/sdk/spec.h"

namespace paradox::program {

// What the machine carries of a declaration: an AccountSpec without what only clients and the IDL read, in half the
// bytes. Made at compile time.

struct SeedRule {
    SeedKind kind = SeedKind::Text;
    u8 size = 0;
    u8 index = 0;
    u8 offset = 0;
};

struct AccountRule {
    const char *name = nullptr;
    const char *text = nullptr;      ///< the constant seed, which is the first
    const Pubkey *address = nullptr; ///< of a Fixed account or a Sysvar
    u64 discriminator = 0;
    u16 size = 0;
    AccountKind kind = AccountKind::Any;
    u8 seedCount = 0;
    SeedRule seeds[seedsPerAddressMax] = {{}, {}, {}};
    bool isSigner : 1;
    bool isWritable : 1;
    bool isOptional : 1;
    bool isPacked : 1;

    constexpr AccountRule() : isSigner(false), isWritable(false), isOptional(false), isPacked(false) {}
    constexpr explicit AccountRule(const AccountSpec &spec)
        : name(spec.name),
          address(spec.address),
          discriminator(spec.discriminator),
          size(spec.size),
          kind(spec.kind),
          seedCount(spec.seedCount),
          isSigner(spec.isSigner),
          isWritable(spec.isWritable && !spec.acceptsReadOnly),
          isOptional(spec.isOptional),
          isPacked(spec.isPacked)
    {
        for (u32 i = 0; i < spec.seedCount; ++i) {
            const SeedSpec &seed = spec.seeds[i];
            if (seed.kind == SeedKind::Text)
                text = seed.name;
            seeds[i] = {seed.kind, seed.size, seed.index, seed.offset};
        }
    }
};

/// Whether a declaration has its constant seed, if any, in front and no second one.
template <u64 Size>
constexpr bool hasTextFirst(const AccountSpec (&specs)[Size])
{
    for (const AccountSpec &spec : specs) {
        for (u32 i = 1; i < spec.seedCount; ++i) {
            if (spec.seeds[i].kind == SeedKind::Text)
                return false;
        }
    }
    return true;
}

template <u32 Count>
struct RuleTable {
    AccountRule rules[Count];

    constexpr explicit RuleTable(const AccountSpec (&specs)[Count]) : rules{}
    {
        for (u32 i = 0; i < Count; ++i)
            rules[i] = AccountRule(specs[i]);
    }
};

/// Accounts that must be passed: all but the optional ones at the end, which may be left off.
template <u64 Size>
constexpr u32 requiredOf(const AccountSpec (&accounts)[Size])
{
    u32 count = Size;
    while (count > 0 && accounts[count - 1].isOptional)
        --count;
    return count;
}

template <class Ix>
inline constexpr RuleTable<countOf(Ix::accounts)> rulesOf{Ix::accounts};

} // namespace paradox::program

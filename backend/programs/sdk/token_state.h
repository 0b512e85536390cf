#pragma once

#include "programs/sdk/account.h"
#include "programs/sdk/base58.h"

// Mints and token accounts of SPL Token and Token-2022, read from their bytes: the same base layout in both, behind
// which Token-2022 may put extensions. Nothing here calls the runtime, so clients read with the same code.
namespace paradox::program {

inline constexpr Pubkey tokenProgram = addressOf("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
inline constexpr Pubkey token2022Program = addressOf("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
inline constexpr Pubkey associatedTokenProgram = addressOf("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

inline bool isTokenProgram(const Pubkey &key)
{
    return key == tokenProgram || key == token2022Program;
}

inline constexpr u64 mintSize = 82;
inline constexpr u64 tokenAccountSize = 165;
inline constexpr u64 multisigSize = 355;

struct Mint {
    __attribute__((noinline)) Mint() {} // out of line: its zeros would be stored at each use

    Option<Pubkey> authority;
    Option<Pubkey> freezeAuthority;
    u64 supply = 0;
    u8 decimals = 0;
};

struct TokenAccount {
    __attribute__((noinline)) TokenAccount() {}

    Pubkey mint{};
    Pubkey owner{};
    u64 amount = 0;
    Option<Pubkey> delegate;
    u64 delegatedAmount = 0;
    Option<Pubkey> closeAuthority;
    bool isFrozen = false;
};

namespace detail {

inline u64 numberAt(const u8 *from, u64 size)
{
    u64 value = 0;
    for (u64 i = 0; i < size; ++i)
        value |= u64{from[i]} << (8 * i);
    return value;
}

inline void readKey(const u8 *from, Pubkey &key)
{
    for (u64 i = 0; i < sizeof key.bytes; ++i)
        key.bytes[i] = from[i];
}

/// A key behind four bytes that say whether there is one.
inline void readOptionalKey(const u8 *from, Option<Pubkey> &key)
{
    key.isSome = numberAt(from, 4) == 1;
    readKey(from + 4, key.value);
}

/// Whether the bytes are a base, alone or with extensions for this kind behind it. `kind`: 1 mint, 2 account.
inline bool hasBase(const Slice &data, u64 baseSize, u8 kind)
{
    if (data.size == baseSize)
        return true;
    return data.size > tokenAccountSize && data.size != multisigSize && data.data[tokenAccountSize] == kind;
}

} // namespace detail

/// InvalidAccountData unless it is an initialised mint.
__attribute__((noinline)) inline Status readMint(const Slice &data, Mint &mint)
{
    PROGRAM_REQUIRE(detail::hasBase(data, mintSize, 1) && data.data[45] == 1, Status::InvalidAccountData);
    detail::readOptionalKey(data.data, mint.authority);
    mint.supply = detail::numberAt(data.data + 36, 8);
    mint.decimals = data.data[44];
    detail::readOptionalKey(data.data + 46, mint.freezeAuthority);
    return Status::Ok;
}

/// InvalidAccountData unless it is an initialised token account.
__attribute__((noinline)) inline Status readTokenAccount(const Slice &data, TokenAccount &account)
{
    const bool isAccount = detail::hasBase(data, tokenAccountSize, 2);
    PROGRAM_REQUIRE(isAccount && (data.data[108] == 1 || data.data[108] == 2), Status::InvalidAccountData);
    detail::readKey(data.data, account.mint);
    detail::readKey(data.data + 32, account.owner);
    account.amount = detail::numberAt(data.data + 64, 8);
    detail::readOptionalKey(data.data + 72, account.delegate);
    account.isFrozen = data.data[108] == 2;
    account.delegatedAmount = detail::numberAt(data.data + 121, 8);
    detail::readOptionalKey(data.data + 129, account.closeAuthority);
    return Status::Ok;
}

inline Slice dataOf(const Account &account)
{
    return {account.data(), account.size()};
}

/// A mint of this token program.
inline Status checkMint(const Account &account, const Pubkey &program, Mint &mint)
{
    PROGRAM_REQUIRE(account.owner() == program, Status::AccountOwnedByWrongProgram);
    return readMint(dataOf(account), mint);
}

/// A token account of this token program.
inline Status checkTokenAccount(const Account &account, const Pubkey &program, TokenAccount &token)
{
    PROGRAM_REQUIRE(account.owner() == program, Status::AccountOwnedByWrongProgram);
    return readTokenAccount(dataOf(account), token);
}

/// What a checked token account holds now.
inline u64 tokenAmount(const Account &account)
{
    return detail::numberAt(account.data() + 64, 8);
}

} // namespace paradox::program

#pragma once

#include "solana/borsh.h"
#include "solana/programs.h"

#include <initializer_list>

// Calls of the token programs, as a wallet makes them.
namespace paradox::test {

struct NewMint {
    PublicKey program = solana::tokenProgram;
    PublicKey mint; ///< signs
    PublicKey payer;
    PublicKey authority;
    std::uint8_t decimals = 6;
    std::optional<PublicKey> freezeAuthority = std::nullopt;
    std::uint64_t lamports = 10'000'000;
    std::size_t extensionsSize = 0;  ///< headers included
    std::vector<Bytes> extensions{}; ///< instructions that come before the mint's own
};

inline std::vector<solana::Instruction> createMint(const NewMint &options)
{
    const std::uint64_t size = options.extensionsSize == 0 ? 82 : 166 + options.extensionsSize;
    std::vector<solana::Instruction> result{solana::systemCreateAccount({.payer = options.payer,
                                                                         .account = options.mint,
                                                                         .lamports = {options.lamports},
                                                                         .space = size,
                                                                         .owner = options.program})};
    for (const Bytes &extension : options.extensions)
        result.push_back({options.program, {{options.mint, false, true}}, extension});
    solana::BorshWriter out;
    out.put(std::uint8_t{20}).put(options.decimals).put(options.authority);
    out.put(options.freezeAuthority.has_value());
    if (options.freezeAuthority)
        out.put(*options.freezeAuthority);
    result.push_back({options.program, {{options.mint, false, true}}, out.take()});
    return result;
}

struct TokenCall {
    PublicKey program = solana::tokenProgram;
    PublicKey mint;
    PublicKey account;
    PublicKey authority; ///< signs
    std::uint64_t amount = 0;
};

inline Bytes tagAndAmount(std::uint8_t tag, std::uint64_t amount)
{
    solana::BorshWriter out;
    out.put(tag).put(amount);
    return out.take();
}

inline solana::Instruction mintTo(const TokenCall &call)
{
    return {call.program,
            {{call.mint, false, true}, {call.account, false, true}, {call.authority, true, false}},
            tagAndAmount(7, call.amount)};
}

inline solana::Instruction burn(const TokenCall &call)
{
    return {call.program,
            {{call.account, false, true}, {call.mint, false, true}, {call.authority, true, false}},
            tagAndAmount(8, call.amount)};
}

/// Lets `delegate` move `amount` of the account.
inline solana::Instruction approve(const TokenCall &call, const PublicKey &delegate)
{
    return {call.program,
            {{call.account, false, true}, {delegate, false, false}, {call.authority, true, false}},
            tagAndAmount(4, call.amount)};
}

/// Tag 10 freezes, 11 thaws.
inline solana::Instruction setFrozen(const TokenCall &call, std::uint8_t tag)
{
    return {
        call.program, {{call.account, false, true}, {call.mint, false, false}, {call.authority, true, false}}, {tag}};
}

} // namespace paradox::test

#include "programs/client/token.h"

#include "domain/assert.h"
#include "programs/client/program_types.h"
#include "solana/pda.h"
#include "solana/programs.h"

namespace paradox::token {

namespace {

program::Slice sliceOf(ByteSpan data)
{
    return {data.data(), data.size()};
}

std::optional<PublicKey> keyOf(const program::Option<program::Pubkey> &key)
{
    return key.isSome ? std::optional(programs::wire::fromKey(key.value)) : std::nullopt;
}

} // namespace

std::optional<Mint> decodeMint(ByteSpan data)
{
    program::Mint mint;
    if (program::readMint(sliceOf(data), mint) != program::Status::Ok)
        return std::nullopt;
    return Mint{.authority = keyOf(mint.authority),
                .freezeAuthority = keyOf(mint.freezeAuthority),
                .supply = mint.supply,
                .decimals = mint.decimals};
}

std::optional<TokenAccount> decodeTokenAccount(ByteSpan data)
{
    program::TokenAccount account;
    if (program::readTokenAccount(sliceOf(data), account) != program::Status::Ok)
        return std::nullopt;
    return TokenAccount{.mint = programs::wire::fromKey(account.mint),
                        .owner = programs::wire::fromKey(account.owner),
                        .amount = account.amount,
                        .isFrozen = account.isFrozen};
}

program::MintExtension obstacleTo(ByteSpan mintData)
{
    return program::unsafeExtension(sliceOf(mintData));
}

PublicKey associatedAddress(const Holding &holding)
{
    const ByteSpan seeds[] = {holding.wallet.span(), holding.program.span(), holding.mint.span()};
    const auto address = solana::findProgramAddress(seeds, solana::associatedTokenProgram);
    PARADOX_ASSERT(address.has_value()); // 256 bumps all on the curve: chance 2^-256
    return address->key;
}

solana::Instruction createAssociated(const PublicKey &payer, const Holding &holding)
{
    return {.program = solana::associatedTokenProgram,
            .accounts = {{payer, true, true},
                         {associatedAddress(holding), false, true},
                         {holding.wallet, false, false},
                         {holding.mint, false, false},
                         {solana::systemProgram, false, false},
                         {holding.program, false, false}},
            .data = {1}}; // CreateIdempotent
}

} // namespace paradox::token

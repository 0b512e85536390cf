#pragma once

#include "domain/base58.h"
#include "programs/client/complete_call.h"
#include "programs/client/token.h"
#include "programs/energy_token/energy_token.h"
#include "programs/program_ids.h"
#include "solana/programs.h"

namespace paradox::test {

namespace energy = program::energy_token;

constexpr std::uint32_t codeOf(energy::Error error)
{
    return static_cast<std::uint32_t>(error);
}

/// Calls of the energy token's program at its default id.
struct EnergyTokenCalls {
    template <class Ix>
    [[nodiscard]] static solana::Instruction call(const typename Ix::Args &args,
                                                  std::initializer_list<programs::Named> named)
    {
        return programs::completeCall<Ix>(program(), args, named);
    }
    [[nodiscard]] static PublicKey program() { return *fromBase58<PublicKey>(programs::energy_tokenDefaultId); }
    [[nodiscard]] static PublicKey derived(std::initializer_list<ByteSpan> seeds)
    {
        return solana::findProgramAddress(std::vector<ByteSpan>(seeds), program())->key;
    }
    [[nodiscard]] static PublicKey infoKey() { return derived({asBytes("token_info")}); }
    [[nodiscard]] static PublicKey mintKey() { return derived({asBytes("mint")}); }
    /// Of the energy token.
    [[nodiscard]] static token::Holding holdingOf(const PublicKey &wallet)
    {
        return {wallet, mintKey(), solana::tokenProgram};
    }
    [[nodiscard]] static PublicKey tokensOf(const PublicKey &wallet)
    {
        return token::associatedAddress(holdingOf(wallet));
    }

    [[nodiscard]] static solana::Instruction foundToken(const PublicKey &authority)
    {
        return call<energy::InitializeToken>({}, {{energy::InitializeToken::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction mintDirect(const PublicKey &authority, const PublicKey &to,
                                                        std::uint64_t amount)
    {
        using Ix = energy::MintTokensDirect;
        return call<Ix>({amount}, {{Ix::mint, mintKey()}, {Ix::userTokenAccount, to}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction mintGrid(const PublicKey &owner, const PublicKey &meter,
                                                      const PublicKey &to)
    {
        using Ix = energy::MintGridTokens;
        return call<Ix>({}, {{Ix::mint, mintKey()},
                             {Ix::meterAccount, meter},
                             {Ix::userTokenAccount, to},
                             {Ix::meterOwner, owner},
                             {Ix::registryProgram, *fromBase58<PublicKey>(programs::registryDefaultId)}});
    }
    [[nodiscard]] static solana::Instruction burnFrom(const PublicKey &account, const PublicKey &authority,
                                                      std::uint64_t amount, const PublicKey &mint = mintKey())
    {
        using Ix = energy::BurnTokens;
        return call<Ix>(
            {amount},
            {{Ix::tokenInfo, infoKey()}, {Ix::mint, mint}, {Ix::tokenAccount, account}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction transfer(const PublicKey &from, const PublicKey &to,
                                                      const PublicKey &authority, std::uint64_t amount)
    {
        using Ix = energy::TransferTokens;
        return call<Ix>({amount}, {{Ix::from, from}, {Ix::to, to}, {Ix::fromAuthority, authority}});
    }
    [[nodiscard]] static solana::Instruction synchronise(const PublicKey &authority, const PublicKey &mint = mintKey())
    {
        using Ix = energy::SyncTotalSupply;
        return call<Ix>({}, {{Ix::tokenInfo, infoKey()}, {Ix::mint, mint}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction addValidator(const PublicKey &authority, const PublicKey &payer,
                                                          const energy::AddRecValidator::Args &args)
    {
        using Ix = energy::AddRecValidator;
        return call<Ix>(args, {{Ix::tokenInfo, infoKey()}, {Ix::authority, authority}, {Ix::payer, payer}});
    }
    /// The first version's call, which records nothing.
    [[nodiscard]] static solana::Instruction mentionValidator(const PublicKey &authority,
                                                              const energy::AddRecValidator::Args &args)
    {
        using Ix = energy::AddRecValidator;
        return call<Ix>(args, {{Ix::tokenInfo, infoKey()},
                               {Ix::authority, authority},
                               {Ix::recValidator, program()},
                               {Ix::system, program()}});
    }
    [[nodiscard]] static solana::Instruction removeValidator(const PublicKey &authority, const PublicKey &rentReceiver,
                                                             const PublicKey &validator)
    {
        using Ix = energy::RemoveRecValidator;
        return call<Ix>({programs::wire::toKey(validator)},
                        {{Ix::tokenInfo, infoKey()}, {Ix::authority, authority}, {Ix::rentReceiver, rentReceiver}});
    }
    /// A mint of one's own, in a cluster without a metadata program.
    struct OwnMint {
        PublicKey mint; ///< signs when it is created
        PublicKey authority;
        PublicKey payer;
        PublicKey program; ///< of tokens
    };
    [[nodiscard]] static solana::Instruction createOwn(const OwnMint &own, const energy::CreateTokenMint::Args &args)
    {
        using Ix = energy::CreateTokenMint;
        return call<Ix>(args, {{Ix::mint, own.mint},
                               {Ix::metadata, own.payer},
                               {Ix::payer, own.payer},
                               {Ix::authority, own.authority},
                               {Ix::tokenProgram, own.program},
                               {Ix::metadataProgram, own.payer}});
    }
    [[nodiscard]] static solana::Instruction mintOwn(const OwnMint &own, const PublicKey &wallet, std::uint64_t amount)
    {
        using Ix = energy::MintToWallet;
        return call<Ix>({amount}, {{Ix::mint, own.mint},
                                   {Ix::destination, token::associatedAddress({wallet, own.mint, own.program})},
                                   {Ix::destinationOwner, wallet},
                                   {Ix::authority, own.authority},
                                   {Ix::payer, own.payer},
                                   {Ix::tokenProgram, own.program}});
    }
};

} // namespace paradox::test

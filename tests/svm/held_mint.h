#pragma once

#include "programs/client/token.h"
#include "tests/programs/token_calls.h"
#include "tests/svm/differential.h"

namespace paradox::test {

/// A mint of which each wallet holds the amount in its associated account.
struct HeldMint {
    PublicKey mint; ///< signs
    PublicKey program;
    PublicKey authority; ///< of the mint; pays
    std::vector<PublicKey> wallets;
    std::uint64_t amount = 0;
};

inline PublicKey foundMint(Twins &twins, const HeldMint &held)
{
    mustRun(
        twins,
        {"mint",
         createMint({.program = held.program, .mint = held.mint, .payer = held.authority, .authority = held.authority}),
         held.authority});
    for (const PublicKey &wallet : held.wallets) {
        const token::Holding holding{wallet, held.mint, held.program};
        mustRun(twins, {"holding",
                        {token::createAssociated(held.authority, holding),
                         mintTo({.program = held.program,
                                 .mint = held.mint,
                                 .account = token::associatedAddress(holding),
                                 .authority = held.authority,
                                 .amount = held.amount})},
                        held.authority});
    }
    return held.mint;
}

/// A mint of Token-2022 whose holdings another can take.
inline PublicKey foundReachableMint(Twins &twins, const PublicKey &mint, const PublicKey &authority)
{
    Bytes delegate{35};
    delegate.insert(delegate.end(), 32, 0x42);
    mustRun(twins, {"reachable mint",
                    createMint({.program = solana::token2022Program,
                                .mint = mint,
                                .payer = authority,
                                .authority = authority,
                                .extensionsSize = 36,
                                .extensions = {delegate}}),
                    authority});
    return mint;
}

} // namespace paradox::test

#pragma once

#include "domain/base58.h"
#include "programs/client/complete_call.h"
#include "programs/program_ids.h"
#include "programs/trading/trading.h"
#include "solana/borsh.h"

namespace paradox::test {

namespace trading = program::trading;

/// Calls of the trading program at its default id that concern its market and orders.
struct TradingCalls {
    template <class Ix>
    [[nodiscard]] static solana::Instruction call(const typename Ix::Args &args,
                                                  std::initializer_list<programs::Named> named)
    {
        return programs::completeCall<Ix>(program(), args, named);
    }
    [[nodiscard]] static PublicKey program() { return *fromBase58<PublicKey>(programs::tradingDefaultId); }
    [[nodiscard]] static PublicKey derived(std::initializer_list<ByteSpan> seeds)
    {
        return solana::findProgramAddress(std::vector<ByteSpan>(seeds), program())->key;
    }
    [[nodiscard]] static PublicKey theMarket() { return derived({asBytes("market")}); }
    /// Where the first version's clients look for the order they are about to create.
    [[nodiscard]] static PublicKey orderKey(const PublicKey &authority, std::uint64_t count)
    {
        const Bytes number = solana::BorshWriter().put(count).take();
        return derived({asBytes("order"), authority.span(), number});
    }
    [[nodiscard]] static PublicKey useKey(const PublicKey &certificate)
    {
        return derived({asBytes("certificate_use"), certificate.span()});
    }
    [[nodiscard]] static PublicKey claimKey(const PublicKey &order)
    {
        return derived({asBytes("certificate_claim"), order.span()});
    }

    [[nodiscard]] static solana::Instruction foundMarket(const PublicKey &authority)
    {
        return call<trading::InitializeMarket>({}, {{trading::InitializeMarket::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction parameters(const PublicKey &authority,
                                                        const trading::UpdateMarketParams::Args &args)
    {
        using Ix = trading::UpdateMarketParams;
        return call<Ix>(args, {{Ix::market, theMarket()}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction sellAt(const PublicKey &order, const PublicKey &authority,
                                                    const trading::CreateSellOrder::Args &args)
    {
        using Ix = trading::CreateSellOrder;
        return call<Ix>(args, {{Ix::market, theMarket()},
                               {Ix::order, order},
                               {Ix::authority, authority},
                               {Ix::certificateUse, program()},
                               {Ix::certificateClaim, program()}});
    }
    /// A certificate and the account that says whose it is.
    struct Certificate {
        PublicKey key;
        PublicKey owner;
    };
    [[nodiscard]] static solana::Instruction sellCertifiedAt(const PublicKey &order, const PublicKey &authority,
                                                             const trading::CreateSellOrder::Args &args,
                                                             const Certificate &certificate)
    {
        using Ix = trading::CreateSellOrder;
        return call<Ix>(args, {{Ix::market, theMarket()},
                               {Ix::order, order},
                               {Ix::ercCertificate, certificate.key},
                               {Ix::authority, authority},
                               {Ix::ercOwner, certificate.owner}});
    }
    [[nodiscard]] static solana::Instruction buyAt(const PublicKey &order, const PublicKey &authority,
                                                   const trading::CreateBuyOrder::Args &args)
    {
        using Ix = trading::CreateBuyOrder;
        return call<Ix>(args, {{Ix::market, theMarket()}, {Ix::order, order}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction cancel(const PublicKey &order, const PublicKey &authority)
    {
        using Ix = trading::CancelOrder;
        return call<Ix>({}, {{Ix::market, theMarket()},
                             {Ix::order, order},
                             {Ix::authority, authority},
                             {Ix::certificateUse, program()},
                             {Ix::certificateClaim, program()},
                             {Ix::rentReceiver, program()}});
    }
    /// Gives back to the certificate what was not sold.
    [[nodiscard]] static solana::Instruction cancelCertified(const PublicKey &order, const PublicKey &authority,
                                                             const PublicKey &certificate)
    {
        using Ix = trading::CancelOrder;
        return call<Ix>({}, {{Ix::market, theMarket()},
                             {Ix::order, order},
                             {Ix::authority, authority},
                             {Ix::certificateUse, useKey(certificate)},
                             {Ix::certificateClaim, claimKey(order)},
                             {Ix::rentReceiver, authority}});
    }
    [[nodiscard]] static solana::Instruction closeOrder(const PublicKey &order, const PublicKey &authority)
    {
        using Ix = trading::CloseOrder;
        return call<Ix>({}, {{Ix::order, order}, {Ix::authority, authority}, {Ix::rentReceiver, authority}});
    }
    [[nodiscard]] static solana::Instruction closeCertified(const PublicKey &order, const PublicKey &authority,
                                                            const PublicKey &certificate)
    {
        using Ix = trading::CloseOrder;
        return call<Ix>({}, {{Ix::order, order},
                             {Ix::authority, authority},
                             {Ix::rentReceiver, authority},
                             {Ix::certificateUse, useKey(certificate)}});
    }
};

} // namespace paradox::test

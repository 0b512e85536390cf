#pragma once

#include "declared_calls.h"

#include "domain/amount.h"
#include "domain/base58.h"
#include "programs/program_ids.h"
#include "programs/trading/events.h"
#include "programs/trading/trade_events.h"
#include "programs/trading/trading.h"

namespace paradox::test {

namespace trading = program::trading;

constexpr std::uint32_t codeOf(trading::Error error)
{
    return static_cast<std::uint32_t>(error);
}

/// A market, founded by its operator.
class TradingWorld : public LedgerWorld {
protected:
    void SetUp() override
    {
        for (const PublicKey &wallet : {operatorKey, alice, bob, mallory})
            give(wallet, 100 * lamportsPerSol);
        mustRun(call<trading::InitializeMarket>({}, {{trading::InitializeMarket::authority, operatorKey}}));
    }

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
    /// Where the first version's clients look for the order they are about to create.
    [[nodiscard]] static PublicKey orderKey(const PublicKey &authority, std::uint64_t count)
    {
        const Bytes number = solana::BorshWriter().put(count).take();
        return derived({asBytes("order"), authority.span(), number});
    }
    [[nodiscard]] PublicKey nextOrder(const PublicKey &authority) const
    {
        return orderKey(authority, market().activeOrders);
    }
    [[nodiscard]] solana::Instruction sellCall(const PublicKey &authority, std::uint64_t amount,
                                               std::uint64_t price) const
    {
        using Ix = trading::CreateSellOrder;
        return call<Ix>({amount, price}, {{Ix::market, marketKey},
                                          {Ix::order, nextOrder(authority)},
                                          {Ix::authority, authority},
                                          {Ix::certificateUse, program()},
                                          {Ix::certificateClaim, program()}});
    }
    [[nodiscard]] solana::Instruction buyCall(const PublicKey &authority, std::uint64_t amount,
                                              std::uint64_t price) const
    {
        using Ix = trading::CreateBuyOrder;
        return call<Ix>({amount, price},
                        {{Ix::market, marketKey}, {Ix::order, nextOrder(authority)}, {Ix::authority, authority}});
    }
    PublicKey sell(const PublicKey &authority, std::uint64_t amount, std::uint64_t price)
    {
        const PublicKey key = nextOrder(authority);
        mustRun(sellCall(authority, amount, price));
        return key;
    }
    PublicKey buy(const PublicKey &authority, std::uint64_t amount, std::uint64_t price)
    {
        const PublicKey key = nextOrder(authority);
        mustRun(buyCall(authority, amount, price));
        return key;
    }
    [[nodiscard]] solana::Instruction match(const PublicKey &buyOrder, const PublicKey &sellOrder,
                                            std::uint64_t amount) const
    {
        return matchBy(operatorKey, buyOrder, sellOrder, amount);
    }
    [[nodiscard]] solana::Instruction matchBy(const PublicKey &authority, const PublicKey &buyOrder,
                                              const PublicKey &sellOrder, std::uint64_t amount) const
    {
        using Ix = trading::MatchOrders;
        return call<Ix>({amount}, {{Ix::market, marketKey},
                                   {Ix::buyOrder, buyOrder},
                                   {Ix::sellOrder, sellOrder},
                                   {Ix::authority, authority}});
    }
    [[nodiscard]] solana::Instruction cancel(const PublicKey &order, const PublicKey &authority) const
    {
        using Ix = trading::CancelOrder;
        const PublicKey absent = program();
        return call<Ix>({}, {{Ix::market, marketKey},
                             {Ix::order, order},
                             {Ix::authority, authority},
                             {Ix::certificateUse, absent},
                             {Ix::certificateClaim, absent},
                             {Ix::rentReceiver, absent}});
    }
    [[nodiscard]] solana::Instruction closeOrder(const PublicKey &order, const PublicKey &authority) const
    {
        using Ix = trading::CloseOrder;
        return call<Ix>({}, {{Ix::order, order}, {Ix::authority, authority}, {Ix::rentReceiver, authority}});
    }
    [[nodiscard]] solana::Instruction parameters(const PublicKey &authority,
                                                 const trading::UpdateMarketParams::Args &args) const
    {
        using Ix = trading::UpdateMarketParams;
        return call<Ix>(args, {{Ix::market, marketKey}, {Ix::authority, authority}});
    }
    [[nodiscard]] solana::Instruction closeTrade(const PublicKey &buyOrder, const PublicKey &sellOrder) const
    {
        using Ix = trading::CloseTrade;
        return call<Ix>({}, {{Ix::market, marketKey},
                             {Ix::tradeRecord, tradeKey(buyOrder, sellOrder)},
                             {Ix::buyOrder, buyOrder},
                             {Ix::sellOrder, sellOrder},
                             {Ix::authority, operatorKey},
                             {Ix::rentReceiver, operatorKey}});
    }

    [[nodiscard]] trading::Market market() const { return unpacked<trading::Market>(data(marketKey)); }
    [[nodiscard]] trading::Order order(const PublicKey &key) const { return unpacked<trading::Order>(data(key)); }
    [[nodiscard]] static PublicKey tradeKey(const PublicKey &buyOrder, const PublicKey &sellOrder)
    {
        return derived({asBytes("trade"), buyOrder.span(), sellOrder.span()});
    }
    [[nodiscard]] trading::TradeRecord trade(const PublicKey &buyOrder, const PublicKey &sellOrder) const
    {
        return overlaid<trading::TradeRecord>(data(tradeKey(buyOrder, sellOrder)));
    }

    const PublicKey operatorKey = numbered(1);
    const PublicKey alice = numbered(3); ///< sells
    const PublicKey bob = numbered(4);   ///< buys
    const PublicKey mallory = numbered(5);
    const PublicKey marketKey = *fromBase58<PublicKey>("J1NdsuUaYh1NaJSdhPftukxHBqkAfkpcPXBRVtT6tKgQ");
};

} // namespace paradox::test

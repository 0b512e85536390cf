#pragma once

#include "declared_calls.h"
#include "trade_calls.h"

#include "domain/amount.h"
#include "programs/trading/events.h"
#include "programs/trading/trade_events.h"

namespace paradox::test {

constexpr std::uint32_t codeOf(trading::Error error)
{
    return static_cast<std::uint32_t>(error);
}

/// A market, founded by its operator.
class TradingWorld : public LedgerWorld, protected TradeCalls {
protected:
    void SetUp() override
    {
        for (const PublicKey &wallet : {operatorKey, alice, bob, mallory})
            give(wallet, 100 * lamportsPerSol);
        mustRun(foundMarket(operatorKey));
    }

    [[nodiscard]] PublicKey nextOrder(const PublicKey &authority) const
    {
        return orderKey(authority, market().activeOrders);
    }
    [[nodiscard]] solana::Instruction sellCall(const PublicKey &authority, std::uint64_t amount,
                                               std::uint64_t price) const
    {
        return sellAt(nextOrder(authority), authority, {amount, price});
    }
    [[nodiscard]] solana::Instruction buyCall(const PublicKey &authority, std::uint64_t amount,
                                              std::uint64_t price) const
    {
        return buyAt(nextOrder(authority), authority, {amount, price});
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
    [[nodiscard]] solana::Instruction closeTrade(const PublicKey &buyOrder, const PublicKey &sellOrder) const
    {
        return closeTradeBy(operatorKey, buyOrder, sellOrder);
    }

    [[nodiscard]] trading::Market market() const { return unpacked<trading::Market>(data(marketKey)); }
    [[nodiscard]] trading::Order order(const PublicKey &key) const { return unpacked<trading::Order>(data(key)); }
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

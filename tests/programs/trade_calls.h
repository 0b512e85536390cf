#pragma once

#include "programs/client/token.h"
#include "solana/programs.h"
#include "trading_calls.h"

namespace paradox::test {

/// In which a market settles: energy of SPL Token against coins of Token-2022.
struct MarketTokens {
    PublicKey energy;
    PublicKey coin;
    PublicKey feeReceiver;

    [[nodiscard]] PublicKey energyOf(const PublicKey &wallet) const
    {
        return token::associatedAddress({wallet, energy, solana::tokenProgram});
    }
    [[nodiscard]] PublicKey coinsOf(const PublicKey &wallet) const
    {
        return token::associatedAddress({wallet, coin, solana::token2022Program});
    }
};

/// A buy order, a sell order and whose they are.
struct OrderPair {
    PublicKey bid;
    PublicKey ask;
    PublicKey buyer;
    PublicKey seller;
};

/// Calls that concern the market's trades.
struct TradeCalls : TradingCalls {
    [[nodiscard]] static PublicKey tradeKey(const PublicKey &bid, const PublicKey &ask)
    {
        return derived({asBytes("trade"), bid.span(), ask.span()});
    }
    [[nodiscard]] static PublicKey settlementKey(const PublicKey &trade)
    {
        return derived({asBytes("settlement"), trade.span()});
    }

    [[nodiscard]] static solana::Instruction matchBy(const PublicKey &authority, const PublicKey &bid,
                                                     const PublicKey &ask, std::uint64_t amount)
    {
        using Ix = trading::MatchOrders;
        return call<Ix>(
            {amount},
            {{Ix::market, theMarket()}, {Ix::buyOrder, bid}, {Ix::sellOrder, ask}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction configure(const PublicKey &authority, const MarketTokens &tokens)
    {
        using Ix = trading::ConfigureSettlement;
        return call<Ix>({}, {{Ix::market, theMarket()},
                             {Ix::energyMint, tokens.energy},
                             {Ix::paymentMint, tokens.coin},
                             {Ix::feeReceiver, tokens.feeReceiver},
                             {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction settleTrade(const PublicKey &authority, const OrderPair &pair,
                                                         const MarketTokens &tokens)
    {
        using Ix = trading::SettleTrade;
        return call<Ix>({}, {{Ix::tradeRecord, tradeKey(pair.bid, pair.ask)},
                             {Ix::sellerEnergy, tokens.energyOf(pair.seller)},
                             {Ix::buyerEnergy, tokens.energyOf(pair.buyer)},
                             {Ix::buyerPayment, tokens.coinsOf(pair.buyer)},
                             {Ix::sellerPayment, tokens.coinsOf(pair.seller)},
                             {Ix::feePayment, tokens.coinsOf(tokens.feeReceiver)},
                             {Ix::energyMint, tokens.energy},
                             {Ix::paymentMint, tokens.coin},
                             {Ix::authority, authority},
                             {Ix::energyProgram, solana::tokenProgram},
                             {Ix::paymentProgram, solana::token2022Program}});
    }
    [[nodiscard]] static solana::Instruction closeTradeBy(const PublicKey &authority, const PublicKey &bid,
                                                          const PublicKey &ask)
    {
        using Ix = trading::CloseTrade;
        return call<Ix>({}, {{Ix::market, theMarket()},
                             {Ix::tradeRecord, tradeKey(bid, ask)},
                             {Ix::buyOrder, bid},
                             {Ix::sellOrder, ask},
                             {Ix::authority, authority},
                             {Ix::rentReceiver, authority}});
    }
};

} // namespace paradox::test

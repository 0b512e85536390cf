#pragma once

#include "programs/sdk/events.h"

namespace paradox::program::trading {

/// One match; the trade's record adds them up.
struct OrderMatched {
    PROGRAM_EVENT("OrderMatched");
    Pubkey sellOrder;
    Pubkey buyOrder;
    Pubkey seller;
    Pubkey buyer;
    u64 amount;
    u64 price;
    u64 totalValue;
    u64 feeAmount;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("sell_order", self.sellOrder);
        visit("buy_order", self.buyOrder);
        visit("seller", self.seller);
        visit("buyer", self.buyer);
        visit("amount", self.amount);
        visit("price", self.price);
        visit("total_value", self.totalValue);
        visit("fee_amount", self.feeAmount);
        visit("timestamp", self.timestamp);
    }
};

struct SettlementConfigured {
    PROGRAM_EVENT("SettlementConfigured");
    Pubkey energyMint;
    Pubkey paymentMint;
    Pubkey feeReceiver;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("energy_mint", self.energyMint);
        visit("payment_mint", self.paymentMint);
        visit("fee_receiver", self.feeReceiver);
        visit("timestamp", self.timestamp);
    }
};

/// What one call moved.
struct TradeSettled {
    PROGRAM_EVENT("TradeSettled");
    Pubkey tradeRecord;
    Pubkey seller;
    Pubkey buyer;
    u64 amount;
    u64 totalValue;
    u64 feeAmount;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("trade_record", self.tradeRecord);
        visit("seller", self.seller);
        visit("buyer", self.buyer);
        visit("amount", self.amount);
        visit("total_value", self.totalValue);
        visit("fee_amount", self.feeAmount);
        visit("timestamp", self.timestamp);
    }
};

struct TradeClosed {
    PROGRAM_EVENT("TradeClosed");
    Pubkey tradeRecord;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("trade_record", self.tradeRecord);
        visit("timestamp", self.timestamp);
    }
};

} // namespace paradox::program::trading

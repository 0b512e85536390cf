#pragma once

#include "programs/sdk/events.h"

namespace paradox::program::trading {

struct MarketInitialized {
    PROGRAM_EVENT("MarketInitialized");
    Pubkey authority;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("timestamp", self.timestamp);
    }
};

struct SellOrderCreated {
    PROGRAM_EVENT("SellOrderCreated");
    Pubkey seller;
    Pubkey orderId;
    u64 amount;
    u64 pricePerKwh;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("seller", self.seller);
        visit("order_id", self.orderId);
        visit("amount", self.amount);
        visit("price_per_kwh", self.pricePerKwh);
        visit("timestamp", self.timestamp);
    }
};

struct BuyOrderCreated {
    PROGRAM_EVENT("BuyOrderCreated");
    Pubkey buyer;
    Pubkey orderId;
    u64 amount;
    u64 pricePerKwh;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("buyer", self.buyer);
        visit("order_id", self.orderId);
        visit("amount", self.amount);
        visit("price_per_kwh", self.pricePerKwh);
        visit("timestamp", self.timestamp);
    }
};

struct OrderCancelled {
    PROGRAM_EVENT("OrderCancelled");
    Pubkey orderId;
    Pubkey user;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("order_id", self.orderId);
        visit("user", self.user);
        visit("timestamp", self.timestamp);
    }
};

struct MarketParamsUpdated {
    PROGRAM_EVENT("MarketParamsUpdated");
    Pubkey authority;
    u16 marketFeeBps;
    bool clearingEnabled;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("market_fee_bps", self.marketFeeBps);
        visit("clearing_enabled", self.clearingEnabled);
        visit("timestamp", self.timestamp);
    }
};

struct OrderClosed {
    PROGRAM_EVENT("OrderClosed");
    Pubkey orderId;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("order_id", self.orderId);
        visit("timestamp", self.timestamp);
    }
};

} // namespace paradox::program::trading

#pragma once

#include "programs/sdk/enums.h"
#include "programs/sdk/events.h"
#include "programs/sdk/packed.h"

namespace paradox::program::trading {

PROGRAM_ENUM(OrderType, Sell, Buy);
PROGRAM_ENUM(OrderStatus, Active, PartiallyFilled, Completed, Cancelled, Expired);

inline constexpr i64 orderLifeSeconds = 24 * 3600;
inline constexpr u16 feeBpsAtFirst = 25;
inline constexpr u16 feeBpsMax = 10000;

struct Market {
    PROGRAM_STATE("Market");
    static constexpr u64 space = 75;
    static constexpr u8 activeOrdersOffset = 40;

    Pubkey authority;
    /// Orders ever created. Addresses of orders come from it, so it never goes back: no address is given twice. How
    /// many orders are open their accounts tell.
    u64 activeOrders;
    u64 totalVolume;
    u64 totalTrades;
    i64 createdAt;
    bool clearingEnabled;
    u16 marketFeeBps;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("active_orders", self.activeOrders);
        visit("total_volume", self.totalVolume);
        visit("total_trades", self.totalTrades);
        visit("created_at", self.createdAt);
        visit("clearing_enabled", self.clearingEnabled);
        visit("market_fee_bps", self.marketFeeBps);
    }
};

struct Order {
    PROGRAM_STATE("Order");
    static constexpr u64 space = 114;

    Pubkey seller; ///< zeros in a buy order
    Pubkey buyer;  ///< zeros in a sell order
    u64 amount;
    u64 filledAmount;
    u64 pricePerKwh; ///< the seller's least, the buyer's most
    OrderType orderType;
    OrderStatus status;
    i64 createdAt;
    i64 expiresAt;

    const Pubkey &owner() const { return orderType == OrderType::Buy ? buyer : seller; }
    bool isOpen() const { return status == OrderStatus::Active || status == OrderStatus::PartiallyFilled; }
    bool isOver(i64 now) const { return !isOpen() || now >= expiresAt; }
    u64 remaining() const { return amount - filledAmount; }

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("seller", self.seller);
        visit("buyer", self.buyer);
        visit("amount", self.amount);
        visit("filled_amount", self.filledAmount);
        visit("price_per_kwh", self.pricePerKwh);
        visit("order_type", self.orderType);
        visit("status", self.status);
        visit("created_at", self.createdAt);
        visit("expires_at", self.expiresAt);
    }
};

/// All matches of one pair of orders together; they have one price.
struct [[gnu::may_alias]] alignas(8) TradeRecord {
    PROGRAM_STATE("TradeRecord");

    u64 tag;
    Pubkey sellOrder;
    Pubkey buyOrder;
    Pubkey seller;
    Pubkey buyer;
    u64 amount;
    u64 pricePerKwh;
    u64 totalValue;
    u64 feeAmount;  ///< out of the value
    i64 executedAt; ///< the last match

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("sell_order", self.sellOrder);
        visit("buy_order", self.buyOrder);
        visit("seller", self.seller);
        visit("buyer", self.buyer);
        visit("amount", self.amount);
        visit("price_per_kwh", self.pricePerKwh);
        visit("total_value", self.totalValue);
        visit("fee_amount", self.feeAmount);
        visit("executed_at", self.executedAt);
    }
};
static_assert(sizeof(TradeRecord) == 176, "its size is its account's");

} // namespace paradox::program::trading

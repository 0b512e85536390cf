#include "programs/trading/rules.h"
#include "programs/trading/trade_events.h"

namespace paradox::program::trading {

namespace {

struct Match {
    u64 amount;
    u64 price;
    u64 value;
    u64 fee;
};

/// The two orders may be matched with each other now.
Status checkPair(const Order &buy, const Order &sell, i64 now)
{
    PROGRAM_ENSURE(buy.orderType == OrderType::Buy && sell.orderType == OrderType::Sell, InvalidOrderSide);
    PROGRAM_ENSURE(buy.isOpen(), InactiveBuyOrder);
    PROGRAM_ENSURE(sell.isOpen(), InactiveSellOrder);
    PROGRAM_ENSURE(now < buy.expiresAt && now < sell.expiresAt, OrderExpired);
    PROGRAM_ENSURE(buy.buyer != sell.seller, SelfTradeNotAllowed);
    PROGRAM_ENSURE(buy.pricePerKwh >= sell.pricePerKwh, PriceMismatch);
    return Status::Ok;
}

u64 least(u64 a, u64 b)
{
    return a < b ? a : b;
}

void fill(Order &order, u64 amount)
{
    order.filledAmount += amount;
    order.status = order.remaining() == 0 ? OrderStatus::Completed : OrderStatus::PartiallyFilled;
}

/// Adds the match to the trade of its pair, which the first one creates.
Status record(const Call<MatchOrders> &call, const Match &match, const OrderMatched &event)
{
    using Ix = MatchOrders;
    TradeRecord &trade = call.state<TradeRecord>(Ix::tradeRecord);
    if (!call.exists(Ix::tradeRecord)) {
        PROGRAM_TRY(call.createAt(Ix::tradeRecord, Ix::authority, Status::AccountAlreadyInUse));
        trade.sellOrder = event.sellOrder;
        trade.buyOrder = event.buyOrder;
        trade.seller = event.seller;
        trade.buyer = event.buyer;
        trade.pricePerKwh = match.price;
    }
    PROGRAM_ENSURE(trade.sellOrder == event.sellOrder && trade.buyOrder == event.buyOrder, ForeignAccount);
    PROGRAM_ENSURE(checkedAdd(trade.amount, match.amount), Overflow);
    PROGRAM_ENSURE(checkedAdd(trade.totalValue, match.value), Overflow);
    PROGRAM_ENSURE(checkedAdd(trade.feeAmount, match.fee), Overflow);
    trade.executedAt = event.timestamp;
    return Status::Ok;
}

} // namespace

Status handle(Call<MatchOrders> &call)
{
    using Ix = MatchOrders;
    PROGRAM_ENSURE(call.args.matchAmount > 0, InvalidAmount);
    Market market{};
    PROGRAM_TRY(checkMarketAuthority(call, market));
    PROGRAM_ENSURE(market.clearingEnabled, ClearingDisabled);
    Order buy{};
    Order sell{};
    PROGRAM_TRY(call.load(Ix::buyOrder, buy));
    PROGRAM_TRY(call.load(Ix::sellOrder, sell));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_TRY(checkPair(buy, sell, now));

    Match match{};
    match.amount = least(call.args.matchAmount, least(buy.remaining(), sell.remaining()));
    // The middle, rounded down: between both limits.
    match.price = sell.pricePerKwh + (buy.pricePerKwh - sell.pricePerKwh) / 2;
    PROGRAM_ENSURE(checkedMultiply(match.amount, match.price, match.value), Overflow);
    match.fee = feeOf(match.value, market.marketFeeBps);

    fill(buy, match.amount);
    fill(sell, match.amount);
    PROGRAM_TRY(call.store(Ix::buyOrder, buy));
    PROGRAM_TRY(call.store(Ix::sellOrder, sell));
    PROGRAM_ENSURE(checkedAdd(market.totalVolume, match.amount), Overflow);
    PROGRAM_ENSURE(checkedAdd(market.totalTrades, 1), Overflow);
    PROGRAM_TRY(call.store(Ix::market, market));

    const OrderMatched event{call.key(Ix::sellOrder),
                             call.key(Ix::buyOrder),
                             sell.seller,
                             buy.buyer,
                             match.amount,
                             match.price,
                             match.value,
                             match.fee,
                             now};
    PROGRAM_TRY(record(call, match, event));
    return announce(event);
}

namespace {

/// The order can never be matched again: its account is closed, or it is completed, cancelled or expired.
Status checkOver(const Call<CloseTrade> &call, const Account &account, const Pubkey &expected)
{
    PROGRAM_ENSURE(account.key() == expected, ForeignAccount);
    if (account.owner() == systemProgram)
        return Status::Ok;
    PROGRAM_TRY(checkState(account, call.input.programId(), Order::discriminator));
    Order order{};
    PROGRAM_TRY(loadPacked(account, order));
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(order.isOver(now), OrderNotOver);
    return Status::Ok;
}

} // namespace

Status handle(Call<CloseTrade> &call)
{
    using Ix = CloseTrade;
    Market market{};
    PROGRAM_TRY(checkMarketAuthority(call, market));
    const TradeRecord &trade = call.state<TradeRecord>(Ix::tradeRecord);
    PROGRAM_TRY(checkOver(call, call[Ix::buyOrder], trade.buyOrder));
    PROGRAM_TRY(checkOver(call, call[Ix::sellOrder], trade.sellOrder));
    const bool isSettled =
        call.exists(Ix::settlement) && call.state<TradeSettlement>(Ix::settlement).amount == trade.amount;
    // Without a configuration trades are settled elsewhere.
    PROGRAM_ENSURE(isSettled || !call.exists(Ix::settlementConfig), TradeNotSettled);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_TRY(announce(TradeClosed{call.key(Ix::tradeRecord), now}));
    if (call.exists(Ix::settlement))
        close(call[Ix::settlement], call[Ix::rentReceiver]);
    close(call[Ix::tradeRecord], call[Ix::rentReceiver]);
    return Status::Ok;
}

} // namespace paradox::program::trading

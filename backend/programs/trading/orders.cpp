#include "programs/trading/certificates.h"
#include "programs/trading/events.h"

namespace paradox::program::trading {

namespace {

/// Creates the order at the address that the market's count gives, and counts it.
template <class Ix>
Status createOrder(const Call<Ix> &call, Order &order)
{
    PROGRAM_ENSURE(order.amount > 0, InvalidAmount);
    PROGRAM_ENSURE(order.pricePerKwh > 0, InvalidPrice);
    u64 value = 0;
    PROGRAM_ENSURE(checkedMultiply(order.amount, order.pricePerKwh, value), Overflow);
    PROGRAM_TRY(readClock(order.createdAt));
    order.expiresAt = order.createdAt + orderLifeSeconds;
    PROGRAM_TRY(call.createAt(Ix::order, Ix::authority, Status::AccountAlreadyInUse));
    PROGRAM_TRY(call.store(Ix::order, order));

    Market market{};
    PROGRAM_TRY(call.load(Ix::market, market));
    PROGRAM_ENSURE(checkedAdd(market.activeOrders, 1), Overflow);
    return call.store(Ix::market, market);
}

} // namespace

Status handle(Call<CreateSellOrder> &call)
{
    using Ix = CreateSellOrder;
    Order order{};
    order.seller = call.key(Ix::authority);
    order.amount = call.args.energyAmount;
    order.pricePerKwh = call.args.pricePerKwh;
    order.orderType = OrderType::Sell;
    PROGRAM_TRY(createOrder(call, order));
    if (call.has(Ix::ercCertificate))
        PROGRAM_TRY(claimCertificate(call, order.createdAt));
    return announce(
        SellOrderCreated{order.seller, call.key(Ix::order), order.amount, order.pricePerKwh, order.createdAt});
}

Status handle(Call<CreateBuyOrder> &call)
{
    using Ix = CreateBuyOrder;
    Order order{};
    order.buyer = call.key(Ix::authority);
    order.amount = call.args.energyAmount;
    order.pricePerKwh = call.args.maxPricePerKwh;
    order.orderType = OrderType::Buy;
    PROGRAM_TRY(createOrder(call, order));
    return announce(
        BuyOrderCreated{order.buyer, call.key(Ix::order), order.amount, order.pricePerKwh, order.createdAt});
}

Status handle(Call<CancelOrder> &call)
{
    using Ix = CancelOrder;
    Order order{};
    PROGRAM_TRY(call.load(Ix::order, order));
    PROGRAM_ENSURE(order.owner() == call.key(Ix::authority), UnauthorizedAuthority);
    PROGRAM_ENSURE(order.isOpen(), OrderNotCancellable);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    order.status = OrderStatus::Cancelled;
    PROGRAM_TRY(call.store(Ix::order, order));
    if (call.has(Ix::certificateClaim)) {
        PROGRAM_ENSURE(call.has(Ix::certificateUse) && call.has(Ix::rentReceiver), CertificateUseMissing);
        PROGRAM_TRY(returnToCertificate(order, {call.key(Ix::order), call[Ix::certificateClaim],
                                                call[Ix::certificateUse], call[Ix::rentReceiver]}));
    }
    return announce(OrderCancelled{call.key(Ix::order), call.key(Ix::authority), now});
}

Status handle(Call<CloseOrder> &call)
{
    using Ix = CloseOrder;
    Order order{};
    PROGRAM_TRY(call.load(Ix::order, order));
    PROGRAM_ENSURE(order.owner() == call.key(Ix::authority), UnauthorizedAuthority);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(order.isOver(now), OrderNotOver);
    if (call.exists(Ix::certificateClaim)) {
        PROGRAM_ENSURE(call.has(Ix::certificateUse), CertificateUseMissing);
        PROGRAM_TRY(returnToCertificate(order, {call.key(Ix::order), call[Ix::certificateClaim],
                                                call[Ix::certificateUse], call[Ix::rentReceiver]}));
    }
    PROGRAM_TRY(announce(OrderClosed{call.key(Ix::order), now}));
    close(call[Ix::order], call[Ix::rentReceiver]);
    return Status::Ok;
}

} // namespace paradox::program::trading

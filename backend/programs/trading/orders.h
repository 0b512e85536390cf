#pragma once

#include "programs/trading/market.h"

namespace paradox::program::trading {

/// An order's address holds the market's count of orders at its creation; a client reads it just before.
constexpr AccountSpec freshOrder(u8 market, u8 authority)
{
    return fresh<Order>("order").at(text("order"), account(authority),
                                    field("market.active_orders", market, Market::activeOrdersOffset, 8));
}

/// A certificate covers what its orders sell together: with it go the accounts that count its use.
struct CreateSellOrder {
    PROGRAM_INSTRUCTION("create_sell_order", "CreateSellOrder");
    enum : u8 { market, order, ercCertificate, authority, system, ercOwner, certificateUse, certificateClaim };
    static constexpr AccountSpec accounts[] = {
        state<Market>("market").writable(),
        freshOrder(market, authority),
        any("erc_certificate").optional(),
        signer("authority").writable(),
        systemAccount(),
        any("erc_owner").optional(),
        stateOrFresh<CertificateUse>("certificate_use").at(text("certificate_use"), account(ercCertificate)).optional(),
        fresh<CertificateClaim>("certificate_claim").at(text("certificate_claim"), account(order)).optional(),
    };
    struct Args {
        u64 energyAmount;
        u64 pricePerKwh;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("energy_amount", self.energyAmount);
            visit("price_per_kwh", self.pricePerKwh);
        }
    };
};

struct CreateBuyOrder {
    PROGRAM_INSTRUCTION("create_buy_order", "CreateBuyOrder");
    enum : u8 { market, order, authority, system };
    static constexpr AccountSpec accounts[] = {
        state<Market>("market").writable(),
        freshOrder(market, authority),
        signer("authority").writable(),
        systemAccount(),
    };
    struct Args {
        u64 energyAmount;
        u64 maxPricePerKwh;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("energy_amount", self.energyAmount);
            visit("max_price_per_kwh", self.maxPricePerKwh);
        }
    };
};

/// With the accounts at the end a certificate gets back what was not sold; otherwise close_order gives it back.
struct CancelOrder {
    PROGRAM_INSTRUCTION("cancel_order", "CancelOrder");
    enum : u8 { market, order, authority, certificateUse, certificateClaim, rentReceiver };
    static constexpr AccountSpec accounts[] = {
        state<Market>("market").writable(),
        state<Order>("order").writable(),
        signer("authority"),
        state<CertificateUse>("certificate_use").writable().optional(),
        state<CertificateClaim>("certificate_claim").writable().optional(),
        any("rent_receiver").writable().optional(),
    };
    using Args = NoArgs;
};

/// Ends the account of an order that is completed, cancelled or expired; its owner decides who gets the rent.
struct CloseOrder {
    PROGRAM_INSTRUCTION("close_order", "CloseOrder");
    enum : u8 { order, certificateClaim, authority, rentReceiver, certificateUse };
    static constexpr AccountSpec accounts[] = {
        state<Order>("order").writable(),
        derived("certificate_claim").writable().at(text("certificate_claim"), account(order)),
        signer("authority"),
        any("rent_receiver").writable(),
        state<CertificateUse>("certificate_use").writable().optional(),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::trading

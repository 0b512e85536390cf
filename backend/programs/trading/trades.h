#pragma once

#include "programs/trading/market.h"

namespace paradox::program::trading {

struct MatchOrders {
    PROGRAM_INSTRUCTION("match_orders", "MatchOrders");
    enum : u8 { market, buyOrder, sellOrder, tradeRecord, authority, system };
    static constexpr AccountSpec accounts[] = {
        state<Market>("market").writable(),
        state<Order>("buy_order").writable(),
        state<Order>("sell_order").writable(),
        stateOrFresh<TradeRecord>("trade_record").at(text("trade"), account(buyOrder), account(sellOrder)),
        signer("authority").writable(),
        systemAccount(),
    };
    struct Args {
        u64 matchAmount;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("match_amount", self.matchAmount);
        }
    };
};

/// Delivers what a trade matched and was not settled yet against its payment, whole or not at all. Seller and buyer
/// have made the market's account the delegate of their tokens.
struct SettleTrade {
    PROGRAM_INSTRUCTION("settle_trade", "SettleTrade");
    enum : u8 {
        market,
        settlementConfig,
        tradeRecord,
        settlement,
        sellerEnergy,
        buyerEnergy,
        buyerPayment,
        sellerPayment,
        feePayment,
        energyMint,
        paymentMint,
        authority,
        energyProgram,
        paymentProgram,
        system,
    };
    static constexpr AccountSpec accounts[] = {
        stateAt<Market>("market").at(text("market")),
        state<SettlementConfig>("settlement_config").at(text("settlement_config")),
        state<TradeRecord>("trade_record"),
        stateOrFresh<TradeSettlement>("settlement").at(text("settlement"), account(tradeRecord)),
        any("seller_energy").writable(),
        any("buyer_energy").writable(),
        any("buyer_payment").writable(),
        any("seller_payment").writable(),
        any("fee_payment").writable(),
        any("energy_mint"),
        any("payment_mint"),
        signer("authority").writable(),
        any("energy_token_program"),
        any("payment_token_program"),
        systemAccount(),
    };
    using Args = NoArgs;
};

/// Ends the accounts of a trade whose orders are over and, where trades are settled here, which is settled.
struct CloseTrade {
    PROGRAM_INSTRUCTION("close_trade", "CloseTrade");
    enum : u8 {
        market,
        settlementConfig,
        tradeRecord,
        settlement,
        buyOrder,
        sellOrder,
        authority,
        rentReceiver,
    };
    static constexpr AccountSpec accounts[] = {
        state<Market>("market"),
        derived("settlement_config").at(text("settlement_config")),
        state<TradeRecord>("trade_record").writable(),
        derived("settlement").writable().at(text("settlement"), account(tradeRecord)),
        any("buy_order"),
        any("sell_order"),
        signer("authority"),
        any("rent_receiver").writable(),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::trading

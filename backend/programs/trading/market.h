#pragma once

#include "programs/sdk/program.h"
#include "programs/trading/state.h"
#include "programs/trading/state_settlement.h"

namespace paradox::program::trading {

struct Initialize {
    PROGRAM_INSTRUCTION("initialize", "Initialize");
    enum : u8 { authority };
    static constexpr AccountSpec accounts[] = {signer("authority")};
    using Args = NoArgs;
};

/// The one market. Its first caller becomes its authority.
struct InitializeMarket {
    PROGRAM_INSTRUCTION("initialize_market", "InitializeMarket");
    enum : u8 { market, authority, system };
    static constexpr AccountSpec accounts[] = {
        fresh<Market>("market").at(text("market")),
        signer("authority").writable(),
        systemAccount(),
    };
    using Args = NoArgs;
};

struct UpdateMarketParams {
    PROGRAM_INSTRUCTION("update_market_params", "UpdateMarketParams");
    enum : u8 { market, authority };
    static constexpr AccountSpec accounts[] = {state<Market>("market").writable(), signer("authority")};
    struct Args {
        u16 marketFeeBps;
        bool clearingEnabled;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("market_fee_bps", self.marketFeeBps);
            visit("clearing_enabled", self.clearingEnabled);
        }
    };
};

/// Names the tokens in which trades are settled from now on, and the wallet that receives the fees.
struct ConfigureSettlement {
    PROGRAM_INSTRUCTION("configure_settlement", "ConfigureSettlement");
    enum : u8 { market, settlementConfig, energyMint, paymentMint, feeReceiver, authority, system };
    static constexpr AccountSpec accounts[] = {
        state<Market>("market"), stateOrFresh<SettlementConfig>("settlement_config").at(text("settlement_config")),
        any("energy_mint"),      any("payment_mint"),
        any("fee_receiver"),     signer("authority").writable(),
        systemAccount(),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::trading

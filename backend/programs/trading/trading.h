#pragma once

#include "programs/trading/errors.h"
#include "programs/trading/orders.h"
#include "programs/trading/trades.h"

namespace paradox::program::trading {

/// Every instruction, in the order of the IDL.
using Instructions =
    InstructionSet<Initialize, InitializeMarket, CreateSellOrder, CreateBuyOrder, MatchOrders, CancelOrder,
                   UpdateMarketParams, ConfigureSettlement, SettleTrade, CloseOrder, CloseTrade>;

Status handle(Call<Initialize> &call);
Status handle(Call<InitializeMarket> &call);
Status handle(Call<UpdateMarketParams> &call);
Status handle(Call<ConfigureSettlement> &call);

Status handle(Call<CreateSellOrder> &call);
Status handle(Call<CreateBuyOrder> &call);
Status handle(Call<CancelOrder> &call);
Status handle(Call<CloseOrder> &call);

Status handle(Call<MatchOrders> &call);
Status handle(Call<SettleTrade> &call);
Status handle(Call<CloseTrade> &call);

struct Program {
    using Instructions = trading::Instructions;
    static ErrorList errors() { return {errorTexts, countOf(errorTexts)}; }
};

} // namespace paradox::program::trading

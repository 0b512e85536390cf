#include "programs/idl/idl.h"
#include "programs/idl/idls.h"
#include "programs/trading/events.h"
#include "programs/trading/trade_events.h"
#include "programs/trading/trading.h"

namespace paradox::programs {

std::string tradingIdl()
{
    namespace trading = program::trading;
    using program::TypeList;
    idl::Writer writer({"trading", tradingDefaultId, "Orders for energy, their matches and their settlement"});
    writer.accounts(TypeList<trading::Market, trading::Order, trading::TradeRecord, trading::SettlementConfig,
                             trading::TradeSettlement, trading::CertificateUse, trading::CertificateClaim>());
    writer.types(TypeList<trading::OrderType, trading::OrderStatus>());
    writer.events(
        TypeList<trading::MarketInitialized, trading::SellOrderCreated, trading::BuyOrderCreated, trading::OrderMatched,
                 trading::OrderCancelled, trading::MarketParamsUpdated, trading::SettlementConfigured,
                 trading::TradeSettled, trading::OrderClosed, trading::TradeClosed>());
    writer.instructions<trading::Instructions>();
#define TRADING_IDL_ERROR(code, name, words) writer.error(code, #name, words);
    PARADOX_TRADING_ERRORS(TRADING_IDL_ERROR)
#undef TRADING_IDL_ERROR
    return writer.text();
}

} // namespace paradox::programs

#include "programs/sdk/token_extensions.h"
#include "programs/trading/events.h"
#include "programs/trading/rules.h"
#include "programs/trading/trade_events.h"

namespace paradox::program::trading {

namespace {

/// A mint that carries no power over what is in others' hands, so that amounts arrive as they are sent.
Status checkSettlementMint(const Account &mint)
{
    PROGRAM_REQUIRE(isTokenProgram(mint.owner()), Status::AccountOwnedByWrongProgram);
    Mint view;
    PROGRAM_TRY(readMint(dataOf(mint), view));
    PROGRAM_ENSURE(unsafeExtension(dataOf(mint)) == MintExtension::None, MintNotSupported);
    return Status::Ok;
}

} // namespace

Status handle(Call<Initialize> &)
{
    return Status::Ok;
}

Status handle(Call<InitializeMarket> &call)
{
    using Ix = InitializeMarket;
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_TRY(call.createAt(Ix::market, Ix::authority, Status::AccountAlreadyInUse));
    Market market{};
    market.authority = call.key(Ix::authority);
    market.createdAt = now;
    market.clearingEnabled = true;
    market.marketFeeBps = feeBpsAtFirst;
    PROGRAM_TRY(call.store(Ix::market, market));
    return announce(MarketInitialized{market.authority, now});
}

Status handle(Call<UpdateMarketParams> &call)
{
    using Ix = UpdateMarketParams;
    Market market{};
    PROGRAM_TRY(checkMarketAuthority(call, market));
    PROGRAM_ENSURE(call.args.marketFeeBps <= feeBpsMax, FeeTooHigh);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    market.marketFeeBps = call.args.marketFeeBps;
    market.clearingEnabled = call.args.clearingEnabled;
    PROGRAM_TRY(call.store(Ix::market, market));
    return announce(MarketParamsUpdated{market.authority, market.marketFeeBps, market.clearingEnabled, now});
}

Status handle(Call<ConfigureSettlement> &call)
{
    using Ix = ConfigureSettlement;
    Market market{};
    PROGRAM_TRY(checkMarketAuthority(call, market));
    PROGRAM_TRY(checkSettlementMint(call[Ix::energyMint]));
    PROGRAM_TRY(checkSettlementMint(call[Ix::paymentMint]));
    PROGRAM_ENSURE(call.key(Ix::energyMint) != call.key(Ix::paymentMint), MintNotSupported);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    if (!call.exists(Ix::settlementConfig))
        PROGRAM_TRY(call.createAt(Ix::settlementConfig, Ix::authority, Status::AccountAlreadyInUse));

    SettlementConfig &config = call.state<SettlementConfig>(Ix::settlementConfig);
    config.energyMint = call.key(Ix::energyMint);
    config.paymentMint = call.key(Ix::paymentMint);
    config.feeReceiver = call.key(Ix::feeReceiver);
    return announce(SettlementConfigured{config.energyMint, config.paymentMint, config.feeReceiver, now});
}

} // namespace paradox::program::trading

#include "programs/sdk/token.h"
#include "programs/trading/rules.h"
#include "programs/trading/trade_events.h"

namespace paradox::program::trading {

namespace {

/// One of the two tokens of a settlement.
struct Token {
    const Account &mint;
    const Account &program;
    u8 decimals = 0;
};

Status checkToken(Token &token, const Pubkey &expected)
{
    PROGRAM_ENSURE(token.mint.key() == expected, WrongTokenAccount);
    PROGRAM_REQUIRE(isTokenProgram(token.program.key()), Status::InvalidProgramId);
    Mint mint;
    PROGRAM_TRY(checkMint(token.mint, token.program.key(), mint));
    token.decimals = mint.decimals;
    return Status::Ok;
}

__attribute__((noinline)) Status checkHolder(const Token &token, const Account &account, const Pubkey &wallet)
{
    TokenAccount holder;
    PROGRAM_TRY(checkTokenAccount(account, token.program.key(), holder));
    PROGRAM_ENSURE(holder.owner == wallet && holder.mint == token.mint.key(), WrongTokenAccount);
    return Status::Ok;
}

/// Moves tokens in the market's name, for which their owner has made it the delegate.
struct Delivery {
    const Account &from;
    const Account &to;
    u64 amount;
};
Status deliver(const Call<SettleTrade> &call, const Token &token, const Delivery &delivery)
{
    if (delivery.amount == 0)
        return Status::Ok;
    const Slice seeds[] = {{reinterpret_cast<const u8 *>("market"), 6}, {&call.bumps[SettleTrade::market], 1}};
    const SignerSeeds signers{seeds, countOf(seeds)};
    const TokenTransfer transfer{delivery.from,   token.mint,    delivery.to, call[SettleTrade::market],
                                 delivery.amount, token.decimals};
    return transferExactly(token.program.key(), transfer, &signers, fail(Error::InexactTransfer));
}

Status checkParties(const Call<SettleTrade> &call, const Token &energy, const Token &payment)
{
    const TradeRecord &trade = call.state<TradeRecord>(SettleTrade::tradeRecord);
    const SettlementConfig &config = call.state<SettlementConfig>(SettleTrade::settlementConfig);
    PROGRAM_TRY(checkHolder(energy, call[SettleTrade::sellerEnergy], trade.seller));
    PROGRAM_TRY(checkHolder(energy, call[SettleTrade::buyerEnergy], trade.buyer));
    PROGRAM_TRY(checkHolder(payment, call[SettleTrade::buyerPayment], trade.buyer));
    PROGRAM_TRY(checkHolder(payment, call[SettleTrade::sellerPayment], trade.seller));
    return checkHolder(payment, call[SettleTrade::feePayment], config.feeReceiver);
}

} // namespace

Status handle(Call<SettleTrade> &call)
{
    Market market{};
    PROGRAM_TRY(checkMarketAuthority(call, market));
    const SettlementConfig &config = call.state<SettlementConfig>(SettleTrade::settlementConfig);
    const TradeRecord &trade = call.state<TradeRecord>(SettleTrade::tradeRecord);
    Token energy{call[SettleTrade::energyMint], call[SettleTrade::energyProgram]};
    Token payment{call[SettleTrade::paymentMint], call[SettleTrade::paymentProgram]};
    PROGRAM_TRY(checkToken(energy, config.energyMint));
    PROGRAM_TRY(checkToken(payment, config.paymentMint));
    PROGRAM_TRY(checkParties(call, energy, payment));

    TradeSettlement &settled = call.state<TradeSettlement>(SettleTrade::settlement);
    if (!call.exists(SettleTrade::settlement)) {
        PROGRAM_TRY(call.createAt(SettleTrade::settlement, SettleTrade::authority, Status::AccountAlreadyInUse));
        settled.tradeRecord = call.key(SettleTrade::tradeRecord);
    }
    PROGRAM_ENSURE(settled.tradeRecord == call.key(SettleTrade::tradeRecord), ForeignAccount);
    const u64 amount = trade.amount - settled.amount;
    const u64 value = trade.totalValue - settled.totalValue;
    const u64 fee = trade.feeAmount - settled.feeAmount;
    PROGRAM_ENSURE(amount > 0, MatchAlreadySettled);

    PROGRAM_TRY(deliver(call, energy, {call[SettleTrade::sellerEnergy], call[SettleTrade::buyerEnergy], amount}));
    PROGRAM_TRY(
        deliver(call, payment, {call[SettleTrade::buyerPayment], call[SettleTrade::sellerPayment], value - fee}));
    PROGRAM_TRY(deliver(call, payment, {call[SettleTrade::buyerPayment], call[SettleTrade::feePayment], fee}));
    PROGRAM_TRY(readClock(settled.settledAt));
    settled.amount = trade.amount;
    settled.totalValue = trade.totalValue;
    settled.feeAmount = trade.feeAmount;
    return announce(
        TradeSettled{settled.tradeRecord, trade.seller, trade.buyer, amount, value, fee, settled.settledAt});
}

} // namespace paradox::program::trading

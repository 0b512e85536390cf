#include "tests/programs/energy_token_calls.h"
#include "tests/programs/governance_calls.h"
#include "tests/programs/trade_calls.h"
#include "tests/svm/costs.h"
#include "tests/svm/held_mint.h"
#include "tests/svm/market_bench.h"

namespace paradox::test {
namespace {

void prepare(MarketBench &bench, const std::string &name, const solana::Instruction &instruction)
{
    bench.twins.advance(1);
    mustRun(bench.twins, {name, {instruction}, bench.admin});
}

/// Alice's certificate over 500, valid for trading.
TradeCalls::Certificate certify(MarketBench &bench)
{
    using Calls = GovernanceCalls;
    bench.found();
    prepare(bench, "update_meter_reading", bench.readingNow(5'000));
    using Init = governance::InitializePoa;
    prepare(bench, "initialize_poa", Calls::call<Init>({}, {{Init::authority, bench.admin}}));
    prepare(bench, "link_registry", Calls::link(bench.admin, registryProgram));
    prepare(bench, "issue_erc", Calls::issue(bench.admin, Calls::ercId, 500));
    prepare(bench, "validate_erc_for_trading", Calls::validate(bench.admin, Calls::ercId));
    bench.costs.clear();
    return {Calls::ercKey(), Calls::ownerKey()};
}

/// Coins and energy for everyone, which the market may move.
MarketTokens endow(MarketBench &bench)
{
    const MarketTokens tokens{bench.twins.wallet(20), bench.twins.wallet(21), bench.admin};
    const std::vector<PublicKey> wallets{bench.admin, bench.alice, bench.bob};
    foundMint(bench.twins, {tokens.energy, solana::tokenProgram, bench.admin, wallets, 10'000});
    foundMint(bench.twins, {tokens.coin, solana::token2022Program, bench.admin, wallets, 1'000'000});
    const PublicKey market = TradeCalls::theMarket();
    prepare(bench, "approve energy",
            approve({.mint = tokens.energy,
                     .account = tokens.energyOf(bench.alice),
                     .authority = bench.alice,
                     .amount = 10'000},
                    market));
    prepare(bench, "approve coins",
            approve({.program = solana::token2022Program,
                     .mint = tokens.coin,
                     .account = tokens.coinsOf(bench.bob),
                     .authority = bench.bob,
                     .amount = 1'000'000},
                    market));
    return tokens;
}

void measureOwnMint(MarketBench &bench)
{
    using Calls = EnergyTokenCalls;
    const Calls::OwnMint own{bench.twins.wallet(20), bench.admin, bench.admin, solana::token2022Program};
    bench.measure("create_token_mint", Calls::createOwn(own, {textView("GridTokenX"), textView("GRX"), textView("")}));
    bench.measure("mint_to_wallet", Calls::mintOwn(own, bench.bob, 70));
}

} // namespace

std::vector<Cost> tradingCosts()
{
    MarketBench bench(
        {{"registry", registryProgram}, {"governance", governanceProgram}, {"trading", TradeCalls::program()}});
    using Calls = TradeCalls;
    const Calls::Certificate certificate = certify(bench);
    const PublicKey ask = Calls::orderKey(bench.alice, 0);
    const PublicKey certified = Calls::orderKey(bench.alice, 1);
    const PublicKey bid = Calls::orderKey(bench.bob, 2);
    using Init = trading::Initialize;
    bench.measure(Init::name, Calls::call<Init>({}, {{Init::authority, bench.admin}}));
    bench.measure("initialize_market", Calls::foundMarket(bench.admin));
    bench.measure("update_market_params", Calls::parameters(bench.admin, {25, true}));
    const MarketTokens tokens = endow(bench);
    bench.measure("configure_settlement", Calls::configure(bench.admin, tokens));
    bench.measure("create_sell_order", Calls::sellAt(ask, bench.alice, {100, 150}));
    bench.measure("create_sell_order_certified",
                  Calls::sellCertifiedAt(certified, bench.alice, {100, 150}, certificate));
    bench.measure("create_buy_order", Calls::buyAt(bid, bench.bob, {100, 160}));
    bench.measure("match_orders", Calls::matchBy(bench.admin, bid, ask, 40));
    bench.measure("settle_trade", Calls::settleTrade(bench.admin, {bid, ask, bench.bob, bench.alice}, tokens));
    bench.measure("cancel_order", Calls::cancel(ask, bench.alice));
    bench.measure("cancel_order_certified", Calls::cancelCertified(certified, bench.alice, certificate.key));
    bench.measure("close_order", Calls::closeOrder(ask, bench.alice));
    prepare(bench, "cancel_order", Calls::cancel(bid, bench.bob));
    bench.measure("close_trade", Calls::closeTradeBy(bench.admin, bid, ask));
    return bench.costs;
}

std::vector<Cost> energyTokenCosts()
{
    MarketBench bench({{"registry", registryProgram}, {"energy_token", EnergyTokenCalls::program()}});
    using Calls = EnergyTokenCalls;
    bench.found();
    prepare(bench, "update_meter_reading", bench.readingNow(5'000));
    bench.costs.clear();
    using Init = energy::Initialize;
    bench.measure(Init::name, Calls::call<Init>({}, {{Init::authority, bench.admin}}));
    bench.measure("initialize_token", Calls::foundToken(bench.admin));
    for (const PublicKey &wallet : {bench.alice, bench.bob})
        prepare(bench, "holding", token::createAssociated(bench.admin, Calls::holdingOf(wallet)));
    const PublicKey from = Calls::tokensOf(bench.alice);
    bench.measure("mint_tokens_direct", Calls::mintDirect(bench.admin, from, 700));
    bench.measure("mint_grid_tokens", Calls::mintGrid(bench.alice, bench.meterKey(bench.meterId), from));
    bench.measure("transfer_tokens", Calls::transfer(from, Calls::tokensOf(bench.bob), bench.alice, 5));
    bench.measure("burn_tokens", Calls::burnFrom(from, bench.alice, 500));
    bench.measure("sync_total_supply", Calls::synchronise(bench.admin));
    const energy::AddRecValidator::Args validator{programs::wire::toKey(bench.bob), textView("Authority")};
    bench.measure("add_rec_validator", Calls::addValidator(bench.admin, bench.admin, validator));
    bench.measure("remove_rec_validator", Calls::removeValidator(bench.admin, bench.admin, bench.bob));
    measureOwnMint(bench);
    return bench.costs;
}

} // namespace paradox::test

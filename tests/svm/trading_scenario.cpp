#include "tests/programs/governance_calls.h"
#include "tests/programs/trade_calls.h"
#include "tests/svm/held_mint.h"
#include "tests/svm/market_scenario.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace paradox::test {
namespace {

constexpr std::size_t rememberedMax = 24; ///< orders of a side, and trades
constexpr std::uint64_t certificateCount = 6;

/// Orders with and without certificates are made, matched, settled, cancelled and closed.
class TradingScenario : public MarketScenario, private TradeCalls {
public:
    std::vector<Twins::Program> programs() const override
    {
        return {{"registry", registryProgram}, {"governance", governanceProgram}, {"trading", program()}};
    }
    void setUp(Twins &twins) override;
    std::vector<Generator> generators() override
    {
        std::vector<Generator> list;
        addMarket(list);
        addOrders(list);
        addEnds(list);
        addTrades(list);
        return list;
    }
    std::vector<PublicKey> strangers() override;
    void check(const Outcome &) override;

private:
    struct Trade {
        OrderPair pair;
        PublicKey record;
        PublicKey settlement;
    };

    void certify();
    void endow();
    void addMarket(std::vector<Generator> &list);
    void addOrders(std::vector<Generator> &list);
    void addEnds(std::vector<Generator> &list);
    void addTrades(std::vector<Generator> &list);
    solana::Instruction sellCertified(SeededRandom &random);
    solana::Instruction matchSome(SeededRandom &random);

    template <class State>
    std::optional<State> stateOf(const PublicKey &key)
    {
        const auto account = m_twins->account(key);
        return account && account->owner == m_program ? std::optional(decodeState<State>(account->data)) : std::nullopt;
    }
    template <class T>
    static void remember(std::vector<T> &list, const T &one)
    {
        if (list.size() == rememberedMax)
            list.erase(list.begin());
        list.push_back(one);
    }
    /// Mostly one for which this holds.
    template <class T, class Wanted>
    static T pick(SeededRandom &random, const std::vector<T> &list, Wanted isWanted)
    {
        T one = list[random.below(list.size())];
        for (std::size_t tries = 0; tries < list.size() && !isWanted(one) && !random.oneIn(20); ++tries)
            one = list[random.below(list.size())];
        return one;
    }
    PublicKey pickOpen(SeededRandom &random, const std::vector<PublicKey> &orders)
    {
        return pick(random, orders, [this](const PublicKey &key) {
            const auto order = stateOf<trading::Order>(key);
            return order && !order->isOver(m_twins->now());
        });
    }
    std::vector<PublicKey> &someSide(SeededRandom &random) { return random.oneIn(2) ? m_bids : m_asks; }
    PublicKey ownerOf(const PublicKey &order, SeededRandom &random)
    {
        const auto state = stateOf<trading::Order>(order);
        return mostly(state ? programs::wire::fromKey(state->owner()) : m_users[0], random);
    }
    bool isOver(const PublicKey &key)
    {
        const auto order = stateOf<trading::Order>(key);
        return !order || order->isOver(m_twins->now());
    }
    /// As its client reads it, mostly just before.
    PublicKey nextOrder(const PublicKey &owner, SeededRandom &random)
    {
        const std::uint64_t count = stateOf<trading::Market>(m_market).value_or(trading::Market{}).activeOrders;
        return orderKey(owner, random.oneIn(20) ? random.below(count + 2) : count);
    }
    static std::uint64_t someQuantity(SeededRandom &random)
    {
        return random.oneIn(20) ? random.next() : random.below(100);
    }
    static std::uint64_t somePrice(std::uint64_t least, SeededRandom &random)
    {
        return random.oneIn(20) ? random.next() : least + random.below(60);
    }
    MarketTokens tokens()
    {
        MarketTokens tokens = m_tokens;
        if (const auto config = stateOf<trading::SettlementConfig>(m_config))
            tokens.feeReceiver = programs::wire::fromKey(config->feeReceiver);
        return tokens;
    }

    const PublicKey m_program = program();
    const PublicKey m_market = theMarket();
    const PublicKey m_config = TradeCalls::derived({asBytes("settlement_config")});
    MarketTokens m_tokens;
    PublicKey m_reachable; ///< a mint that no market may have
    std::vector<Certificate> m_certificates;
    std::vector<PublicKey> m_bids;
    std::vector<PublicKey> m_asks;
    std::vector<Trade> m_trades;
};

void TradingScenario::setUp(Twins &twins)
{
    MarketScenario::setUp(twins);
    certify();
    must("initialize_market", foundMarket(m_admin), m_admin);
    endow();
    must("configure_settlement", configure(m_admin, m_tokens), m_admin);
    m_asks.push_back(orderKey(m_users[0], 0));
    must("create_sell_order", sellAt(m_asks[0], m_users[0], {100, 150}), m_admin);
    m_bids.push_back(orderKey(m_users[1], 1));
    must("create_buy_order", buyAt(m_bids[0], m_users[1], {100, 160}), m_admin);
    must("match_orders", matchBy(m_admin, m_bids[0], m_asks[0], 10), m_admin);
    const PublicKey record = tradeKey(m_bids[0], m_asks[0]);
    m_trades.push_back({{m_bids[0], m_asks[0], m_users[1], m_users[0]}, record, settlementKey(record)});
}

/// Certificates of growing size; the last ones are given away, revoked and not validated.
void TradingScenario::certify()
{
    using Calls = GovernanceCalls;
    using Init = governance::InitializePoa;
    must("initialize_poa", Calls::call<Init>({}, {{Init::authority, m_admin}}), m_admin);
    must("link_registry", Calls::link(m_admin, registryProgram), m_admin);
    must("set_certificate_transfers", Calls::governing<governance::SetCertificateTransfers>(m_admin, {true}), m_admin);
    m_twins->advance(1);
    must("update_meter_reading", reading(m_oracle, {40'000, 0, m_twins->now()}), m_oracle);
    for (std::uint64_t i = 0; i < certificateCount; ++i) {
        const std::string id = "E" + std::to_string(i);
        must("issue_erc", Calls::issue(m_admin, id, 200 * (i + 1) * (i + 1)), m_admin);
        if (i + 1 < certificateCount)
            must("validate_erc_for_trading", Calls::validate(m_admin, id), m_admin);
        if (i + 2 == certificateCount)
            must("revoke_erc", Calls::revoke(m_admin, "mistaken", id), m_admin);
        if (i + 3 == certificateCount)
            must("transfer_erc", Calls::transfer(m_users[0], m_users[1], id), m_admin);
        m_certificates.push_back({Calls::ercKey(id), Calls::ownerKey(id)});
    }
}

void TradingScenario::endow()
{
    m_tokens = {m_twins->wallet(100), m_twins->wallet(101), m_admin};
    std::vector<PublicKey> wallets = m_users;
    wallets.push_back(m_admin);
    foundMint(*m_twins, {m_tokens.energy, solana::tokenProgram, m_admin, wallets, 1'000'000'000});
    foundMint(*m_twins, {m_tokens.coin, solana::token2022Program, m_admin, wallets, 1'000'000'000'000});
    m_reachable = foundReachableMint(*m_twins, m_twins->wallet(102), m_admin);
}

std::vector<PublicKey> TradingScenario::strangers()
{
    std::vector<PublicKey> list = MarketScenario::strangers();
    list.insert(list.end(), {m_market, m_config, m_program, m_reachable, m_tokens.energy, m_tokens.coin,
                             solana::tokenProgram, solana::token2022Program});
    for (const PublicKey &user : m_users)
        list.insert(list.end(), {m_tokens.energyOf(user), m_tokens.coinsOf(user)});
    for (const Certificate &certificate : m_certificates)
        list.insert(list.end(), {certificate.key, certificate.owner});
    return list;
}

/// Nothing is sold, certified or settled beyond what there is.
void TradingScenario::check(const Outcome &)
{
    for (const auto *side : {&m_bids, &m_asks}) {
        for (const PublicKey &key : *side) {
            if (const auto order = stateOf<trading::Order>(key)) {
                EXPECT_LE(order->filledAmount, order->amount);
            }
        }
    }
    for (const Certificate &certificate : m_certificates) {
        if (const auto use = stateOf<trading::CertificateUse>(useKey(certificate.key))) {
            EXPECT_LE(use->used, decodeState<governance::ErcCertificate>(m_twins->data(certificate.key)).energyAmount);
        }
    }
    for (const Trade &trade : m_trades) {
        const auto record = stateOf<trading::TradeRecord>(trade.record);
        const auto settled = stateOf<trading::TradeSettlement>(trade.settlement);
        if (!record)
            continue;
        EXPECT_LE(record->feeAmount, record->totalValue);
        if (settled) {
            EXPECT_LE(settled->amount, record->amount);
            EXPECT_LE(settled->totalValue, record->totalValue);
        }
    }
}

void TradingScenario::addMarket(std::vector<Generator> &list)
{
    add(list, "initialize", 1, [this](SeededRandom &random) {
        using Ix = trading::Initialize;
        return random.oneIn(3) ? foundMarket(mostly(m_admin, random)) // founded before
                               : TradeCalls::call<Ix>({}, {{Ix::authority, someUser(random)}});
    });
    add(list, "update_market_params", 2, [this](SeededRandom &random) {
        const auto fee = static_cast<std::uint16_t>(random.below(random.oneIn(4) ? 20'000 : 500));
        const PublicKey authority = mostly(m_admin, random);
        return parameters(authority, {fee, !random.oneIn(8)});
    });
    add(list, "configure_settlement", 2, [this](SeededRandom &random) {
        MarketTokens tokens = m_tokens;
        if (random.oneIn(10))
            std::swap(tokens.energy, tokens.coin);
        if (random.oneIn(10))
            tokens.coin = random.oneIn(2) ? m_reachable : tokens.energy;
        tokens.feeReceiver = random.oneIn(4) ? someUser(random) : m_admin;
        return configure(mostly(m_admin, random), tokens);
    });
    add(list, "approve", 3, [this](SeededRandom &random) {
        const PublicKey owner = someUser(random);
        const std::uint64_t amount = random.oneIn(5) ? random.below(2'000) : 1'000'000'000;
        return random.oneIn(2) ? approve({.mint = m_tokens.energy,
                                          .account = m_tokens.energyOf(owner),
                                          .authority = owner,
                                          .amount = amount},
                                         m_market)
                               : approve({.program = solana::token2022Program,
                                          .mint = m_tokens.coin,
                                          .account = m_tokens.coinsOf(owner),
                                          .authority = owner,
                                          .amount = amount},
                                         m_market);
    });
}

void TradingScenario::addOrders(std::vector<Generator> &list)
{
    add(list, "create_sell_order", 4, [this](SeededRandom &random) {
        const PublicKey seller = someUser(random);
        remember(m_asks, nextOrder(seller, random));
        return sellAt(m_asks.back(), seller, {someQuantity(random), somePrice(100, random)});
    });
    add(list, "create_sell_order certified", 6, [this](SeededRandom &random) { return sellCertified(random); });
    add(list, "create_buy_order", 8, [this](SeededRandom &random) {
        const PublicKey buyer = someUser(random);
        remember(m_bids, nextOrder(buyer, random));
        return buyAt(m_bids.back(), buyer, {someQuantity(random), somePrice(140, random)});
    });
    add(list, "match_orders", 14, [this](SeededRandom &random) { return matchSome(random); });
}

solana::Instruction TradingScenario::sellCertified(SeededRandom &random)
{
    const Certificate &certificate = m_certificates[random.below(m_certificates.size())];
    const auto owner = decodeState<governance::ErcOwner>(m_twins->data(certificate.owner)).owner;
    const PublicKey seller = mostly(programs::wire::fromKey(owner), random);
    remember(m_asks, nextOrder(seller, random));
    solana::Instruction sale =
        sellCertifiedAt(m_asks.back(), seller, {someQuantity(random), somePrice(100, random)}, certificate);
    if (random.oneIn(15)) // as the first version's clients
        sale.accounts.resize(trading::CreateSellOrder::ercOwner);
    return sale;
}

solana::Instruction TradingScenario::matchSome(SeededRandom &random)
{
    const PublicKey bid = pickOpen(random, m_bids);
    const PublicKey ask = pickOpen(random, random.oneIn(20) ? m_bids : m_asks);
    const auto buy = stateOf<trading::Order>(bid);
    const auto sell = stateOf<trading::Order>(ask);
    if (buy && sell) {
        const PublicKey record = tradeKey(bid, ask);
        remember(m_trades, {{bid, ask, programs::wire::fromKey(buy->owner()), programs::wire::fromKey(sell->owner())},
                            record,
                            settlementKey(record)});
    }
    const PublicKey authority = mostly(m_admin, random);
    return matchBy(authority, bid, ask, someQuantity(random));
}

void TradingScenario::addEnds(std::vector<Generator> &list)
{
    add(list, "cancel_order", 5, [this](SeededRandom &random) {
        const PublicKey order = pickOpen(random, someSide(random));
        const auto claim = stateOf<trading::CertificateClaim>(claimKey(order));
        return claim && !random.oneIn(4)
                   ? cancelCertified(order, ownerOf(order, random), programs::wire::fromKey(claim->certificate))
                   : cancel(order, ownerOf(order, random));
    });
    add(list, "close_order", 5, [this](SeededRandom &random) {
        if (random.oneIn(40))
            m_twins->advance(trading::orderLifeSeconds);
        const PublicKey order = pick(random, someSide(random), [this](const PublicKey &key) {
            return stateOf<trading::Order>(key).has_value() && isOver(key);
        });
        const auto claim = stateOf<trading::CertificateClaim>(claimKey(order));
        return claim && !random.oneIn(8)
                   ? closeCertified(order, ownerOf(order, random), programs::wire::fromKey(claim->certificate))
                   : closeOrder(order, ownerOf(order, random));
    });
}

void TradingScenario::addTrades(std::vector<Generator> &list)
{
    add(list, "settle_trade", 8, [this](SeededRandom &random) {
        const Trade trade = pick(random, m_trades, [this](const Trade &one) {
            const auto record = stateOf<trading::TradeRecord>(one.record);
            const auto settled = stateOf<trading::TradeSettlement>(one.settlement);
            return record && (!settled || settled->amount < record->amount);
        });
        return settleTrade(mostly(m_admin, random), trade.pair, tokens());
    });
    add(list, "close_trade", 5, [this](SeededRandom &random) {
        const Trade trade = pick(random, m_trades, [this](const Trade &one) {
            const auto record = stateOf<trading::TradeRecord>(one.record);
            const auto settled = stateOf<trading::TradeSettlement>(one.settlement);
            return record && settled && settled->amount == record->amount && isOver(one.pair.bid) &&
                   isOver(one.pair.ask);
        });
        return closeTradeBy(mostly(m_admin, random), trade.pair.bid, trade.pair.ask);
    });
}

TEST(TradingDifferential, nativeAndSbpfAgree)
{
    TradingScenario scenario;
    runScenario(scenario);
}

} // namespace
} // namespace paradox::test

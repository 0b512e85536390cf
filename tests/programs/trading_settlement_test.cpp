#include "token_calls.h"
#include "trading_world.h"

namespace paradox::test {
namespace {

using programs::wire::toKey;
using ::testing::Contains;

/// A market that settles energy against coins, and a trade of 40 energy at 155: 6200 coins, of which 15 are fees.
class TradingSettlement : public TradingWorld {
protected:
    void SetUp() override
    {
        TradingWorld::SetUp();
        mustRun(createMint({.mint = energy, .payer = operatorKey, .authority = operatorKey, .decimals = 9}));
        mustRun(createMint(
            {.program = solana::token2022Program, .mint = coin, .payer = operatorKey, .authority = operatorKey}));
        for (const PublicKey &wallet : {alice, bob, collector}) {
            mustRun(token::createAssociated(operatorKey, {wallet, energy, solana::tokenProgram}));
            mustRun(token::createAssociated(operatorKey, {wallet, coin, solana::token2022Program}));
        }
        mustRun(configure(operatorKey, tokens));
        ask = sell(alice, 100, 150);
        bid = buy(bob, 100, 160);
        mustRun(match(bid, ask, 40));
        fund(100, 20'000);
        allow(100, 20'000);
    }
    void fund(std::uint64_t energyAmount, std::uint64_t coins)
    {
        mustRun(mintTo({.mint = energy, .account = energyOf(alice), .authority = operatorKey, .amount = energyAmount}));
        mustRun(mintTo({.program = solana::token2022Program,
                        .mint = coin,
                        .account = coinsOf(bob),
                        .authority = operatorKey,
                        .amount = coins}));
    }
    /// Lets the market move this much of what Alice and Bob hold.
    void allow(std::uint64_t energyAmount, std::uint64_t coins)
    {
        mustRun(approve({.mint = energy, .account = energyOf(alice), .authority = alice, .amount = energyAmount},
                        marketKey));
        mustRun(approve({.program = solana::token2022Program,
                         .mint = coin,
                         .account = coinsOf(bob),
                         .authority = bob,
                         .amount = coins},
                        marketKey));
    }
    [[nodiscard]] solana::Instruction settle() const
    {
        return settleTrade(operatorKey, {bid, ask, bob, alice}, tokens);
    }
    [[nodiscard]] solana::Instruction settleWith(std::uint8_t place, const PublicKey &key) const
    {
        solana::Instruction changed = settle();
        changed.accounts[place].key = key;
        return changed;
    }
    [[nodiscard]] PublicKey energyOf(const PublicKey &wallet) const { return tokens.energyOf(wallet); }
    [[nodiscard]] PublicKey coinsOf(const PublicKey &wallet) const { return tokens.coinsOf(wallet); }
    [[nodiscard]] std::uint64_t amountIn(const PublicKey &account) const
    {
        return token::decodeTokenAccount(data(account)).value().amount;
    }
    void expectHoldings(std::uint64_t sold, std::uint64_t paid, std::uint64_t fees) const
    {
        EXPECT_EQ(amountIn(energyOf(alice)), 100 - sold);
        EXPECT_EQ(amountIn(energyOf(bob)), sold);
        EXPECT_EQ(amountIn(coinsOf(bob)), 20'000 - paid);
        EXPECT_EQ(amountIn(coinsOf(alice)), paid - fees);
        EXPECT_EQ(amountIn(coinsOf(collector)), fees);
    }

    const PublicKey energy = numbered(20);
    const PublicKey coin = numbered(21);
    const PublicKey collector = numbered(22);
    const MarketTokens tokens{energy, coin, collector};
    PublicKey ask;
    PublicKey bid;
};

TEST_F(TradingSettlement, energyIsDeliveredAgainstPaymentExactlyOnce)
{
    EXPECT_THAT(mustRun(settle()).logs, Contains(lineOf(trading::TradeSettled{toKey(tradeKey(bid, ask)), toKey(alice),
                                                                              toKey(bob), 40, 6'200, 15, now()})));
    expectHoldings(40, 6'200, 15);
    mustFail(settle(), codeOf(trading::Error::MatchAlreadySettled));
    expectHoldings(40, 6'200, 15);
}

TEST_F(TradingSettlement, aLaterMatchOfThePairSettlesWhatItAdds)
{
    mustRun(settle());
    mustRun(match(bid, ask, 10)); // 1550, of which 3 are fees
    mustRun(settle());
    expectHoldings(50, 7'750, 18);
}

TEST_F(TradingSettlement, whatCannotBeWholeDoesNotHappen)
{
    allow(100, 6'199);
    mustFail(settle(), 1);
    expectHoldings(0, 0, 0);
    allow(39, 6'200);
    mustFail(settle(), 1);
    expectHoldings(0, 0, 0);
    allow(40, 6'200);
    mustRun(settle());
    expectHoldings(40, 6'200, 15);
}

TEST_F(TradingSettlement, everyAccountIsItsPartys)
{
    using Ix = trading::SettleTrade;
    const std::uint32_t wrong = codeOf(trading::Error::WrongTokenAccount);
    mustFail(settleWith(Ix::sellerEnergy, energyOf(bob)), wrong);
    mustFail(settleWith(Ix::buyerEnergy, energyOf(collector)), wrong);
    mustFail(settleWith(Ix::buyerPayment, coinsOf(collector)), wrong);
    mustFail(settleWith(Ix::sellerPayment, coinsOf(collector)), wrong);
    mustFail(settleWith(Ix::feePayment, coinsOf(alice)), wrong);
    mustFail(settleWith(Ix::energyMint, coin), wrong);
    mustFail(settleWith(Ix::energyProgram, solana::systemProgram), 3008);
    mustFail(settleWith(Ix::sellerPayment, energyOf(alice)), 3007);
    mustFail(settleWith(Ix::authority, mallory), codeOf(trading::Error::UnauthorizedAuthority));
    expectHoldings(0, 0, 0);
}

TEST_F(TradingSettlement, theConfigurationIsTheAuthoritysAndOfHarmlessMints)
{
    mustFail(configure(mallory, tokens), codeOf(trading::Error::UnauthorizedAuthority));
    mustFail(configure(operatorKey, {energy, energy, collector}), codeOf(trading::Error::MintNotSupported));
    const PublicKey reachable = numbered(23);
    Bytes delegate{35};
    delegate.insert(delegate.end(), 32, 0x42);
    mustRun(createMint({.program = solana::token2022Program,
                        .mint = reachable,
                        .payer = operatorKey,
                        .authority = operatorKey,
                        .extensionsSize = 36,
                        .extensions = {delegate}}));
    mustFail(configure(operatorKey, {energy, reachable, collector}), codeOf(trading::Error::MintNotSupported));
}

TEST_F(TradingSettlement, anUnsettledTradeIsNotClosed)
{
    mustRun(cancel(ask, alice));
    mustRun(cancel(bid, bob));
    mustFail(closeTrade(bid, ask), codeOf(trading::Error::TradeNotSettled));
    mustRun(settle());
    mustRun(closeTrade(bid, ask));
    EXPECT_FALSE(exists(tradeKey(bid, ask)));
    EXPECT_FALSE(exists(settle().accounts[trading::SettleTrade::settlement].key));
}

} // namespace
} // namespace paradox::test

#include "programs/client/vault.h"
#include "tests/programs/energy_token_calls.h"
#include "tests/programs/registry_calls.h"
#include "tests/programs/trade_calls.h"
#include "tests/svm/held_mint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The programs that call token programs, on a real machine with the real token programs and natively: every call must
// end alike in both.
namespace paradox::test {
namespace {

class TokenPrograms : public ::testing::Test, protected RegistryCalls {
protected:
    void SetUp() override
    {
        for (const PublicKey &key : {admin, alice, bob})
            twins.put(key, {.lamports = 1'000 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
    }
    /// Runs on both; errors, logs, return data, inner calls and accounts must be the same, and what is charged here
    /// must suffice there.
    Outcome both(const std::vector<solana::Instruction> &instructions)
    {
        twins.advance(1);
        const auto outcome = twins.run({"call", instructions, admin});
        if (!outcome) {
            ADD_FAILURE() << "no transaction";
            return {};
        }
        EXPECT_THAT(outcome->differences, ::testing::IsEmpty());
        return *outcome;
    }
    void must(const std::vector<solana::Instruction> &instructions)
    {
        const Outcome outcome = both(instructions);
        EXPECT_TRUE(outcome.ok()) << outcome.error << ::testing::PrintToString(outcome.logs);
    }
    void must(const solana::Instruction &instruction) { must(std::vector{instruction}); }
    void refused(const solana::Instruction &instruction, std::uint64_t code)
    {
        const Outcome outcome = both({instruction});
        EXPECT_EQ(outcome.code(), code) << outcome.error;
    }
    [[nodiscard]] std::uint64_t amountIn(const PublicKey &account) const
    {
        const auto decoded = token::decodeTokenAccount(twins.data(account));
        return decoded ? decoded->amount : 0;
    }
    PublicKey newMint(std::uint64_t number, const PublicKey &program, std::uint64_t amount)
    {
        return foundMint(twins, {twins.wallet(number), program, admin, {admin, alice, bob}, amount});
    }

    Twins twins{{{"vault", vault::defaultProgram},
                 {"registry", registryProgram},
                 {"trading", TradeCalls::program()},
                 {"energy_token", EnergyTokenCalls::program()}}};
    const PublicKey admin = twins.wallet(1);
    const PublicKey alice = twins.wallet(2);
    const PublicKey bob = twins.wallet(3);
};

TEST_F(TokenPrograms, aVaultOfTokensTakesAndPaysAlike)
{
    const vault::Addresses at{vault::defaultProgram};
    must(vault::build(at, vault::InitConfig{.admin = admin, .programData = at.program()}));
    std::uint64_t number = 10;
    for (const PublicKey &program : {solana::tokenProgram, solana::token2022Program}) {
        const PublicKey mint = newMint(number, program, 1'000);
        const PublicKey game = at.game({number});
        must(vault::build(at, vault::CreateGame{.admin = admin,
                                                .id = {number++},
                                                .authority = admin,
                                                .treasury = admin,
                                                .currency = mint,
                                                .tokenProgram = program}));
        const PublicKey wallet = token::associatedAddress({alice, mint, program});
        const vault::TokenAccounts tokens{mint, program, wallet};
        must(vault::build(at, vault::DepositCredits{game, alice, {700}, tokens}));
        EXPECT_EQ(amountIn(at.vaultTokens(game, mint, program)), 700U);
        must(vault::build(at, vault::WithdrawCredits{game, alice, {300}, tokens}));
        EXPECT_EQ(amountIn(wallet), 600U);
        refused(vault::build(at, vault::WithdrawCredits{game, alice, {401}, tokens}),
                static_cast<std::uint64_t>(vault::VaultError::InsufficientCredits));
        refused(vault::build(at, vault::DepositCredits{game, alice, {601}, tokens}), 1);
        refused(vault::build(at, vault::DepositCredits{game, alice, {1}, std::nullopt}),
                static_cast<std::uint64_t>(vault::VaultError::TokenAccountsMissing));
    }
    const PublicKey reachable = foundReachableMint(twins, twins.wallet(20), admin);
    refused(vault::build(at, vault::CreateGame{.admin = admin,
                                               .id = {99},
                                               .authority = admin,
                                               .treasury = admin,
                                               .currency = reachable,
                                               .tokenProgram = solana::token2022Program}),
            static_cast<std::uint64_t>(vault::VaultError::MintNotSupported));
}

TEST_F(TokenPrograms, energyIsMintedFromMetersAlike)
{
    using Calls = EnergyTokenCalls;
    const solana::Instruction founding = Calls::foundToken(admin);
    must(founding);
    refused(founding, 0);
    const PublicKey wallet = Calls::tokensOf(alice);
    must(token::createAssociated(admin, Calls::holdingOf(alice)));
    must(completeCall<registry::Initialize>({}, {{registry::Initialize::authority, admin}}));
    must(setOracle(admin, bob));
    must(registerUser(alice));
    must(registerMeter(alice, meterId));
    twins.advance(60);
    must(reading(bob, {1'500, 200, twins.now()}));
    must(Calls::mintGrid(alice, meterKey(meterId), wallet));
    EXPECT_EQ(amountIn(wallet), 1'300U);
    must(Calls::mintDirect(admin, wallet, 700));
    must(Calls::burnFrom(wallet, alice, 500));
    EXPECT_EQ(token::decodeMint(twins.data(Calls::mintKey()))->supply, 1'500U);
    const Calls::OwnMint own{twins.wallet(30), admin, admin, solana::token2022Program};
    must(Calls::createOwn(own, {textView("GridTokenX"), textView("GRX"), textView("")}));
    must(Calls::mintOwn(own, bob, 70));
    must(Calls::addValidator(admin, admin, {programs::wire::toKey(bob), textView("Authority")}));
}

TEST_F(TokenPrograms, tradesAreMatchedAndSettledAlike)
{
    using Calls = TradeCalls;
    const MarketTokens tokens{newMint(40, solana::tokenProgram, 10'000), newMint(41, solana::token2022Program, 10'000),
                              admin};
    must(Calls::foundMarket(admin));
    const PublicKey market = Calls::theMarket();
    const PublicKey ask = Calls::orderKey(alice, 0);
    const PublicKey bid = Calls::orderKey(bob, 1);
    must(Calls::sellAt(ask, alice, {100, 150}));
    must(Calls::buyAt(bid, bob, {100, 160}));
    const auto match = Calls::matchBy(admin, bid, ask, 20);
    must(match);
    must(match);
    must(Calls::configure(admin, tokens));
    const auto settle = Calls::settleTrade(admin, {bid, ask, bob, alice}, tokens);
    refused(settle, 4); // nobody has made the market a delegate
    must(approve({.mint = tokens.energy, .account = tokens.energyOf(alice), .authority = alice, .amount = 40}, market));
    must(approve({.program = solana::token2022Program,
                  .mint = tokens.coin,
                  .account = tokens.coinsOf(bob),
                  .authority = bob,
                  .amount = 6'200},
                 market));
    must(settle);
    EXPECT_EQ(amountIn(tokens.energyOf(bob)), 10'040U);
    EXPECT_EQ(amountIn(tokens.coinsOf(bob)), 3'800U);
    EXPECT_EQ(amountIn(tokens.coinsOf(admin)), 10'014U); // the fees of two matches of 3100, each rounded down
    refused(settle, static_cast<std::uint64_t>(trading::Error::MatchAlreadySettled));
    must(Calls::cancel(ask, alice));
    must(Calls::closeOrder(ask, alice));
}

} // namespace
} // namespace paradox::test

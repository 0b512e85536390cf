#include "domain/base58.h"
#include "programs/client/complete_call.h"
#include "programs/client/token.h"
#include "programs/client/vault.h"
#include "programs/energy_token/energy_token.h"
#include "programs/program_ids.h"
#include "programs/registry/registry.h"
#include "programs/trading/trading.h"
#include "tests/programs/token_calls.h"
#include "tests/svm/twins.h"

#include <gtest/gtest.h>

// The programs that call token programs, on a real machine with the real token programs and natively: every call must
// end alike in both.
namespace paradox::test {
namespace {

namespace energy = program::energy_token;
namespace registry = program::registry;
namespace trading = program::trading;
using programs::Named;
using programs::wire::toKey;

PublicKey idOf(const char *text)
{
    return *fromBase58<PublicKey>(text);
}

program::TextView textView(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), static_cast<std::uint32_t>(text.size())};
}

class TokenPrograms : public ::testing::Test {
protected:
    void SetUp() override
    {
        for (const PublicKey &key : {admin, alice, bob})
            twins.put(key, {.lamports = 1'000 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
    }
    /// Runs on both; errors, logs, return data, inner calls and accounts must be the same. What a call is charged
    /// natively is an estimate of the ledger's, for which the costs have tests of their own.
    Outcome both(const std::vector<solana::Instruction> &instructions)
    {
        twins.advance(1);
        const auto outcome = twins.run({"call", instructions, admin});
        if (!outcome) {
            ADD_FAILURE() << "no transaction";
            return {};
        }
        for (const std::string &difference : outcome->differences)
            EXPECT_TRUE(difference.starts_with("compute units")) << difference;
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
    template <class Ix>
    static solana::Instruction call(const char *program, const typename Ix::Args &args,
                                    std::initializer_list<Named> named)
    {
        return programs::completeCall<Ix>(idOf(program), args, named);
    }
    [[nodiscard]] std::uint64_t amountIn(const PublicKey &account) const
    {
        const auto decoded = token::decodeTokenAccount(twins.data(account));
        return decoded ? decoded->amount : 0;
    }
    /// A mint of which each wallet holds this much.
    PublicKey newMint(std::uint64_t number, const PublicKey &program, std::uint64_t amount)
    {
        const PublicKey mint = twins.wallet(number);
        must(createMint({.program = program, .mint = mint, .payer = admin, .authority = admin}));
        for (const PublicKey &wallet : {admin, alice, bob}) {
            const token::Holding holding{wallet, mint, program};
            must({token::createAssociated(admin, holding), mintTo({.program = program,
                                                                   .mint = mint,
                                                                   .account = token::associatedAddress(holding),
                                                                   .authority = admin,
                                                                   .amount = amount})});
        }
        return mint;
    }

    Twins twins{{{"vault", idOf(programs::vaultDefaultId)},
                 {"registry", idOf(programs::registryDefaultId)},
                 {"trading", idOf(programs::tradingDefaultId)},
                 {"energy_token", idOf(programs::energy_tokenDefaultId)}}};
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
    const PublicKey reachable = twins.wallet(20);
    Bytes delegate{35};
    delegate.insert(delegate.end(), 32, 0x42);
    must(createMint({.program = solana::token2022Program,
                     .mint = reachable,
                     .payer = admin,
                     .authority = admin,
                     .extensionsSize = 36,
                     .extensions = {delegate}}));
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
    const char *const program = programs::energy_tokenDefaultId;
    const char *const meters = programs::registryDefaultId;
    const auto founding = call<energy::InitializeToken>(program, {}, {{energy::InitializeToken::authority, admin}});
    must(founding);
    refused(founding, 0);
    const PublicKey info = founding.accounts[energy::InitializeToken::tokenInfo].key;
    const PublicKey mint = founding.accounts[energy::InitializeToken::mint].key;
    const token::Holding holding{alice, mint, solana::tokenProgram};
    const PublicKey wallet = token::associatedAddress(holding);
    must(token::createAssociated(admin, holding));
    must(call<registry::Initialize>(meters, {}, {{registry::Initialize::authority, admin}}));
    must(call<registry::SetOracleAuthority>(meters, {toKey(bob)}, {{registry::SetOracleAuthority::authority, admin}}));
    must(call<registry::RegisterUser>(meters, {registry::UserType::Prosumer, textView("Bangkok")},
                                      {{registry::RegisterUser::userAuthority, alice}}));
    const auto meterCall = call<registry::RegisterMeter>(meters, {textView("METER_001"), registry::MeterType::Solar},
                                                         {{registry::RegisterMeter::userAuthority, alice}});
    must(meterCall);
    const PublicKey meter = meterCall.accounts[registry::RegisterMeter::meterAccount].key;
    twins.advance(60);
    must(call<registry::UpdateMeterReading>(
        meters, {1'500, 200, twins.now()},
        {{registry::UpdateMeterReading::meterAccount, meter}, {registry::UpdateMeterReading::oracleAuthority, bob}}));
    using Grid = energy::MintGridTokens;
    const auto grid = call<Grid>(program, {},
                                 {{Grid::mint, mint},
                                  {Grid::meterAccount, meter},
                                  {Grid::userTokenAccount, wallet},
                                  {Grid::meterOwner, alice},
                                  {Grid::registryProgram, idOf(meters)}});
    must(grid);
    EXPECT_EQ(amountIn(wallet), 1'300U);
    using Direct = energy::MintTokensDirect;
    must(call<Direct>(program, {700},
                      {{Direct::mint, mint}, {Direct::userTokenAccount, wallet}, {Direct::authority, admin}}));
    using Burn = energy::BurnTokens;
    must(call<Burn>(
        program, {500},
        {{Burn::tokenInfo, info}, {Burn::mint, mint}, {Burn::tokenAccount, wallet}, {Burn::authority, alice}}));
    EXPECT_EQ(token::decodeMint(twins.data(mint))->supply, 1'500U);
    using Create = energy::CreateTokenMint;
    const PublicKey own = twins.wallet(30);
    must(call<Create>(program, {textView("GridTokenX"), textView("GRX"), textView("")},
                      {{Create::mint, own},
                       {Create::metadata, twins.wallet(31)},
                       {Create::payer, admin},
                       {Create::authority, admin},
                       {Create::tokenProgram, solana::token2022Program},
                       {Create::metadataProgram, twins.wallet(32)}}));
    using ToWallet = energy::MintToWallet;
    must(call<ToWallet>(program, {70},
                        {{ToWallet::mint, own},
                         {ToWallet::destination, token::associatedAddress({bob, own, solana::token2022Program})},
                         {ToWallet::destinationOwner, bob},
                         {ToWallet::authority, admin},
                         {ToWallet::payer, admin},
                         {ToWallet::tokenProgram, solana::token2022Program}}));
    using Add = energy::AddRecValidator;
    must(call<Add>(program, {toKey(bob), textView("Authority")},
                   {{Add::tokenInfo, info}, {Add::authority, admin}, {Add::payer, admin}}));
}

TEST_F(TokenPrograms, tradesAreMatchedAndSettledAlike)
{
    const char *const program = programs::tradingDefaultId;
    const PublicKey absent = idOf(program);
    const PublicKey energyMint = newMint(40, solana::tokenProgram, 10'000);
    const PublicKey coin = newMint(41, solana::token2022Program, 10'000);
    const auto founding = call<trading::InitializeMarket>(program, {}, {{trading::InitializeMarket::authority, admin}});
    must(founding);
    const PublicKey market = founding.accounts[trading::InitializeMarket::market].key;
    const auto orderKey = [&](const PublicKey &wallet, std::uint64_t count) {
        const Bytes number = solana::BorshWriter().put(count).take();
        const ByteSpan seeds[] = {asBytes("order"), wallet.span(), number};
        return solana::findProgramAddress(seeds, idOf(program))->key;
    };
    const PublicKey ask = orderKey(alice, 0);
    const PublicKey bid = orderKey(bob, 1);
    using Sell = trading::CreateSellOrder;
    must(call<Sell>(program, {100, 150},
                    {{Sell::market, market},
                     {Sell::order, ask},
                     {Sell::authority, alice},
                     {Sell::certificateUse, absent},
                     {Sell::certificateClaim, absent}}));
    using Buy = trading::CreateBuyOrder;
    must(call<Buy>(program, {100, 160}, {{Buy::market, market}, {Buy::order, bid}, {Buy::authority, bob}}));
    using Match = trading::MatchOrders;
    const auto match = call<Match>(
        program, {20},
        {{Match::market, market}, {Match::buyOrder, bid}, {Match::sellOrder, ask}, {Match::authority, admin}});
    must(match);
    must(match);
    using Configure = trading::ConfigureSettlement;
    must(call<Configure>(program, {},
                         {{Configure::market, market},
                          {Configure::energyMint, energyMint},
                          {Configure::paymentMint, coin},
                          {Configure::feeReceiver, admin},
                          {Configure::authority, admin}}));
    const auto energyOf = [&](const PublicKey &wallet) {
        return token::associatedAddress({wallet, energyMint, solana::tokenProgram});
    };
    const auto coinsOf = [&](const PublicKey &wallet) {
        return token::associatedAddress({wallet, coin, solana::token2022Program});
    };
    using Settle = trading::SettleTrade;
    const auto settle = call<Settle>(program, {},
                                     {{Settle::tradeRecord, match.accounts[Match::tradeRecord].key},
                                      {Settle::sellerEnergy, energyOf(alice)},
                                      {Settle::buyerEnergy, energyOf(bob)},
                                      {Settle::buyerPayment, coinsOf(bob)},
                                      {Settle::sellerPayment, coinsOf(alice)},
                                      {Settle::feePayment, coinsOf(admin)},
                                      {Settle::energyMint, energyMint},
                                      {Settle::paymentMint, coin},
                                      {Settle::authority, admin},
                                      {Settle::energyProgram, solana::tokenProgram},
                                      {Settle::paymentProgram, solana::token2022Program}});
    refused(settle, 4); // nobody has made the market a delegate
    must(approve({.mint = energyMint, .account = energyOf(alice), .authority = alice, .amount = 40}, market));
    must(approve(
        {.program = solana::token2022Program, .mint = coin, .account = coinsOf(bob), .authority = bob, .amount = 6'200},
        market));
    must(settle);
    EXPECT_EQ(amountIn(energyOf(bob)), 10'040U);
    EXPECT_EQ(amountIn(coinsOf(bob)), 3'800U);
    EXPECT_EQ(amountIn(coinsOf(admin)), 10'014U); // the fees of two matches of 3100, each rounded down
    refused(settle, static_cast<std::uint64_t>(trading::Error::MatchAlreadySettled));
    using Cancel = trading::CancelOrder;
    must(call<Cancel>(program, {},
                      {{Cancel::market, market},
                       {Cancel::order, ask},
                       {Cancel::authority, alice},
                       {Cancel::certificateUse, absent},
                       {Cancel::certificateClaim, absent},
                       {Cancel::rentReceiver, absent}}));
    using Close = trading::CloseOrder;
    must(call<Close>(program, {}, {{Close::order, ask}, {Close::authority, alice}, {Close::rentReceiver, alice}}));
}

} // namespace
} // namespace paradox::test

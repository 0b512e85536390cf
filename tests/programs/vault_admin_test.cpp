#include "program_values.h"
#include "vault_world.h"

namespace paradox::test {
namespace {

using vault::VaultError;

class VaultAdmin : public VaultWorld {};

TEST_F(VaultAdmin, addressesAreThoseOfTheReference)
{
    EXPECT_EQ(at.program(), keyOf("8jrMsGNM9HwmPU94cotLQCxGu15iW7Mt3WZeggfwvv2x"));
    EXPECT_EQ(at.config(), keyOf("HHefAxKZQqaLj3V2Hd9XfTBRPe8av4JTmvE4DWiygER8"));
    EXPECT_EQ(at.game({1}), keyOf("BA97Pnr6438wvVhB7qjT4s4q8QPwXQ8GKNaEAvmCtSQR"));
    EXPECT_EQ(at.vault(at.game({1})), keyOf("5ocRbzwENdgiSKkCEL6eohWTbm5ZxoeAWmceRTsaq1Dq"));
}

TEST_F(VaultAdmin, foundingHappensOnce)
{
    EXPECT_EQ(vault::decodeConfig(host.data(at.config()))->admin, admin);
    expectRefused(vault::InitConfig{.admin = alice, .programData = program()}, VaultError::AlreadyApplied);
    expectRefused(vault::CreateGame{.admin = admin, .id = {1}, .authority = alice, .treasury = alice},
                  VaultError::AlreadyApplied);
}

TEST_F(VaultAdmin, onlyTheUpgradeAuthorityFoundsAnUpgradeableProgram)
{
    host.accounts.erase(at.config());
    const PublicKey loader = keyOf("BPFLoaderUpgradeab1e11111111111111111111111");
    const PublicKey programData = named(7, 7);
    HostAccount &code = host.accounts[program()];
    code.owner = loader;
    code.data = {2, 0, 0, 0};
    code.data.insert(code.data.end(), programData.bytes.begin(), programData.bytes.end());
    HostAccount &upgrade = host.accounts[programData];
    upgrade.owner = loader;
    upgrade.data = {3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    upgrade.data.insert(upgrade.data.end(), admin.bytes.begin(), admin.bytes.end());
    code.lamports = upgrade.lamports = lamportsPerSol;

    expectRefused(vault::InitConfig{.admin = alice, .programData = programData}, VaultError::NotUpgradeAuthority);
    expectRefused(vault::InitConfig{.admin = admin, .programData = named(8, 8)}, VaultError::NotUpgradeAuthority);
    const auto before = host.accounts;
    EXPECT_TRUE(call(vault::InitConfig{.admin = admin, .programData = programData}).ok());

    host.accounts = before;
    host.accounts[programData].data[12] = 0; // frozen: there is no authority any more
    EXPECT_TRUE(call(vault::InitConfig{.admin = alice, .programData = programData}).ok());
}

TEST_F(VaultAdmin, venuesAreTheAdminsAlone)
{
    expectRefused(vault::CreateGame{.admin = alice, .id = {2}, .authority = alice, .treasury = alice},
                  VaultError::Unauthorized);
    solana::Instruction withoutSignature =
        vault::build(at, vault::CreateGame{.admin = admin, .id = {2}, .authority = alice, .treasury = alice});
    withoutSignature.accounts[3].isSigner = false;
    expectRefused(withoutSignature, accountNotSigner);
}

TEST_F(VaultAdmin, venuesTakeLamportsAndModestFees)
{
    vault::CreateGame create{.admin = admin, .id = {2}, .authority = authority, .treasury = treasury, .feeBps = 1001};
    expectRefused(create, VaultError::FeeTooHigh);
    create.feeBps = 1000;
    create.currency = named(1, 1);
    expectRefused(create, VaultError::TokenAccountsMissing);
    create.currency = vault::lamportsMint;
    expectOk(create);
    EXPECT_EQ(vault::decodeGame(host.data(at.game({2})))->feeBps, 1000);
}

TEST_F(VaultAdmin, aVenueAtAnotherAddressIsRefused)
{
    solana::Instruction create =
        vault::build(at, vault::CreateGame{.admin = admin, .id = {2}, .authority = authority, .treasury = treasury});
    create.accounts[1].key = named(1, 8);
    expectRefused(create, constraintSeeds);
    create =
        vault::build(at, vault::CreateGame{.admin = admin, .id = {2}, .authority = authority, .treasury = treasury});
    create.accounts[2].key = named(1, 8);
    expectRefused(create, constraintSeeds);
}

TEST_F(VaultAdmin, lamportsSentAheadBlockNothing)
{
    host.accounts[at.game({2})].lamports = 1;
    host.accounts[at.vault(at.game({2}))].lamports = 1;
    expectOk(vault::CreateGame{.admin = admin, .id = {2}, .authority = authority, .treasury = treasury});
    host.accounts[ledgerKey(alice)].lamports = 5 * lamportsPerSol;
    deposit(alice, 10);
    host.accounts[itemKey(1)].lamports = 890'880;
    newItem(alice, 1);
}

TEST_F(VaultAdmin, pauseStopsNewActivityButNoOneFromLeaving)
{
    deposit(alice, 100);
    expectRefused(vault::SetPaused{.game = game, .admin = alice, .newActivity = true}, VaultError::Unauthorized);
    expectOk(vault::SetPaused{.game = game, .admin = admin, .newActivity = true, .settlements = true});

    expectRefused(vault::DepositCredits{game, alice, {1}}, VaultError::NewActivityPaused);
    expectRefused(vault::RegisterItem{game, alice, named<vault::ItemId>(1)}, VaultError::NewActivityPaused);
    expectRefused(vault::RegisterSessionKey{grant(alice, 1, 5)}, VaultError::NewActivityPaused);
    expectRefused(vault::SettleNetBatch{.game = game, .authority = authority, .batch = named<BatchId>(1)},
                  VaultError::SettlementsPaused);
    expectOk(vault::WithdrawCredits{game, alice, {100}});

    expectOk(vault::SetPaused{.game = game, .admin = admin});
    deposit(alice, 1);
}

TEST_F(VaultAdmin, malformedCallsAreAnswered)
{
    const solana::Instruction deposit = vault::build(at, vault::DepositCredits{game, alice, {1}});
    const auto with = [&](auto change) {
        solana::Instruction changed = deposit;
        change(changed);
        return changed;
    };
    expectRefused(with([](auto &i) { i.data.clear(); }), 100);
    expectRefused(with([](auto &i) { i.data[0] ^= 1; }), 101);
    for (std::size_t size = 8; size < deposit.data.size(); ++size)
        expectRefused(with([&](auto &i) { i.data.resize(size); }), 102);
    expectRefused(with([](auto &i) { i.data.push_back(0); }), 102);
    for (std::size_t count = 0; count < deposit.accounts.size(); ++count)
        expectRefused(with([&](auto &i) { i.accounts.resize(count); }), 3005);
    expectRefused(with([](auto &i) { i.accounts[4].key = named(1); }), 3008);
    expectRefused(with([](auto &i) { i.accounts[1].isWritable = false; }), 2000);
    const HostResult many = host.run(with([](auto &i) { i.accounts.resize(200, i.accounts[4]); }));
    EXPECT_EQ(many.code, std::uint64_t{2} << 32);
}

} // namespace
} // namespace paradox::test

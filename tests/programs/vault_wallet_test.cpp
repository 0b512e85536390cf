#include "vault_world.h"

#include "domain/sha256.h"

namespace paradox::test {
namespace {

using vault::VaultError;

class VaultWallet : public VaultWorld {};

constexpr std::uint64_t notInitialised = 3012;
constexpr std::uint64_t wrongKind = 3002;

TEST_F(VaultWallet, depositCreatesTheLedgerAndBooksCredits)
{
    const auto before = host.accounts[alice].lamports;
    const auto event = eventOf<vault::CreditsDeposited>(expectOk(vault::DepositCredits{game, alice, {500}}));
    EXPECT_EQ(event, (vault::CreditsDeposited{game, alice, {500}, {500}}));
    EXPECT_EQ(ledger(alice).available, Lamports{500});
    EXPECT_EQ(host.accounts[alice].lamports, before - 500 - host.accounts[ledgerKey(alice)].lamports);
    deposit(alice, 7);
    EXPECT_EQ(ledger(alice).available, Lamports{507});
    expectRefused(vault::DepositCredits{game, alice, {0}}, VaultError::InvalidAmount);
}

TEST_F(VaultWallet, aDepositBeyondTheWalletFailsWhole)
{
    deposit(alice, 1);
    expectRefused(vault::build(at, vault::DepositCredits{game, alice, {~std::uint64_t{0}}}), 1);
}

TEST_F(VaultWallet, withdrawalPaysWhatIsAvailable)
{
    deposit(alice, 500);
    deposit(bob, 500);
    const auto before = host.accounts[alice].lamports;
    const auto event = eventOf<vault::CreditsWithdrawn>(expectOk(vault::WithdrawCredits{game, alice, {200}}));
    EXPECT_EQ(event.available, Lamports{300});
    EXPECT_EQ(host.accounts[alice].lamports, before + 200);
    expectRefused(vault::WithdrawCredits{game, alice, {301}}, VaultError::InsufficientCredits);
    expectRefused(vault::WithdrawCredits{game, alice, {0}}, VaultError::InvalidAmount);
}

TEST_F(VaultWallet, noOneWithdrawsFromAnothersLedger)
{
    deposit(alice, 500);
    deposit(bob, 500);
    solana::Instruction theft = vault::build(at, vault::WithdrawCredits{game, bob, {200}});
    theft.accounts[1].key = ledgerKey(alice);
    expectRefused(theft, static_cast<std::uint64_t>(VaultError::GameMismatch));
    theft = vault::build(at, vault::WithdrawCredits{game, alice, {200}});
    theft.accounts[3].isSigner = false;
    expectRefused(theft, 3010);
}

TEST_F(VaultWallet, aVenueCannotPayFromAnothersVault)
{
    expectOk(vault::CreateGame{.admin = admin, .id = {2}, .authority = authority, .treasury = treasury});
    deposit(alice, 500);
    const PublicKey other = at.game({2});
    expectOk(vault::DepositCredits{other, bob, {400}});
    solana::Instruction theft = vault::build(at, vault::WithdrawCredits{other, bob, {200}});
    theft.accounts[2].key = at.vault(game);
    expectRefused(theft, static_cast<std::uint64_t>(VaultError::GameMismatch));
    theft = vault::build(at, vault::WithdrawCredits{game, bob, {200}});
    theft.accounts[1].key = at.ledger(other, bob);
    expectRefused(theft, static_cast<std::uint64_t>(VaultError::GameMismatch));
}

TEST_F(VaultWallet, accountsOfAnotherKindOrMakerAreRefused)
{
    deposit(alice, 500);
    const PublicKey sword = newItem(alice, 1);
    solana::Instruction withdraw = vault::build(at, vault::WithdrawCredits{game, alice, {1}});
    withdraw.accounts[1].key = sword;
    expectRefused(withdraw, wrongKind);
    withdraw.accounts[1].key = named(99);
    expectRefused(withdraw, notInitialised);
    HostAccount forged = host.accounts[ledgerKey(alice)];
    forged.owner = named(98);
    host.accounts[named(97)] = forged;
    withdraw.accounts[1].key = named(97);
    expectRefused(withdraw, 3007);
}

TEST_F(VaultWallet, anEmptyLedgerClosesAndOpensAgain)
{
    deposit(alice, 500);
    expectRefused(vault::ClosePlayerLedger{game, alice}, VaultError::LedgerNotEmpty);
    expectOk(vault::WithdrawCredits{game, alice, {500}});
    registerGrant(alice, 1, 10);
    expectRefused(vault::ClosePlayerLedger{game, alice}, VaultError::GrantsLive);
    host.now += 3600;
    expectOk(vault::ClosePlayerLedger{game, alice});
    EXPECT_EQ(host.accounts[ledgerKey(alice)], HostAccount{});
    deposit(alice, 1);
    expectOk(vault::BumpSessionEpoch{game, alice});
    expectOk(vault::WithdrawCredits{game, alice, {1}});
    expectRefused(vault::ClosePlayerLedger{game, alice}, VaultError::EpochRaised);
}

TEST_F(VaultWallet, anyoneMayOpenALedgerForAWallet)
{
    expectOk(vault::OpenPlayerLedger{.game = game, .player = carol, .payer = authority});
    EXPECT_EQ(ledger(carol).player, carol);
    expectRefused(vault::OpenPlayerLedger{.game = game, .player = carol, .payer = authority},
                  VaultError::AlreadyApplied);
}

TEST_F(VaultWallet, itemsAreRegisteredOnceAndMovedByTheirOwner)
{
    const PublicKey sword = newItem(alice, 1);
    EXPECT_EQ(item(sword).owner, alice);
    expectRefused(vault::RegisterItem{game, bob, named<vault::ItemId>(1)}, VaultError::AlreadyApplied);
    expectRefused(vault::TransferItem{game, bob, sword, bob}, VaultError::NotItemOwner);
    expectRefused(vault::TransferItem{game, alice, sword, alice}, VaultError::InvalidOwner);
    expectRefused(vault::TransferItem{game, alice, sword, PublicKey{}}, VaultError::InvalidOwner);
    const auto event = eventOf<vault::ItemTransferred>(expectOk(vault::TransferItem{game, alice, sword, bob}));
    EXPECT_EQ(event, (vault::ItemTransferred{game, sword, alice, bob}));
    EXPECT_EQ(item(sword).owner, bob);
}

TEST_F(VaultWallet, aListingHoldsTheItemUntilCancelled)
{
    const PublicKey sword = newItem(alice, 1);
    const vault::CreateListing create{game, alice, sword, 42, {1000}, {host.now + 60}};
    vault::CreateListing bad = create;
    bad.price = {0};
    expectRefused(bad, VaultError::InvalidAmount);
    bad = create;
    bad.expiresAt = {host.now};
    expectRefused(bad, VaultError::InvalidTime);
    bad = create;
    bad.seller = bob;
    expectRefused(bad, VaultError::NotItemOwner);

    expectOk(create);
    const auto listing = vault::decodeListing(host.data(at.listing(game, 42))).value();
    EXPECT_EQ(listing.price, Lamports{1000});
    EXPECT_EQ(listing.seller, alice);
    expectRefused(vault::TransferItem{game, alice, sword, bob}, VaultError::ItemListed);
    expectRefused(vault::CancelListing{game, bob, sword, 42}, VaultError::Unauthorized);
    const auto lamports = host.accounts[alice].lamports;
    expectOk(vault::CancelListing{game, alice, sword, 42});
    EXPECT_GT(host.accounts[alice].lamports, lamports);
    expectOk(vault::TransferItem{game, alice, sword, bob});
}

TEST_F(VaultWallet, aGrantIsRecordedWithTheHashOfItsBytes)
{
    const Grant given = grant(alice, 1, 700);
    const auto event = eventOf<vault::SessionKeyInitialized>(expectOk(vault::RegisterSessionKey{given}));
    const Hash hash = sha256(encodeGrant(given));
    EXPECT_EQ(event.grantHash, hash);
    const auto session = vault::decodeSession(host.data(at.session(alice, given.session))).value();
    EXPECT_EQ(session.grantHash, hash);
    EXPECT_EQ(session.engine, game);
    EXPECT_EQ(session.expiresAt, given.expiresAt);
    EXPECT_FALSE(session.isRevoked);
    EXPECT_EQ(ledger(alice).available, Lamports{0});
    EXPECT_EQ(ledger(alice).allowance({host.now}), Lamports{700});
    EXPECT_EQ(ledger(alice).allowance({host.now + 3600}), Lamports{0});
    expectRefused(vault::RegisterSessionKey{given}, VaultError::AlreadyApplied);
}

TEST_F(VaultWallet, grantsOfBadFormAreRefused)
{
    const auto refuse = [&](auto change, VaultError error) {
        Grant bad = grant(alice, 1, 700);
        change(bad);
        expectRefused(vault::RegisterSessionKey{bad}, error);
    };
    refuse([](Grant &g) { g.actions = 0; }, VaultError::InvalidGrant);
    refuse([](Grant &g) { g.actions = 16; }, VaultError::InvalidGrant);
    refuse([](Grant &g) { g.maxPerIntent = {701}; }, VaultError::InvalidGrant);
    refuse([](Grant &g) { g.maxPerIntent = {0}; }, VaultError::InvalidGrant);
    refuse([](Grant &g) { g.maxTotal = {amountMax.value + 1}; }, VaultError::InvalidGrant);
    refuse([](Grant &g) { g.maxIntents = 0; }, VaultError::InvalidGrant);
    refuse(
        [&](Grant &g) {
            g.expiresAt = {host.now};
            g.notBefore = {host.now - 9};
        },
        VaultError::InvalidTime);
    refuse([](Grant &g) { g.notBefore = g.expiresAt; }, VaultError::InvalidTime);
    refuse([](Grant &g) { g.expiresAt.value += grantLifeSecondsMax; }, VaultError::InvalidTime);
    refuse(
        [](Grant &g) {
            g.notBefore.value += 800'000;
            g.expiresAt.value += 800'000;
        },
        VaultError::InvalidTime);
    refuse([](Grant &g) { g.epoch = 1; }, VaultError::WrongEpoch);
    refuse([&](Grant &g) { g.session = alice; }, VaultError::InvalidGrant);

    solana::Instruction withoutSignature = vault::build(at, vault::RegisterSessionKey{grant(alice, 1, 700)});
    withoutSignature.accounts[4].isSigner = false;
    expectRefused(withoutSignature, 3010);
}

TEST_F(VaultWallet, aLedgerHoldsEightLiveGrants)
{
    for (std::uint8_t i = 0; i < vault::grantSlotsMax; ++i) {
        Grant given = grant(alice, static_cast<std::uint8_t>(10 + i), 100);
        given.expiresAt.value -= i * 60;
        expectOk(vault::RegisterSessionKey{given});
    }
    EXPECT_EQ(ledger(alice).allowance({host.now}), Lamports{800});
    EXPECT_TRUE(std::ranges::is_sorted(ledger(alice).grants, {}, &vault::GrantSlot::expiresAt));
    expectRefused(vault::RegisterSessionKey{grant(alice, 50, 1)}, VaultError::TooManyGrants);
    host.now += 3600 - 7 * 60; // the last of them expires
    registerGrant(alice, 51, 5);
    EXPECT_EQ(ledger(alice).grants.size(), vault::grantSlotsMax);
}

TEST_F(VaultWallet, ownerOrSessionRevokesAndNoOneElse)
{
    registerGrant(alice, 1, 700);
    registerGrant(alice, 2, 50);
    const PublicKey first = named(1, 5);
    const PublicKey second = named(2, 5);
    expectRefused(vault::RevokeSessionKey{game, alice, first, bob}, VaultError::Unauthorized);
    expectRefused(vault::RevokeSessionKey{game, alice, first, second}, VaultError::Unauthorized);
    expectOk(vault::RevokeSessionKey{game, alice, first, first});
    EXPECT_EQ(ledger(alice).allowance({host.now}), Lamports{50});
    EXPECT_TRUE(vault::decodeSession(host.data(at.session(alice, first)))->isRevoked);
    expectRefused(vault::RevokeSessionKey{game, alice, first, alice}, VaultError::SessionRevoked);
    expectOk(vault::RevokeSessionKey{game, alice, second, alice});
    EXPECT_EQ(ledger(alice).allowance({host.now}), Lamports{0});
}

TEST_F(VaultWallet, raisingTheEpochRevokesAllAndOldGrantsStayOut)
{
    registerGrant(alice, 1, 700);
    registerGrant(alice, 2, 50);
    const auto event = eventOf<vault::SessionEpochBumped>(expectOk(vault::BumpSessionEpoch{game, alice}));
    EXPECT_EQ(event.epoch, 1u);
    EXPECT_FALSE(ledger(alice).hasLiveGrant({host.now}));
    expectRefused(vault::RegisterSessionKey{grant(alice, 3, 5)}, VaultError::WrongEpoch);
    Grant renewed = grant(alice, 3, 5);
    renewed.epoch = 1;
    expectOk(vault::RegisterSessionKey{renewed});
}

} // namespace
} // namespace paradox::test

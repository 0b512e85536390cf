#include "vault_world.h"

namespace paradox::test {
namespace {

using vault::BatchPhase;
using vault::VaultError;

/// Alice sells a sword, Bob a shield; Bob and Carol have money and grants.
class VaultSettlement : public VaultWorld {
protected:
    void SetUp() override
    {
        VaultWorld::SetUp();
        sword = newItem(alice, 1);
        shield = newItem(bob, 2);
        deposit(bob, 10'000);
        deposit(carol, 10'000);
        registerGrant(alice, 1, 1);
        registerGrant(bob, 2, 5'000);
        registerGrant(carol, 3, 5'000);
    }

    /// Alice's sword to Bob for 1000, Bob's shield to Carol for 3000; fees 10.
    [[nodiscard]] vault::SettleNetBatch whole() const
    {
        return {.game = game,
                .authority = authority,
                .batch = id,
                .fees = {10},
                .debits = {{ledgerKey(carol), {3000}}},
                .credits = {{ledgerKey(alice), {997}}, {ledgerKey(bob), {1993}}},
                .items = {{sword, ledgerKey(alice), bob}, {shield, ledgerKey(bob), carol}}};
    }
    [[nodiscard]] vault::OpenNetBatch open(std::uint16_t chunks = 2) const
    {
        return {.game = game,
                .authority = authority,
                .batch = id,
                .chunkCount = chunks,
                .itemCount = 2,
                .debitTotal = {3500},
                .creditTotal = {3490},
                .fees = {10}};
    }
    [[nodiscard]] vault::LockNetChunk lock(std::uint16_t index) const
    {
        vault::LockNetChunk chunk{.game = game, .authority = authority, .batch = id, .index = index};
        if (index == 0) {
            chunk.debits = {{ledgerKey(carol), {3000}}};
            chunk.items = {{sword, ledgerKey(alice), bob}};
        } else {
            chunk.debits = {{ledgerKey(bob), {500}}};
            chunk.items = {{shield, ledgerKey(bob), carol}};
        }
        return chunk;
    }
    [[nodiscard]] vault::CommitNetChunk commit(std::uint16_t index) const
    {
        vault::CommitNetChunk chunk{.game = game, .authority = authority, .batch = id, .index = index};
        if (index == 0) {
            chunk.credits = {{ledgerKey(alice), {3490}}};
            chunk.items = {sword};
        } else {
            chunk.items = {shield};
        }
        return chunk;
    }
    [[nodiscard]] vault::AbortNetBatch abort(std::vector<PublicKey> ledgers, std::vector<PublicKey> items) const
    {
        return {game, authority, id, std::move(ledgers), std::move(items)};
    }

    const BatchId id = named<BatchId>(0xB1);
    PublicKey sword;
    PublicKey shield;
};

TEST_F(VaultSettlement, aWholeBatchSettlesInOneCall)
{
    const HostResult result = expectOk(whole());
    EXPECT_EQ(ledger(alice).available, Lamports{997});
    EXPECT_EQ(ledger(bob).available, Lamports{11'993});
    EXPECT_EQ(ledger(carol).available, Lamports{7'000});
    EXPECT_EQ(ledger(carol).allowance({host.now}), Lamports{2'000});
    EXPECT_EQ(item(sword).owner, bob);
    EXPECT_EQ(item(shield).owner, carol);
    EXPECT_EQ(item(sword).lockSequence, 0u);
    EXPECT_EQ(venue().fees, Lamports{10});
    EXPECT_EQ(venue().settledBatches, 1u);
    EXPECT_EQ(batch(id).phase, BatchPhase::Finalized);
    EXPECT_TRUE(batch(id).isLocked(0));
    EXPECT_TRUE(batch(id).isCommitted(0));

    const auto locked = eventOf<vault::NetChunkLocked>(result);
    EXPECT_EQ(locked.debits, (std::vector<vault::CashMoved>{{carol, {3000}}}));
    EXPECT_EQ(locked.items, (std::vector<vault::ItemMoved>{{sword, alice, bob}, {shield, bob, carol}}));
    const auto committed = eventOf<vault::NetChunkCommitted>(result);
    EXPECT_EQ(committed.credits, (std::vector<vault::CashMoved>{{alice, {997}}, {bob, {1993}}}));
    EXPECT_EQ(committed.items, locked.items);
    const auto settled = eventOf<vault::NetBatchSettled>(result);
    EXPECT_EQ(settled.batch, id);
    EXPECT_EQ(settled.headerHash.bytes, id.bytes);
    EXPECT_EQ(settled.debitTotal, Lamports{3000});
    EXPECT_EQ(settled.itemCount, 2u);
}

TEST_F(VaultSettlement, aBatchSettlesOnce)
{
    expectOk(whole());
    expectRefused(whole(), VaultError::AlreadyApplied);
    expectRefused(open(), VaultError::AlreadyApplied);
}

TEST_F(VaultSettlement, aPrefundedBatchAddressBlocksNothing)
{
    host.accounts[at.batch(game, id)].lamports = 1;
    expectOk(whole());
}

TEST_F(VaultSettlement, onlyTheAuthoritySettles)
{
    auto settle = whole();
    settle.authority = admin;
    expectRefused(settle, VaultError::Unauthorized);
    solana::Instruction withoutSignature = vault::build(at, whole());
    withoutSignature.accounts[2].isSigner = false;
    expectRefused(withoutSignature, 3010);
    solana::Instruction elsewhere = vault::build(at, whole());
    elsewhere.accounts[1].key = at.batch(game, named<BatchId>(7));
    expectRefused(elsewhere, 2006);
}

TEST_F(VaultSettlement, totalsMustMatchToTheLamport)
{
    const auto refuse = [&](auto change, VaultError error) {
        auto settle = whole();
        change(settle);
        expectRefused(settle, error);
    };
    refuse([](auto &s) { s.fees.value += 1; }, VaultError::TotalsMismatch);
    refuse([](auto &s) { s.credits[0].amount.value += 1; }, VaultError::TotalsMismatch);
    refuse([](auto &s) { s.debits[0].amount.value -= 1; }, VaultError::TotalsMismatch);
    refuse([](auto &s) { s.credits[0].amount.value = ~std::uint64_t{0}; }, VaultError::Overflow);
    refuse(
        [](auto &s) {
            s.credits[0].amount = {0};
            s.credits[1].amount.value += 997;
        },
        VaultError::InvalidAmount);
}

TEST_F(VaultSettlement, nothingMovesThatNoLiveGrantAllows)
{
    auto settle = whole();
    settle.debits[0].amount = {5'001};
    settle.credits[0].amount = {2'998};
    expectRefused(settle, VaultError::AllowanceExceeded);
    host.now += 3599;
    auto last = whole();
    expectOk(last);
    host.now += 1;
    last.batch = named<BatchId>(0xB2);
    last.items = {{sword, ledgerKey(bob), alice}};
    expectRefused(last, VaultError::AllowanceExceeded);
    last.debits.clear();
    last.credits.clear();
    last.fees = {0};
    expectRefused(last, VaultError::NoLiveGrant);
}

TEST_F(VaultSettlement, aRevokedGrantAllowsNothing)
{
    expectOk(vault::RevokeSessionKey{game, carol, named(3, 5), carol});
    expectRefused(whole(), VaultError::AllowanceExceeded);
}

TEST_F(VaultSettlement, aDebitNeedsTheBalance)
{
    expectOk(vault::WithdrawCredits{game, carol, {7'001}});
    expectRefused(whole(), VaultError::InsufficientCredits);
}

TEST_F(VaultSettlement, debitsDrawTheGrantThatExpiresFirst)
{
    Grant longer = grant(carol, 4, 1'000);
    longer.expiresAt.value += 600;
    expectOk(vault::RegisterSessionKey{longer});
    expectOk(whole());
    EXPECT_EQ(ledger(carol).allowance({host.now + 3600}), Lamports{1'000});
    EXPECT_EQ(ledger(carol).allowanceExpiresAt({host.now}), longer.expiresAt);
}

TEST_F(VaultSettlement, itemsMoveFromTheirOwnerOnly)
{
    auto settle = whole();
    settle.items[0].sellerLedger = ledgerKey(carol);
    expectRefused(settle, VaultError::NotItemOwner);
    settle = whole();
    settle.items[0].newOwner = alice;
    expectRefused(settle, VaultError::InvalidOwner);
    settle = whole();
    settle.items[1] = settle.items[0];
    expectRefused(settle, VaultError::ItemLocked);
}

TEST_F(VaultSettlement, hostileLegAccountsAreRefused)
{
    const auto refuse = [&](std::size_t account, const PublicKey &key, std::uint64_t code) {
        solana::Instruction settle = vault::build(at, whole());
        settle.accounts[account].key = key;
        expectRefused(settle, code);
    };
    refuse(4, sword, 3002);
    refuse(4, named(77), 3012);
    refuse(7, ledgerKey(alice), 3002);
    refuse(8, sword, 3002);
    solana::Instruction readOnly = vault::build(at, whole());
    readOnly.accounts[4].isWritable = false;
    expectRefused(readOnly, 2000);
    solana::Instruction fewer = vault::build(at, whole());
    fewer.accounts.pop_back();
    expectRefused(fewer, static_cast<std::uint64_t>(VaultError::LegAccountsMismatch));
    solana::Instruction more = vault::build(at, whole());
    more.accounts.push_back({sword, false, true});
    expectRefused(more, static_cast<std::uint64_t>(VaultError::LegAccountsMismatch));
    auto twice = whole();
    twice.debits = {{ledgerKey(carol), {1'500}}, {ledgerKey(carol), {1'500}}};
    expectRefused(twice, VaultError::LegAlreadyLocked);
}

TEST_F(VaultSettlement, ledgersAndItemsOfAnotherVenueAreRefused)
{
    expectOk(vault::CreateGame{.admin = admin, .id = {2}, .authority = authority, .treasury = treasury});
    const PublicKey other = at.game({2});
    expectOk(vault::DepositCredits{other, carol, {9'000}});
    auto settle = whole();
    settle.debits[0].ledger = at.ledger(other, carol);
    expectRefused(settle, VaultError::GameMismatch);
    settle = whole();
    settle.credits[0].ledger = at.ledger(other, carol);
    expectRefused(settle, VaultError::GameMismatch);
}

TEST_F(VaultSettlement, aSaleEndsTheListing)
{
    expectOk(vault::CreateListing{game, alice, sword, 9, {1000}, {host.now + 60}});
    expectOk(whole());
    EXPECT_TRUE(item(sword).listing.isZero());
    expectOk(vault::CancelListing{game, alice, sword, 9});
    EXPECT_EQ(item(sword).owner, bob);
}

TEST_F(VaultSettlement, feesGoToTheTreasury)
{
    expectOk(whole());
    const auto before = host.accounts[treasury].lamports;
    expectRefused(vault::WithdrawProtocolFees{game, admin, treasury, {11}}, VaultError::InsufficientCredits);
    expectRefused(vault::WithdrawProtocolFees{game, alice, treasury, {1}}, VaultError::Unauthorized);
    expectRefused(vault::WithdrawProtocolFees{game, admin, alice, {1}}, VaultError::Unauthorized);
    expectOk(vault::WithdrawProtocolFees{game, admin, treasury, {10}});
    EXPECT_EQ(host.accounts[treasury].lamports, before + 10);
    EXPECT_EQ(venue().fees, Lamports{0});
}

TEST_F(VaultSettlement, aChunkedBatchLivesToItsEnd)
{
    expectOk(open());
    EXPECT_EQ(venue().openBatch, at.batch(game, id));
    expectOk(lock(1));
    EXPECT_EQ(ledger(bob).available, Lamports{9'500});
    EXPECT_EQ(ledger(bob).locked, Lamports{500});
    EXPECT_EQ(item(shield).owner, bob);
    expectOk(lock(0));
    EXPECT_EQ(batch(id).phase, BatchPhase::Locking);
    expectOk(commit(0));
    EXPECT_EQ(batch(id).phase, BatchPhase::Committing);
    EXPECT_EQ(ledger(alice).available, Lamports{3'490});
    EXPECT_EQ(item(sword).owner, bob);
    EXPECT_EQ(item(shield).owner, bob);
    const auto committed = eventOf<vault::NetChunkCommitted>(expectOk(commit(1)));
    EXPECT_EQ(committed.items, (std::vector<vault::ItemMoved>{{shield, bob, carol}}));
    const auto settled = eventOf<vault::NetBatchSettled>(expectOk(vault::FinalizeNetBatch{game, authority, id}));
    EXPECT_EQ(settled.chunkCount, 2);
    EXPECT_EQ(settled.walletsDebited, 2u);
    EXPECT_EQ(settled.walletsCredited, 1u);
    EXPECT_EQ(venue().fees, Lamports{10});
    EXPECT_TRUE(venue().openBatch.isZero());
    expectRefused(vault::FinalizeNetBatch{game, authority, id}, VaultError::AlreadyApplied);
}

TEST_F(VaultSettlement, chunksApplyOnceInTheirPhase)
{
    expectOk(open());
    expectRefused(commit(0), VaultError::NotAllLocked);
    expectOk(lock(0));
    expectRefused(lock(0), VaultError::AlreadyApplied);
    expectRefused(lock(2), VaultError::ChunkOutOfRange);
    expectRefused(commit(0), VaultError::NotAllLocked);
    expectRefused(vault::FinalizeNetBatch{game, authority, id}, VaultError::WrongPhase);
    expectOk(lock(1));
    expectOk(commit(1));
    expectRefused(commit(1), VaultError::AlreadyApplied);
    expectRefused(commit(7), VaultError::ChunkOutOfRange);
    expectRefused(lock(1), VaultError::AlreadyApplied);
    expectRefused(vault::FinalizeNetBatch{game, authority, id}, VaultError::NotAllCommitted);
    expectRefused(abort({}, {}), VaultError::CommitStarted);
    expectOk(commit(0));
    expectOk(vault::FinalizeNetBatch{game, authority, id});
    expectRefused(commit(0), VaultError::AlreadyApplied);
    expectRefused(abort({}, {}), VaultError::CommitStarted);
}

TEST_F(VaultSettlement, declaredTotalsBindTheChunks)
{
    auto unbalanced = open();
    unbalanced.fees = {11};
    expectRefused(unbalanced, VaultError::TotalsMismatch);
    auto none = open(0);
    expectRefused(none, VaultError::ChunkOutOfRange);
    none.chunkCount = 1025;
    expectRefused(none, VaultError::ChunkOutOfRange);

    expectOk(open());
    expectOk(lock(0));
    auto less = lock(1);
    less.debits[0].amount = {499};
    expectRefused(less, VaultError::TotalsMismatch);
    auto more = lock(1);
    more.debits[0].amount = {501};
    expectRefused(more, VaultError::TotalsMismatch);
    auto missing = lock(1);
    missing.items.clear();
    expectRefused(missing, VaultError::TotalsMismatch);
    expectOk(lock(1));
    auto tooLittle = commit(0);
    tooLittle.credits[0].amount = {3'489};
    expectOk(tooLittle);
    expectRefused(commit(1), VaultError::TotalsMismatch); // the missing lamport cannot be forgotten
    auto repaired = commit(1);
    repaired.credits = {{ledgerKey(alice), {1}}};
    expectOk(repaired);
    expectOk(vault::FinalizeNetBatch{game, authority, id});
}

TEST_F(VaultSettlement, escrowIsOutOfReach)
{
    expectOk(open());
    expectOk(lock(0));
    expectRefused(vault::WithdrawCredits{game, carol, {7'001}}, VaultError::InsufficientCredits);
    expectOk(vault::WithdrawCredits{game, carol, {7'000}});
    expectOk(vault::RevokeSessionKey{game, carol, named(3, 5), carol});
    expectRefused(vault::ClosePlayerLedger{game, carol}, VaultError::LedgerInEscrow);
    expectRefused(vault::TransferItem{game, alice, sword, carol}, VaultError::ItemLocked);
    expectRefused(vault::CreateListing{game, alice, sword, 9, {1000}, {host.now + 60}}, VaultError::ItemLocked);
    auto other = whole();
    other.batch = named<BatchId>(0xB2);
    expectRefused(other, VaultError::BatchInProgress);
    auto second = open();
    second.batch = other.batch;
    expectRefused(second, VaultError::BatchInProgress);
}

TEST_F(VaultSettlement, abortReturnsEverythingInBoundedSteps)
{
    const auto before = ledger(carol);
    expectOk(open());
    expectOk(lock(0));
    expectOk(lock(1));
    const auto first = expectOk(abort({ledgerKey(carol)}, {sword}));
    const auto returned = eventOf<vault::NetChunkReturned>(first);
    EXPECT_EQ(returned.returned, (std::vector<vault::CashMoved>{{carol, {3000}}}));
    EXPECT_EQ(returned.items, std::vector<PublicKey>{sword});
    EXPECT_EQ(batch(id).phase, BatchPhase::Aborting);
    EXPECT_EQ(ledger(carol).available, before.available);
    EXPECT_EQ(ledger(carol).allowance({host.now}), before.allowance({host.now}));
    expectOk(abort({ledgerKey(carol)}, {sword})); // again: nothing left there, nothing happens
    EXPECT_EQ(batch(id).returned, Lamports{3'000});
    expectRefused(lock(0), VaultError::AlreadyApplied);
    expectRefused(commit(0), VaultError::WrongPhase);

    const auto done = eventOf<vault::NetBatchAborted>(expectOk(abort({ledgerKey(bob)}, {shield})));
    EXPECT_EQ(done.returned, Lamports{3'500});
    EXPECT_EQ(done.itemsReturned, 2u);
    EXPECT_EQ(batch(id).phase, BatchPhase::Aborted);
    EXPECT_TRUE(venue().openBatch.isZero());
    expectRefused(abort({}, {}), VaultError::AlreadyApplied);
    expectRefused(open(), VaultError::AlreadyApplied);
    auto again = whole();
    again.batch = named<BatchId>(0xB2);
    expectOk(again);
}

TEST_F(VaultSettlement, abortBeforeAnyLockEndsTheBatchAtOnce)
{
    expectOk(open());
    auto stranger = abort({}, {});
    stranger.authority = carol;
    expectRefused(stranger, VaultError::Unauthorized);
    expectOk(abort({}, {}));
    EXPECT_EQ(batch(id).phase, BatchPhase::Aborted);
}

TEST_F(VaultSettlement, abortTakesNoAccountTwiceAndNoneFromOtherBatches)
{
    expectOk(open());
    expectOk(lock(0));
    expectRefused(abort({ledgerKey(carol), ledgerKey(carol)}, {}), VaultError::DuplicateAccount);
    expectOk(abort({ledgerKey(carol)}, {sword}));
    // Carol's ledger still names the aborted batch; a later one must not pay it out again.
    auto next = open();
    next.batch = named<BatchId>(0xB2);
    expectOk(next);
    const Lamports before = ledger(carol).available;
    vault::AbortNetBatch stop = abort({ledgerKey(carol), ledgerKey(alice)}, {sword});
    stop.batch = next.batch;
    expectOk(stop);
    EXPECT_EQ(ledger(carol).available, before);
}

TEST_F(VaultSettlement, aGrantRevokedInEscrowDoesNotComeBack)
{
    expectOk(open());
    expectOk(lock(0));
    expectOk(vault::RevokeSessionKey{game, carol, named(3, 5), carol});
    expectOk(abort({ledgerKey(carol)}, {sword}));
    EXPECT_EQ(ledger(carol).available, Lamports{10'000});
    EXPECT_EQ(ledger(carol).allowance({host.now}), Lamports{0});
}

TEST_F(VaultSettlement, pauseLetsAnOpenBatchFinishOrGoHome)
{
    expectOk(open());
    expectOk(lock(0));
    expectOk(vault::SetPaused{.game = game, .admin = admin, .settlements = true});
    expectRefused(lock(1), VaultError::SettlementsPaused);
    expectOk(vault::SetPaused{.game = game, .admin = admin});
    expectOk(lock(1));
    expectOk(vault::SetPaused{.game = game, .admin = admin, .newActivity = true, .settlements = true});
    expectOk(commit(0));
    expectOk(commit(1));
    expectOk(vault::FinalizeNetBatch{game, authority, id});
}

TEST_F(VaultSettlement, chunksOfAnotherBatchDoNotMix)
{
    expectOk(open());
    expectOk(vault::CreateGame{.admin = admin, .id = {2}, .authority = authority, .treasury = treasury});
    solana::Instruction foreign = vault::build(at, lock(0));
    foreign.accounts[0].key = at.game({2});
    expectRefused(foreign, static_cast<std::uint64_t>(VaultError::GameMismatch));
    expectOk(lock(0));
    expectOk(lock(1));
    auto wrongItem = commit(0);
    wrongItem.items = {newItem(alice, 30)};
    expectRefused(wrongItem, VaultError::NotLockedHere);
}

} // namespace
} // namespace paradox::test

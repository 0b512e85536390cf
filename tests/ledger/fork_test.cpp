#include "tests/ledger/bank_fixture.h"

namespace paradox::ledger {
namespace {

class ForkTest : public BankTest {
protected:
    explicit ForkTest(Bank::Options options = bankOptions()) : BankTest(std::move(options)) { closeSlots(20); }

    Slot working() const { return bank.slotAt(Commitment::Processed); }
    /// Undoes so many closed blocks; the next slot follows the dead ones.
    AccountStore::Rollback fork(std::uint64_t blocks)
    {
        return bank.reopen({working().value - 1 - blocks}, {working().value + 1});
    }
    solana::Transaction transfer(std::uint64_t lamports) const
    {
        return signedTransaction({solana::systemTransfer(faucet.publicKey(), address(9), {lamports})}, latest(),
                                 {&faucet});
    }
};

TEST_F(ForkTest, whatTheDeadBlocksDidIsUndone)
{
    const std::uint64_t before = balance(faucet.publicKey());
    const std::uint64_t supply = bank.capitalisation();
    const std::uint64_t transactions = bank.transactionCount(working());
    closeSlots(1);
    ASSERT_TRUE(bank.process(transfer(sol)).has_value());
    closeSlots(2);
    ASSERT_TRUE(bank.process(transfer(2 * sol)).has_value());
    const AccountStore::Rollback undone = fork(3);
    EXPECT_EQ(balance(faucet.publicKey()), before);
    EXPECT_EQ(balance(address(9)), 0U);
    EXPECT_EQ(bank.capitalisation(), supply);
    EXPECT_EQ(bank.transactionCount(working()), transactions);
    ASSERT_EQ(undone.accounts.size(), 2U);
    for (const AccountStore::Reverted &one : undone.accounts)
        EXPECT_EQ(one.account, bank.account(one.key, working()));
}

TEST_F(ForkTest, aTransactionFromADeadBlockMayBeSentAgain)
{
    const solana::Transaction transaction = transfer(sol); // its blockhash is older than the fork
    closeSlots(1);
    ASSERT_TRUE(bank.process(transaction).has_value());
    closeSlots(1);
    EXPECT_EQ(bank.process(transaction).error().kind, TransactionErrorKind::AlreadyProcessed);
    (void)fork(2);
    EXPECT_FALSE(bank.status(transaction.signatures.front()));
    ASSERT_TRUE(bank.process(transaction).has_value());
    EXPECT_EQ(balance(address(9)), sol);
}

TEST_F(ForkTest, theBlockhashesOfDeadBlocksAreNoMore)
{
    const Hash stays = latest();
    closeSlots(1);
    const Hash dies = latest();
    (void)fork(1);
    EXPECT_TRUE(bank.isBlockhashValid(stays, working()));
    EXPECT_FALSE(bank.isBlockhashValid(dies, working()));
    EXPECT_EQ(latest(), stays);
    closeSlots(1);
    EXPECT_NE(latest(), dies) << "the new block is another one";
}

TEST_F(ForkTest, theDeadSlotsAreSkippedAndHeightsGoOnWithoutThem)
{
    const BlockHeight height = bank.heightAt(working());
    const Slot parent{working().value - 3};
    (void)fork(2);
    EXPECT_EQ(bank.heightAt(working()).value, height.value - 2);
    const Block block = bank.closeSlot({5'000});
    EXPECT_EQ(block.parent, parent);
    EXPECT_EQ(block.slot.value, parent.value + 4);
    EXPECT_EQ(bank.recentBlock({parent.value + 1}), nullptr);
    EXPECT_EQ(bank.recentBlock({parent.value + 3}), nullptr);
}

TEST_F(ForkTest, confirmedFallsBackAndClimbsAgain)
{
    ASSERT_TRUE(bank.process(transfer(sol)).has_value());
    closeSlots(1);
    EXPECT_EQ(balance(address(9), Commitment::Confirmed), sol);
    const Slot finalized = bank.slotAt(Commitment::Finalized);
    (void)fork(1);
    EXPECT_EQ(bank.slotAt(Commitment::Confirmed).value, working().value - 3);
    EXPECT_EQ(balance(address(9), Commitment::Confirmed), 0U);
    EXPECT_EQ(bank.slotAt(Commitment::Finalized), finalized);
    const Slot again = working();
    closeSlots(1);
    EXPECT_EQ(bank.slotAt(Commitment::Confirmed), again);
}

TEST_F(ForkTest, finalityIsCountedInBlocksNotInSlots)
{
    const Slot finalized = bank.slotAt(Commitment::Finalized);
    const Slot parent{working().value - 1};
    (void)bank.reopen(parent, {working().value + 1'000'000});
    closeSlots(1);
    EXPECT_EQ(bank.slotAt(Commitment::Finalized).value, finalized.value + 1);
    closeSlots(7);
    EXPECT_EQ(bank.slotAt(Commitment::Finalized).value, parent.value + 1'000'000 + 1);
    EXPECT_EQ(bank.latestBlockhash(bank.slotAt(Commitment::Finalized)).lastValid.value,
              bank.heightAt(bank.slotAt(Commitment::Finalized)).value + 150);
}

TEST_F(ForkTest, signaturesOutliveASkipOfManySlots)
{
    const solana::Transaction transaction = transfer(sol);
    ASSERT_TRUE(bank.process(transaction).has_value());
    closeSlots(1);
    (void)bank.reopen({working().value - 1}, {working().value + 10'000});
    closeSlots(1);
    EXPECT_EQ(bank.process(transaction).error().kind, TransactionErrorKind::AlreadyProcessed);
}

TEST_F(ForkTest, theSecondForkSeesTheFirst)
{
    ASSERT_TRUE(bank.process(transfer(sol)).has_value());
    closeSlots(1);
    (void)fork(1);
    ASSERT_TRUE(bank.process(transfer(3 * sol)).has_value());
    closeSlots(1);
    EXPECT_EQ(balance(address(9)), 3 * sol);
    (void)bank.reopen({working().value - 4}, {working().value + 1});
    EXPECT_EQ(balance(address(9)), 0U);
    closeSlots(10);
    std::uint64_t sum = 0;
    for (const AccountWrite &one : bank.store().allAt(bank.slotAt(Commitment::Finalized)))
        sum += one.account->lamports;
    EXPECT_EQ(sum, bank.capitalisation());
}

TEST_F(ForkTest, aRewriteCountsWhatItChanges)
{
    Account rich;
    rich.lamports = 7 * sol;
    const std::uint64_t supply = bank.capitalisation();
    bank.rewrite({{address(9), std::make_shared<const Account>(rich)}});
    EXPECT_EQ(bank.capitalisation(), supply + 7 * sol);
    bank.rewrite({{address(9), nullptr}});
    EXPECT_EQ(bank.capitalisation(), supply);
    EXPECT_EQ(bank.account(address(9), working()), nullptr);
}

Bank::Options withLag()
{
    Bank::Options options = bankOptions();
    options.lagMax = 16;
    return options;
}

class LagTest : public ForkTest {
protected:
    LagTest() : ForkTest(withLag()) {}
};

TEST_F(LagTest, aNodeBehindSeesEachCommitmentAsItWas)
{
    ASSERT_TRUE(bank.process(transfer(sol)).has_value());
    closeSlots(10);
    const auto seen = [&](Commitment commitment, std::uint32_t lag) {
        const AccountRef account = bank.account(address(9), bank.slotAt(commitment, lag));
        return account ? account->lamports : 0;
    };
    EXPECT_EQ(seen(Commitment::Processed, 0), sol);
    EXPECT_EQ(seen(Commitment::Processed, 10), sol);
    EXPECT_EQ(seen(Commitment::Processed, 11), 0U);
    EXPECT_EQ(seen(Commitment::Confirmed, 9), sol);
    EXPECT_EQ(seen(Commitment::Confirmed, 10), 0U);
    EXPECT_EQ(seen(Commitment::Finalized, 2), sol);
    EXPECT_EQ(seen(Commitment::Finalized, 3), 0U);
    EXPECT_EQ(bank.slotAt(Commitment::Processed, 1'000), bank.slotAt(Commitment::Processed, 16)) << "no further back";
}

} // namespace
} // namespace paradox::ledger

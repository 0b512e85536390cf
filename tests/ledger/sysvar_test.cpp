#include "ledger/sysvars.h"

#include "tests/ledger/bank_fixture.h"

#include "solana/borsh.h"

namespace paradox::ledger {
namespace {

class SysvarTest : public BankTest {
protected:
    Bytes data(const PublicKey &key, Commitment commitment = Commitment::Processed) const
    {
        const AccountRef account = bank.account(key, bank.slotAt(commitment));
        EXPECT_TRUE(account);
        if (!account)
            return {};
        EXPECT_EQ(account->owner, solana::sysvarOwner);
        EXPECT_EQ(account->lamports, rentExemptMinimum(account->data.size(), bank.fees()));
        return account->data;
    }
    static std::uint64_t numberAt(const Bytes &bytes, std::size_t at)
    {
        return solana::BorshReader(ByteSpan(bytes).subspan(at)).take<std::uint64_t>();
    }
    static bool isMarked(const Bytes &history, std::uint64_t slot)
    {
        constexpr std::size_t wordsAt = 9;
        return (history[wordsAt + slot / 8] >> (slot % 8) & 1) != 0;
    }
};

TEST_F(SysvarTest, eachHasTheSizeItHasOnAClusterFromTheFirstSlot)
{
    EXPECT_EQ(data(solana::clockSysvar).size(), 40U);
    EXPECT_EQ(data(solana::rentSysvar).size(), 17U);
    EXPECT_EQ(data(solana::epochScheduleSysvar).size(), 33U);
    EXPECT_EQ(data(solana::epochRewardsSysvar).size(), 81U);
    EXPECT_EQ(data(solana::lastRestartSlotSysvar).size(), 8U);
    EXPECT_EQ(data(solana::recentBlockhashesSysvar).size(), 6'008U);
    EXPECT_EQ(data(solana::stakeHistorySysvar).size(), 16'392U);
    EXPECT_EQ(data(solana::slotHashesSysvar).size(), 20'488U);
    EXPECT_EQ(data(solana::slotHistorySysvar).size(), 131'097U);
    closeSlots(600);
    EXPECT_EQ(data(solana::slotHashesSysvar).size(), 20'488U);
    EXPECT_EQ(data(solana::recentBlockhashesSysvar).size(), 6'008U);
}

TEST_F(SysvarTest, theScheduleHasNoWarmUp)
{
    const Bytes schedule = data(solana::epochScheduleSysvar);
    EXPECT_EQ(numberAt(schedule, 0), slotsPerEpoch);
    EXPECT_EQ(numberAt(schedule, 8), slotsPerEpoch);
    EXPECT_EQ(schedule[16], 0);
    EXPECT_EQ(numberAt(schedule, 17), 0U);
    EXPECT_EQ(numberAt(schedule, 25), 0U);
}

TEST_F(SysvarTest, listsBeginWithTheNewestSlotOfTheirCommitment)
{
    closeSlots(20);
    for (const Commitment commitment : {Commitment::Processed, Commitment::Finalized}) {
        const Slot slot = bank.slotAt(commitment);
        const Bytes hashes = data(solana::slotHashesSysvar, commitment);
        EXPECT_EQ(numberAt(hashes, 0), slot.value);
        EXPECT_EQ(numberAt(hashes, 8), slot.value - 1);
        EXPECT_EQ(ByteSpan(hashes).subspan(16, 32).front(), bank.recentBlock({slot.value - 1})->hash.bytes.front());
    }
}

TEST_F(SysvarTest, theSlotHistoryLeavesSkippedSlotsOut)
{
    closeSlots(5);
    const Slot parent{bank.slotAt(Commitment::Processed).value - 1};
    (void)bank.reopen(parent, {parent.value + 4});
    const Bytes before = data(solana::slotHistorySysvar);
    EXPECT_EQ(numberAt(before, before.size() - 8), parent.value + 1);
    closeSlots(2);
    const Bytes history = data(solana::slotHistorySysvar);
    EXPECT_EQ(numberAt(history, history.size() - 8), parent.value + 6);
    EXPECT_TRUE(isMarked(history, parent.value));
    EXPECT_FALSE(isMarked(history, parent.value + 1));
    EXPECT_FALSE(isMarked(history, parent.value + 3));
    EXPECT_TRUE(isMarked(history, parent.value + 4));
    EXPECT_TRUE(isMarked(history, parent.value + 5));
    EXPECT_FALSE(isMarked(history, parent.value + 6));
}

TEST_F(SysvarTest, theStakeOfEveryEpochThatIsOverIsKept)
{
    const Block last = bank.closeSlot({2'000});
    bank.setDurable(last.slot);
    (void)bank.reopen(last.slot, {3 * slotsPerEpoch + 5});
    const Bytes history = data(solana::stakeHistorySysvar);
    EXPECT_EQ(numberAt(history, 0), 3U);
    EXPECT_EQ(numberAt(history, 8), 2U);
    EXPECT_EQ(numberAt(history, 16), 1'000'000'000U);
    EXPECT_EQ(numberAt(history, 8 + 2 * 32), 0U);
}

TEST_F(SysvarTest, noTransactionWritesToOne)
{
    const RecordRef record =
        mustRun({solana::systemTransfer(faucet.publicKey(), solana::stakeHistorySysvar, {1'000'000'000})}, {&faucet});
    EXPECT_EQ(toJson(record->execution.error), R"({"InstructionError":[0,"ReadonlyLamportChange"]})");
}

} // namespace
} // namespace paradox::ledger

#include "ledger/snapshot.h"

#include "tests/ledger/bank_fixture.h"

#include <fstream>

namespace paradox::ledger {
namespace {

class SnapshotTest : public BankTest {
protected:
    SnapshotTest()
    {
        std::string name = (std::filesystem::temp_directory_path() / "paradox-snapshot-test-XXXXXX").string();
        directory = mkdtemp(name.data());
    }
    ~SnapshotTest() override { std::filesystem::remove_all(directory); }

    std::filesystem::path directory;
    const Hash genesis = bankOptions().genesis.hash;
};

TEST_F(SnapshotTest, holdsTheFinalStateAndNothingLater)
{
    closeSlots(700); // more than the recent blocks
    const auto early =
        signedTransaction({solana::systemTransfer(faucet.publicKey(), address(9), {sol})}, latest(), {&faucet});
    ASSERT_TRUE(bank.process(early).has_value());
    closeSlots(10);
    mustRun({solana::systemTransfer(faucet.publicKey(), address(10), {sol})}, {&faucet});
    closeSlots(3);
    ASSERT_TRUE(writeSnapshot(directory, genesis, takeImage(bank)));

    Bank restored(bankOptions());
    ASSERT_EQ(loadSnapshot(directory, genesis, restored), bank.slotAt(Commitment::Finalized));
    restored.resume({5'000});
    const Slot working = restored.slotAt(Commitment::Processed);
    EXPECT_EQ(working.value, bank.slotAt(Commitment::Finalized).value + 1);
    EXPECT_EQ(restored.account(address(9), working)->lamports, sol);
    EXPECT_EQ(restored.account(address(10), working), nullptr);
    EXPECT_EQ(restored.process(early).error().kind, TransactionErrorKind::AlreadyProcessed);
    EXPECT_EQ(restored.capitalisation(), bank.capitalisation() + 5'000); // without the later fee
    EXPECT_TRUE(restored.isBlockhashValid(early.message.recentBlockhash, working));
    const Block next = restored.closeSlot({5'001});
    EXPECT_EQ(next.slot, working);
}

TEST_F(SnapshotTest, aDamagedOneIsNotBelieved)
{
    closeSlots(20);
    const SnapshotImage image = takeImage(bank);
    ASSERT_TRUE(writeSnapshot(directory, genesis, image));
    const std::filesystem::path file = std::filesystem::directory_iterator(directory)->path();
    const auto size = std::filesystem::file_size(file);
    for (std::uintmax_t cut = 0; cut < size; cut += 97) {
        std::filesystem::resize_file(file, size - cut - 1);
        Bank restored(bankOptions());
        EXPECT_FALSE(loadSnapshot(directory, genesis, restored).has_value());
        std::filesystem::remove(file);
        ASSERT_TRUE(writeSnapshot(directory, genesis, image));
    }
}

TEST_F(SnapshotTest, anotherLedgersIsNotTaken)
{
    closeSlots(20);
    ASSERT_TRUE(writeSnapshot(directory, genesis, takeImage(bank)));
    Bank restored(bankOptions());
    EXPECT_FALSE(loadSnapshot(directory, Hash{}, restored).has_value());
}

TEST_F(SnapshotTest, theChecksumIsTheOneOfTheStandard)
{
    EXPECT_EQ(crc32c(asBytes("123456789")), 0xE3069283U);
    EXPECT_EQ(crc32c(Bytes(32)), 0x8A9136AAU);
    EXPECT_EQ(crc32c({}), 0U);
}

TEST_F(SnapshotTest, recordsSurviveTheirBinaryForm)
{
    const RecordRef record =
        mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {~std::uint64_t{0}})}, {&faucet});
    const Bytes bytes = encodeRecord(*record);
    const auto back = decodeRecord(bytes);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->transaction, record->transaction);
    EXPECT_EQ(back->execution.error, record->execution.error);
    EXPECT_EQ(back->execution.logs, record->execution.logs);
    EXPECT_EQ(back->execution.preBalances, record->execution.preBalances);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decodeRecord(ByteSpan(bytes).first(size)).has_value());
}

} // namespace
} // namespace paradox::ledger

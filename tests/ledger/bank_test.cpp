#include "tests/ledger/bank_fixture.h"

#include "ledger/lookup_table.h"

namespace paradox::ledger {
namespace {

TEST_F(BankTest, aTransferMovesLamportsAndCostsItsFee)
{
    const std::uint64_t before = balance(faucet.publicKey());
    const RecordRef record = mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {sol})}, {&faucet});
    EXPECT_FALSE(record->execution.error);
    EXPECT_EQ(record->execution.fee, 5'000U);
    EXPECT_EQ(record->execution.computeUnits, 150U);
    EXPECT_EQ(balance(address(9)), sol);
    EXPECT_EQ(balance(faucet.publicKey()), before - sol - 5'000);
    EXPECT_EQ(record->execution.preBalances.at(0), before);
    EXPECT_EQ(record->execution.postBalances.at(0), before - sol - 5'000);
}

TEST_F(BankTest, thePriorityFeeIsRoundedUp)
{
    const RecordRef record = mustRun({solana::setComputeUnitLimit(1'000), solana::setComputeUnitPrice(1'001),
                                      solana::systemTransfer(faucet.publicKey(), address(9), {sol})},
                                     {&faucet});
    EXPECT_EQ(record->execution.fee, 5'002U);
}

TEST_F(BankTest, aPriorityFeeBeyondU64IsRefusedNotWrapped)
{
    const auto transaction =
        signedTransaction({solana::setComputeUnitLimit(1'400'000), solana::setComputeUnitPrice(~std::uint64_t{0}),
                           solana::systemTransfer(faucet.publicKey(), address(9), {sol})},
                          latest(), {&faucet});
    const auto record = bank.process(transaction);
    ASSERT_FALSE(record.has_value());
    EXPECT_EQ(record.error().kind, TransactionErrorKind::InsufficientFundsForFee);
}

TEST_F(BankTest, aFailedInstructionUndoesEverythingButTheFee)
{
    const solana::Keypair poor = keypair(3);
    mustRun({solana::systemTransfer(faucet.publicKey(), poor.publicKey(), {sol})}, {&faucet});
    const RecordRef record = mustRun({solana::systemTransfer(poor.publicKey(), address(9), {sol / 2}),
                                      solana::systemTransfer(poor.publicKey(), address(9), {sol})},
                                     {&poor});
    ASSERT_TRUE(record->execution.error);
    EXPECT_EQ(toJson(record->execution.error), R"({"InstructionError":[1,{"Custom":1}]})");
    EXPECT_EQ(balance(poor.publicKey()), sol - 5'000);
    EXPECT_EQ(balance(address(9)), 0U);
    EXPECT_EQ(record->execution.logs.back(),
              "Program 11111111111111111111111111111111 failed: custom program error: 0x1");
}

TEST_F(BankTest, whoHasNothingCannotPay)
{
    const solana::Keypair nobody = keypair(4);
    const auto record = bank.process(
        signedTransaction({solana::systemTransfer(nobody.publicKey(), address(9), {1})}, latest(), {&nobody}));
    ASSERT_FALSE(record.has_value());
    EXPECT_EQ(record.error().kind, TransactionErrorKind::AccountNotFound);
}

TEST_F(BankTest, aBlockhashLivesFor151Heights)
{
    closeSlots(3);
    const Hash hash = latest();
    const auto transfer = [&](std::uint64_t lamports) {
        return signedTransaction({solana::systemTransfer(faucet.publicKey(), address(9), {sol + lamports})}, hash,
                                 {&faucet});
    };
    closeSlots(150);
    EXPECT_TRUE(bank.process(transfer(1)).has_value());
    closeSlots(1);
    const auto late = bank.process(transfer(2));
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().kind, TransactionErrorKind::BlockhashNotFound);
}

TEST_F(BankTest, theSameTransactionIsProcessedOnce)
{
    const auto transaction =
        signedTransaction({solana::systemTransfer(faucet.publicKey(), address(9), {sol})}, latest(), {&faucet});
    EXPECT_TRUE(bank.process(transaction).has_value());
    closeSlots(100);
    const auto again = bank.process(transaction);
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().kind, TransactionErrorKind::AlreadyProcessed);
    EXPECT_EQ(balance(address(9)), sol);
}

TEST_F(BankTest, anAccountMayNotStartBelowTheRentExemption)
{
    const auto record = mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {890'879})}, {&faucet});
    ASSERT_TRUE(record->execution.error);
    EXPECT_EQ(toJson(record->execution.error), R"({"InsufficientFundsForRent":{"account_index":1}})");
    EXPECT_FALSE(
        mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {890'880})}, {&faucet})->execution.error);
}

TEST_F(BankTest, anEmptiedAccountIsGone)
{
    const solana::Keypair rich = keypair(5);
    mustRun({solana::systemTransfer(faucet.publicKey(), rich.publicKey(), {sol})}, {&faucet});
    mustRun({solana::systemTransfer(rich.publicKey(), faucet.publicKey(), {sol - 5'000})}, {&rich});
    EXPECT_EQ(bank.account(rich.publicKey(), bank.slotAt(Commitment::Processed)), nullptr);
}

TEST_F(BankTest, theLadderGoesFromProcessedOverConfirmedToFinalized)
{
    closeSlots(10);
    const Slot slot = bank.slotAt(Commitment::Processed);
    mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {sol})}, {&faucet});
    EXPECT_EQ(bank.commitmentOf(slot), Commitment::Processed);
    EXPECT_EQ(balance(address(9), Commitment::Confirmed), 0U);
    closeSlots(1);
    EXPECT_EQ(bank.commitmentOf(slot), Commitment::Confirmed);
    EXPECT_EQ(balance(address(9), Commitment::Confirmed), sol);
    EXPECT_EQ(balance(address(9), Commitment::Finalized), 0U);
    mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {2 * sol})}, {&faucet});
    closeSlots(6);
    EXPECT_EQ(balance(address(9), Commitment::Finalized), 0U);
    closeSlots(1);
    EXPECT_EQ(bank.commitmentOf(slot), Commitment::Finalized);
    EXPECT_EQ(balance(address(9), Commitment::Finalized), sol);
    closeSlots(1);
    EXPECT_EQ(balance(address(9), Commitment::Finalized), 3 * sol);
}

TEST_F(BankTest, aSlotThatIsNotDurableIsNotConfirmed)
{
    closeSlots(2);
    const Slot confirmed = bank.slotAt(Commitment::Confirmed);
    (void)bank.closeSlot({2'000});
    EXPECT_EQ(bank.slotAt(Commitment::Confirmed), confirmed);
}

TEST_F(BankTest, createdAccountsBelongToTheirProgramAndStay)
{
    const solana::Keypair account = keypair(6);
    const auto create = solana::systemCreateAccount({.payer = faucet.publicKey(),
                                                     .account = account.publicKey(),
                                                     .lamports = {rentExemptMinimum(64, bank.fees())},
                                                     .space = 64,
                                                     .owner = address(77)});
    EXPECT_FALSE(mustRun({create}, {&faucet, &account})->execution.error);
    EXPECT_EQ(bank.account(account.publicKey(), bank.slotAt(Commitment::Processed))->owner, address(77));
    EXPECT_EQ(bank.programAccounts(address(77)), std::vector<PublicKey>{account.publicKey()});
    closeSlots(1);
    EXPECT_EQ(toJson(mustRun({create}, {&faucet, &account})->execution.error),
              R"({"InstructionError":[0,{"Custom":0}]})");
    // Only its program may take lamports out of it.
    const RecordRef stolen =
        mustRun({solana::systemTransfer(account.publicKey(), faucet.publicKey(), {1})}, {&faucet, &account});
    EXPECT_EQ(toJson(stolen->execution.error), R"({"InstructionError":[0,"InvalidArgument"]})");
}

TEST_F(BankTest, anUnknownProgramCostsTheFee)
{
    const RecordRef record = mustRun({{.program = address(50), .accounts = {}, .data = {}}}, {&faucet});
    EXPECT_EQ(toJson(record->execution.error), R"("ProgramAccountNotFound")");
    EXPECT_EQ(record->execution.fee, 5'000U);
}

TEST_F(BankTest, aLookupTableWorksFromTheNextSlotOn)
{
    closeSlots(2);
    const auto made =
        solana::createLookupTable(faucet.publicKey(), faucet.publicKey(), bank.slotAt(Commitment::Confirmed));
    ASSERT_TRUE(made);
    const std::array added{address(40), address(41)};
    const auto extend = solana::extendLookupTable(made->table, faucet.publicKey(), faucet.publicKey(), added);
    const RecordRef record = mustRun({made->instruction, extend}, {&faucet});
    ASSERT_FALSE(record->execution.error) << toJson(record->execution.error);
    EXPECT_EQ(record->execution.inner.size(), 2U);
    const solana::LookupTable table{made->table, {added.begin(), added.end()}};
    const auto useIt = [&] {
        const std::array instructions{solana::systemTransfer(faucet.publicKey(), address(41), {sol})};
        auto message = solana::compileMessage(instructions, {.feePayer = faucet.publicKey(),
                                                             .recentBlockhash = latest(),
                                                             .version = solana::MessageVersion::V0,
                                                             .tables = std::span(&table, 1)});
        solana::Transaction transaction = solana::makeTransaction(std::move(*message));
        const std::array<const solana::Keypair *, 1> signers{&faucet};
        EXPECT_TRUE(solana::signTransaction(transaction, signers));
        return bank.process(transaction);
    };
    EXPECT_EQ(useIt().error().kind, TransactionErrorKind::InvalidAddressLookupTableIndex);
    closeSlots(1);
    EXPECT_TRUE(useIt().has_value());
    EXPECT_EQ(balance(address(41)), sol);
}

TEST_F(BankTest, simulationChangesNothing)
{
    const auto transaction =
        signedTransaction({solana::systemTransfer(faucet.publicKey(), address(9), {sol})}, latest(), {&faucet});
    const Execution execution = bank.simulate(transaction, bank.slotAt(Commitment::Processed));
    EXPECT_FALSE(execution.error);
    EXPECT_EQ(execution.writes.size(), 2U);
    EXPECT_EQ(balance(address(9)), 0U);
    EXPECT_TRUE(bank.process(transaction).has_value());
}

TEST_F(BankTest, moneyIsConserved)
{
    for (std::uint8_t i = 0; i < 50; ++i)
        mustRun({solana::systemTransfer(faucet.publicKey(), address(100 + i % 7), {sol + i})}, {&faucet});
    closeSlots(3);
    std::uint64_t sum = 0;
    for (const AccountWrite &one : bank.store().allAt(bank.slotAt(Commitment::Processed)))
        sum += one.account->lamports;
    EXPECT_EQ(sum, bank.capitalisation());
}

} // namespace
} // namespace paradox::ledger

#include "solana/programs.h"
#include "tests/support/svm_host.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

solana::Keypair keypair(std::uint8_t number)
{
    return solana::Keypair::fromSeed(Bytes(32, number));
}

solana::Transaction transfer(const solana::Keypair &from, const PublicKey &to, std::uint64_t lamports,
                             const Hash &blockhash)
{
    const auto instruction = solana::systemTransfer(from.publicKey(), to, {lamports});
    solana::Transaction transaction = solana::makeTransaction(*solana::compileMessage(
        std::span(&instruction, 1), {.feePayer = from.publicKey(), .recentBlockhash = blockhash}));
    const solana::Keypair *signer = &from;
    EXPECT_TRUE(solana::signTransaction(transaction, std::span(&signer, 1)));
    return transaction;
}

class SvmHostTest : public ::testing::Test {
protected:
    void SetUp() override { machine.airdrop(payer.publicKey(), 1'000'000'000); }

    SvmHost machine;
    const solana::Keypair payer = keypair(1);
    const PublicKey other = keypair(2).publicKey();
};

TEST_F(SvmHostTest, aSignedTransferMovesLamportsAndPaysTheFee)
{
    const std::vector<PublicKey> watch{payer.publicKey(), other};
    const SvmResult result = machine.send(transfer(payer, other, 5'000'000, machine.blockhash()), watch);
    EXPECT_TRUE(result.ok()) << result.errorText();
    EXPECT_EQ(result.computeUnits, 150U);
    EXPECT_EQ(result.logs.size(), 2U);
    ASSERT_EQ(result.accounts.size(), 2U);
    EXPECT_EQ(result.accounts[0]->lamports, 1'000'000'000U - 5'000'000U - 5'000U);
    EXPECT_EQ(result.accounts[1]->lamports, 5'000'000U);
}

TEST_F(SvmHostTest, errorsReadAsOnTheWire)
{
    const SvmResult broke = machine.send(transfer(payer, other, 2'000'000'000, machine.blockhash()));
    EXPECT_EQ(broke.errorText(), R"({"InstructionError":[0,{"Custom":1}]})");
    EXPECT_EQ(machine.send(transfer(payer, other, 1, Hash{})).errorText(), R"("BlockhashNotFound")");
    solana::Transaction forged = transfer(payer, other, 5'000'000, machine.blockhash());
    forged.signatures[0].bytes[3] ^= 1;
    EXPECT_EQ(machine.send(forged).errorText(), R"("SignatureFailure")");
    EXPECT_EQ(machine.send(transfer(payer, other, 1, machine.blockhash())).errorText(),
              R"({"InsufficientFundsForRent":{"account_index":1}})");
}

TEST_F(SvmHostTest, simulationsChangeNothing)
{
    EXPECT_TRUE(machine.simulate(transfer(payer, other, 5'000'000, machine.blockhash())).ok());
    EXPECT_FALSE(machine.account(other).has_value());
}

TEST_F(SvmHostTest, accountsAndClockAreTheTests)
{
    const SvmAccount account{.lamports = 7, .owner = other, .executable = false, .data = {1, 2, 3}};
    machine.setAccount(other, account);
    EXPECT_EQ(machine.account(other), account);
    machine.setClock({.slot = 5, .epochStart = 6, .epoch = 7, .leaderScheduleEpoch = 8, .unixTime = 9});
    EXPECT_EQ(machine.clock().slot, 5U);
    EXPECT_EQ(machine.clock().unixTime, 9);
}

TEST_F(SvmHostTest, anExpiredBlockhashIsNotTakenAgain)
{
    const Hash old = machine.blockhash();
    EXPECT_NE(machine.expireBlockhash(), old);
    EXPECT_EQ(machine.send(transfer(payer, other, 5'000'000, old)).errorText(), R"("BlockhashNotFound")");
}

} // namespace
} // namespace paradox::test

#include "domain/base58.h"
#include "programs/client/vault.h"
#include "tests/svm/costs.h"
#include "tests/svm/deploy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paradox::test {
namespace {

class DeployTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        for (const solana::Keypair *key : {&payer, &stranger})
            machine.airdrop(key->publicKey(), 1'000'000'000'000);
    }

    SvmResult call(const solana::Instruction &instruction, const solana::Keypair &signer)
    {
        solana::Transaction transaction = solana::makeTransaction(*solana::compileMessage(
            std::span(&instruction, 1), {.feePayer = signer.publicKey(), .recentBlockhash = machine.blockhash()}));
        const solana::Keypair *key = &signer;
        EXPECT_TRUE(solana::signTransaction(transaction, std::span(&key, 1)));
        return machine.send(transaction);
    }

    SvmHost machine;
    const solana::Keypair payer = solana::Keypair::fromSeed(Bytes(32, 3));
    const solana::Keypair stranger = solana::Keypair::fromSeed(Bytes(32, 4));
};

TEST_F(DeployTest, everyProgramPassesTheLoadersVerifierAndRuns)
{
    for (const std::string &name : builtPrograms()) {
        const Deployed deployed = deploy(machine, programFile(name), payer);
        ASSERT_FALSE(HasFatalFailure()) << name;
        ASSERT_TRUE(machine.account(deployed.program)->executable) << name;
        // Eight bytes that name no instruction: Anchor's own answer shows that the program's code has run.
        const SvmResult result = call({deployed.program, {}, Bytes(8, 0xff)}, payer);
        EXPECT_EQ(result.errorText(), R"({"InstructionError":[0,{"Custom":101}]})") << name;
        EXPECT_THAT(result.logs,
                    ::testing::Contains(::testing::HasSubstr("Program " + toBase58(deployed.program) + " consumed")))
            << name;
    }
}

TEST_F(DeployTest, onlyTheUpgradeAuthorityFoundsADeployedVault)
{
    const Deployed deployed = deploy(machine, programFile("vault"), payer);
    const vault::Addresses at(deployed.program);
    const auto found = [&](const solana::Keypair &admin) {
        return call(vault::build(at, vault::InitConfig{admin.publicKey(), deployed.programData}), admin);
    };
    EXPECT_EQ(found(stranger).errorText(), R"({"InstructionError":[0,{"Custom":6034}]})");
    EXPECT_TRUE(found(payer).ok());
    EXPECT_EQ(vault::decodeConfig(machine.account(at.config())->data)->admin, payer.publicKey());
}

} // namespace
} // namespace paradox::test

#include "settlement/relay.h"
#include "solana/programs.h"
#include "tests/settlement/settlement_fixture.h"

namespace paradox::settlement {
namespace {

/// A wallet's transactions on their way through the node.
class RelayTest : public SettlementTest {
protected:
    using Answer = std::expected<Relayed, RelayFailure>;

    Bytes transfer(const std::vector<solana::Instruction> &first = {})
    {
        std::vector<solana::Instruction> instructions = first;
        instructions.push_back(solana::systemTransfer(wallet.publicKey(), treasury, {1'000'000}));
        const auto blockhash = chain.latestBlockhash(chain::Commitment::Confirmed).value().blockhash;
        const auto message =
            solana::compileMessage(instructions, {.feePayer = wallet.publicKey(), .recentBlockhash = blockhash});
        solana::Transaction transaction = solana::makeTransaction(*message);
        const solana::Keypair *signer = &wallet;
        EXPECT_TRUE(solana::signTransaction(transaction, std::span(&signer, 1)));
        return solana::serialiseTransaction(transaction);
    }
    Answer relay(Bytes bytes)
    {
        Relay relay(venue, chain, *courier, *database, random);
        std::optional<Answer> answer;
        relay.submit({.bytes = std::move(bytes)}, [&](Answer told) { answer = std::move(told); });
        relay.tick();
        EXPECT_TRUE(answer.has_value());
        return answer.value_or(std::unexpected(RelayFailure{.error = RelayError::Busy, .words = {}}));
    }
    void SetUp() override { (void)chain.airdrop(wallet.publicKey(), {1'000'000'000}); }

    const solana::Keypair wallet = solana::Keypair::generate(random);
};

TEST_F(RelayTest, aTransactionLivesAsLongAsTheNewestBlockhashThatItsSimulationCanHaveKnown)
{
    // The chain moves on while the wallet's transaction is looked at.
    chain.onSimulate = [&](const solana::Transaction &) {
        chain.advance(30, clock.wallSeconds());
        return std::string();
    };
    const Answer answer = relay(transfer());
    ASSERT_TRUE(answer.has_value());
    const BlockHeight processed = chain.blockHeight(chain::Commitment::Processed).value();
    const storage::Operation *operation = courier->find(answer->operationId);
    ASSERT_NE(operation, nullptr);
    EXPECT_GE(operation->attempts.at(0).lastValidBlockHeight.value, processed.value + 150);
}

TEST_F(RelayTest, theSameTransactionIsOneOperation)
{
    const Bytes bytes = transfer();
    const Answer first = relay(bytes);
    const Answer second = relay(bytes);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->operationId, second->operationId);
    EXPECT_EQ(chain.sends, 1U);
}

TEST_F(RelayTest, aDurableNonceIsRefused)
{
    const solana::Instruction advance{.program = solana::systemProgram,
                                      .accounts = {{.key = wallet.publicKey(), .isSigner = true}},
                                      .data = {4, 0, 0, 0}};
    const Answer answer = relay(transfer({advance}));
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().error, RelayError::NeverExpires);
    EXPECT_EQ(chain.sends, 0U);
}

} // namespace
} // namespace paradox::settlement

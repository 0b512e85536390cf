#include "tests/settlement/settlement_fixture.h"
#include "tests/support/full_disk.h"

namespace paradox::settlement {
namespace {

/// Operations of no batch, followed by nobody but the courier.
class CourierTest : public SettlementTest {
protected:
    Launch transfer(std::uint64_t lamports)
    {
        const auto blockhash = chain.latestBlockhash(chain::Commitment::Confirmed).value();
        const auto message =
            solana::compileMessage(std::array{solana::systemTransfer(authority.publicKey(), treasury, {lamports})},
                                   {.feePayer = authority.publicKey(), .recentBlockhash = blockhash.blockhash});
        solana::Transaction transaction = solana::makeTransaction(*message);
        const solana::Keypair *signer = &authority;
        EXPECT_TRUE(solana::signTransaction(transaction, std::span(&signer, 1)));
        Launch launch{.operation = {},
                      .bytes = solana::serialiseTransaction(transaction),
                      .signature = transaction.signatures.front(),
                      .blockhash = blockhash.blockhash,
                      .lastValidBlockHeight = blockhash.lastValidBlockHeight};
        launch.operation.id = "transfer of " + std::to_string(lamports);
        launch.operation.owner = authority.publicKey();
        return launch;
    }
    [[nodiscard]] std::optional<storage::Operation> stored(const std::string &id)
    {
        const storage::ReadLease lease = database->read();
        return storage::operations::byId(lease, id);
    }
    void turns(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            clock.advance(100);
            chain.advance(1, clock.wallSeconds());
            courier->tick();
        }
    }
};

TEST_F(CourierTest, whatTheDiskRefusesIsNeitherSentNorFollowed)
{
    std::vector<Launch> launches{transfer(1'000'000), transfer(2'000'000)};
    launches[0].bytes = Bytes(40'000'000, 1); // fills the disk before the second one is inserted
    {
        const testing::FullDisk disk(1 << 20);
        EXPECT_FALSE(courier->launch(launches).has_value());
        EXPECT_EQ(chain.sends, 0U);
        EXPECT_EQ(courier->liveCount(), 0U);
    }
    turns(30);
    EXPECT_EQ(chain.sends, 0U);
    EXPECT_FALSE(stored("transfer of 1000000").has_value());
    EXPECT_FALSE(stored("transfer of 2000000").has_value());
}

TEST_F(CourierTest, theSameOperationGoesThroughOnceTheDiskTakesIt)
{
    std::vector<Launch> launches{transfer(2'000'000)};
    {
        const testing::FullDisk disk(1'000);
        std::vector<Launch> refused = launches;
        EXPECT_FALSE(courier->launch(refused).has_value());
    }
    EXPECT_TRUE(courier->launch(launches).has_value());
    turns(20);
    EXPECT_EQ(stored("transfer of 2000000")->state, OperationState::Settled);
    EXPECT_EQ(chain.sends, 1U);
}

TEST_F(CourierTest, onlyANodeThatHasFinalizedEnoughCanCallAnAttemptDead)
{
    chain.onSend = [](const solana::Transaction &) { return SendFault::Swallow; };
    chain.onHistory = [](chain::HistoryAt &told) { told.finalizedHeight.value -= 100; }; // another node than before
    std::vector<Launch> launches{transfer(1'000'000)};
    ASSERT_TRUE(courier->launch(launches).has_value());
    turns(200);
    EXPECT_EQ(stored("transfer of 1000000")->state, OperationState::Submitted);
    turns(100);
    EXPECT_EQ(stored("transfer of 1000000")->state, OperationState::Expired);
}

} // namespace
} // namespace paradox::settlement

#include "settlement/known_slot.h"
#include "tests/settlement/settlement_fixture.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

constexpr std::uint64_t fee(std::uint64_t amount)
{
    return amount * 25 / 10'000;
}

TEST_F(SettlementTest, oneTradeSettlesInOneTransaction)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    const PublicKey sword = item(seller);
    trade(seller, buyer, sword, 40'000);

    ASSERT_TRUE(runToEnd());

    EXPECT_EQ(batch().state, BatchState::Finalized);
    EXPECT_EQ(ownerOf(sword), buyer.key());
    EXPECT_EQ(available(buyer), 60'000U);
    EXPECT_EQ(available(seller), 40'000U - fee(40'000));
    EXPECT_EQ(game().fees.value, fee(40'000));
    EXPECT_EQ(game().settledBatches, 1U);
    EXPECT_EQ(intentStates(), (std::vector{IntentState::Settled, IntentState::Settled}));
    ASSERT_EQ(operations().size(), 1U);
    EXPECT_EQ(operations()[0].state, OperationState::Settled);
    EXPECT_EQ(operations()[0].attempts.size(), 1U);
}

/// A batch that stays open for long by itself.
class PatientBatchTest : public SettlementTest {
protected:
    void SetUp() override
    {
        rule = {.intervalMs = 3'600'000, .ageMsMax = 3'600'000, .tradesMax = 10'000, .tradesMin = 1};
        crash(); // the rule is taken at the start
        turn();
    }
    void tradeOnce()
    {
        Player seller = player(5'000);
        Player buyer = player(100'000);
        trade(seller, buyer, item(seller), 40'000);
        turn();
        EXPECT_EQ(batch().state, BatchState::Open);
    }
};

TEST_F(PatientBatchTest, aWordToCutAnEmptyBookIsOverWithIt)
{
    batcher->cutNow();
    turn();
    tradeOnce();
    batcher->cutNow();
    EXPECT_TRUE(runToEnd());
    EXPECT_EQ(batch().state, BatchState::Finalized);
}

TEST_F(PatientBatchTest, aClockThatWasSetBackDoesNotHoldTheBatch)
{
    tradeOnce();
    clock.setBack(30'000);
    turn();
    EXPECT_NE(batch().state, BatchState::Open);
}

TEST_F(SettlementTest, anArchiveOfTheBatchCanBeReadBack)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    trade(seller, buyer, item(seller), 40'000);
    ASSERT_TRUE(runToEnd());

    const auto header = netting::decodeHeader(batch().header);
    ASSERT_TRUE(header.has_value());
    const auto archive = blocks->archive(header->inputsDigest);
    ASSERT_TRUE(archive.has_value());
    const auto content = netting::readArchive(*archive);
    ASSERT_TRUE(content.has_value());
    EXPECT_EQ(content->trades.size(), 1U);
    EXPECT_EQ(content->intents.size(), 2U);
}

TEST_F(SettlementTest, aBatchOfManyLegsSettlesInChunks)
{
    std::vector<Player> players;
    for (int i = 0; i < 40; ++i)
        players.push_back(player(1'000'000));
    std::vector<PublicKey> items;
    for (std::size_t i = 0; i < players.size(); ++i)
        items.push_back(item(players[i]));
    for (std::size_t i = 0; i < players.size(); ++i)
        trade(players[i], players[(i * 7 + 1) % players.size()], items[i], 1'000 * (i + 1));

    ASSERT_TRUE(runToEnd());

    const storage::Batch settled = batch();
    EXPECT_EQ(settled.state, BatchState::Finalized);
    EXPECT_GT(settled.chunkCount, 1U);
    EXPECT_EQ(settled.chunksLocked, settled.chunkCount);
    EXPECT_EQ(settled.chunksCommitted, settled.chunkCount);
    EXPECT_EQ(game().settledBatches, 1U);
    for (std::size_t i = 0; i < players.size(); ++i) {
        const std::size_t buyer = (i * 7 + 1) % players.size();
        if (buyer != i) {
            EXPECT_EQ(ownerOf(items[i]), players[buyer].key());
        }
    }
    std::uint64_t total = game().fees.value;
    for (const Player &one : players)
        total += available(one);
    EXPECT_EQ(total, 40U * 1'000'000U);
}

TEST_F(SettlementTest, twoThousandTradesOverFiveHundredWalletsSettle)
{
    std::vector<Player> players;
    for (int i = 0; i < 500; ++i)
        players.push_back(player(10'000'000));
    std::vector<PublicKey> items;
    for (std::size_t i = 0; i < 2'000; ++i)
        items.push_back(item(players[i % players.size()]));
    for (std::size_t i = 0; i < items.size(); ++i)
        trade(players[i % players.size()], players[(i * 31 + 7) % players.size()], items[i], 1'000 + i);

    ASSERT_TRUE(runToEnd(5'000));

    EXPECT_EQ(batch().state, BatchState::Finalized) << settler->alarm();
    EXPECT_EQ(batch().trades, 2'000U);
    EXPECT_EQ(game().settledBatches, 1U);
    std::uint64_t total = game().fees.value;
    for (const Player &one : players)
        total += available(one);
    EXPECT_EQ(total, 500ULL * 10'000'000ULL);
    for (std::size_t i = 0; i < items.size(); ++i)
        EXPECT_EQ(ownerOf(items[i]), players[(i * 31 + 7) % players.size()].key());
}

TEST_F(SettlementTest, aSwallowedTransactionIsSentAgainUnchanged)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    trade(seller, buyer, item(seller), 40'000);
    std::size_t swallowed = 0;
    chain.onSend = [&](const solana::Transaction &) { return ++swallowed <= 3 ? SendFault::Swallow : SendFault::None; };

    ASSERT_TRUE(runToEnd());

    ASSERT_EQ(operations().size(), 1U);
    EXPECT_EQ(operations()[0].attempts.size(), 1U);
    EXPECT_GE(chain.sends, 4U);
}

TEST_F(SettlementTest, aNewAttemptIsMadeOnlyAfterTheBlockhashIsDeadForSure)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    trade(seller, buyer, item(seller), 40'000);
    std::set<Signature> seen;
    std::optional<BlockHeight> secondAt;
    chain.onSend = [&](const solana::Transaction &transaction) {
        seen.insert(transaction.signatures.front());
        if (seen.size() < 2)
            return SendFault::Swallow;
        if (!secondAt)
            secondAt = chain.blockHeight(chain::Commitment::Finalized).value();
        return SendFault::None;
    };

    ASSERT_TRUE(runToEnd());

    ASSERT_EQ(operations().size(), 1U);
    const storage::Operation operation = operations()[0];
    ASSERT_EQ(operation.attempts.size(), 2U);
    EXPECT_EQ(operation.attempts[0].state, AttemptState::Expired);
    EXPECT_EQ(operation.attempts[1].state, AttemptState::Landed);
    EXPECT_GT(*secondAt, operation.attempts[0].lastValidBlockHeight);
    EXPECT_EQ(game().settledBatches, 1U);
}

TEST_F(SettlementTest, aLostAnswerIsNeverTakenForAFailure)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    trade(seller, buyer, item(seller), 40'000);
    chain.onSend = [&](const solana::Transaction &) { return SendFault::LoseAnswer; };

    ASSERT_TRUE(runToEnd());

    EXPECT_EQ(game().settledBatches, 1U);
    EXPECT_EQ(operations()[0].attempts.size(), 1U);
}

TEST_F(SettlementTest, aSlotThatSomethingLandedInIsKnownToBeFinalAfterARestart)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    trade(seller, buyer, item(seller), 40'000);
    while (operations().empty() || operations()[0].attempts[0].state != AttemptState::Landed)
        turn();
    const Slot landed = operations()[0].attempts[0].slot;
    EXPECT_GT(landed, batch().readSlot);
    const storage::ReadLease lease = database->read();
    EXPECT_EQ(finalizedBefore(lease), landed);
}

TEST_F(SettlementTest, aForkBelowFinalizedIsSettledAgainOnce)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    const PublicKey sword = item(seller);
    trade(seller, buyer, sword, 40'000);
    while (batch().state != BatchState::Confirmed)
        turn();
    chain.fork(2, clock.wallSeconds());

    ASSERT_TRUE(runToEnd());

    EXPECT_EQ(ownerOf(sword), buyer.key());
    EXPECT_EQ(game().settledBatches, 1U);
    EXPECT_EQ(available(buyer), 60'000U);
}

TEST_F(SettlementTest, aBuyerWhoTookHisMoneyAwayDoesNotStallTheOthers)
{
    Player seller = player(0);
    Player poor = player(100'000);
    Player rich = player(100'000);
    const PublicKey sword = item(seller);
    const PublicKey shield = item(seller);
    trade(seller, poor, sword, 90'000);
    trade(seller, rich, shield, 50'000);
    while (batch().state != BatchState::Netted) {
        clock.advance(100);
        batcher->tick();
    }
    ASSERT_TRUE(onChain(vault::WithdrawCredits{venue.game, poor.key(), {80'000}}, poor));

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(batch().state, BatchState::Aborted);
    EXPECT_EQ(batch().reason, "INSUFFICIENT_CREDITS");
    for (int i = 0; i < 200 && batch(2).state != BatchState::Finalized; ++i)
        turn();

    EXPECT_EQ(batch(2).state, BatchState::Finalized);
    EXPECT_EQ(ownerOf(shield), rich.key());
    EXPECT_EQ(ownerOf(sword), seller.key());
    EXPECT_EQ(intentStates(),
              (std::vector{IntentState::Rejected, IntentState::Rejected, IntentState::Settled, IntentState::Settled}));
}

TEST_F(SettlementTest, aSellerWhoRevokedEverythingOnChainDoesNotStallTheOthers)
{
    Player gone = player(0);
    Player seller = player(0);
    Player buyer = player(100'000);
    const PublicKey sword = item(gone);
    const PublicKey shield = item(seller);
    trade(gone, buyer, sword, 1'000);
    trade(seller, buyer, shield, 2'000);
    ASSERT_TRUE(onChain(vault::BumpSessionEpoch{venue.game, gone.key()}, gone));

    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(batch().state, BatchState::Aborted);
    EXPECT_EQ(batch().reason, "NO_LIVE_GRANT");
    for (int i = 0; i < 200 && batch(2).state != BatchState::Finalized; ++i)
        turn();
    EXPECT_EQ(ownerOf(shield), buyer.key());
    EXPECT_EQ(ownerOf(sword), gone.key());
}

TEST_F(SettlementTest, aRefusedChunkAbortsAndGivesEverythingBack)
{
    std::vector<Player> players;
    for (int i = 0; i < 30; ++i)
        players.push_back(player(1'000'000));
    for (std::size_t i = 0; i + 1 < players.size(); i += 1)
        trade(players[i], players[i + 1], item(players[i]), 1'000 * (i + 1));
    while (batch().state != BatchState::Locking)
        turn();
    ASSERT_TRUE(onChain(vault::WithdrawCredits{venue.game, players[29].key(), {1'000'000}}, players[29]));

    ASSERT_TRUE(runToEnd());

    ASSERT_EQ(batch().state, BatchState::Aborted);
    for (const storage::Operation &operation : operations())
        EXPECT_FALSE(Courier::hasLiveAttempt(operation));
    for (int i = 0; i < 400 && batch(2).state != BatchState::Finalized; ++i)
        turn();
    EXPECT_EQ(batch(2).state, BatchState::Finalized);
    EXPECT_EQ(batch(2).accepted, 28U);
}

} // namespace
} // namespace paradox::settlement

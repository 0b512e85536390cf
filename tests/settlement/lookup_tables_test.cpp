#include "solana/programs.h"
#include "storage/index.h"
#include "tests/settlement/settlement_fixture.h"
#include "tests/support/failing_reads.h"
#include "tests/support/full_disk.h"

#include <algorithm>
#include <set>

namespace paradox::settlement {
namespace {

bool isForTables(const solana::Transaction &transaction)
{
    return std::ranges::count(transaction.message.staticKeys, solana::addressLookupTableProgram) > 0;
}

class LookupTableTest : public MarketTest {
protected:
    LookupTableTest() { useTables(); }

    void useTables()
    {
        stop();
        addressing = vault::Addressing::LookupTable;
        start();
    }
    [[nodiscard]] std::vector<storage::LookupTable> openTables()
    {
        const storage::ReadLease lease = database->read();
        return storage::lookup_tables::open(lease);
    }
    [[nodiscard]] std::optional<solana::LookupTableAccount> onChainTable(const PublicKey &key)
    {
        const auto read = chain.accounts(std::span(&key, 1), chain::Commitment::Finalized);
        return read->accounts.at(0) ? solana::decodeLookupTable(read->accounts.at(0)->data) : std::nullopt;
    }
    void expectNothingTwice()
    {
        for (const storage::LookupTable &table : openTables()) {
            const auto account = onChainTable(table.address);
            if (!account)
                continue;
            const std::set<PublicKey> unique(account->addresses.begin(), account->addresses.end());
            EXPECT_EQ(unique.size(), account->addresses.size());
        }
    }
    /// The most legs that one transaction of the batch carried.
    [[nodiscard]] std::size_t legsOfFullest()
    {
        std::size_t most = 0;
        const storage::ReadLease lease = database->read();
        for (const storage::Chunk &chunk : storage::batches::chunks(lease, {1})) {
            const auto plan = decodePlan(chunk.plan);
            if (chunk.phase == storage::ChunkPhase::Lock)
                most = std::max(most, plan->legs.debits.size() + plan->legs.items.size());
        }
        return most;
    }
    /// Every player buys his item back.
    void tradeBack()
    {
        for (std::size_t i = 0; i < players.size(); ++i)
            trade(players[(i + 3) % players.size()], players[i], items[i], 500 * (i + 1));
    }
};

/// A table retires while the next batch opens, so many turns after it was marked.
class OneRetirement : public LookupTableTest {
public:
    void TestBody() override {}
    void live(std::size_t turns)
    {
        SCOPED_TRACE(turns);
        stop();
        tableOptions.tablesKept = 0;
        start();
        market(20);
        ASSERT_TRUE(runToEnd());
        const PublicKey old = openTables().front().address;
        while (openTables().front().state == storage::LookupTableState::Live)
            turn();
        for (std::size_t i = 0; i < turns; ++i)
            turn();
        tradeBack();
        for (int i = 0; i < 500 && batch(2).state != BatchState::Finalized; ++i)
            turn();
        EXPECT_EQ(batch(2).state, BatchState::Finalized) << settler->alarm();
        EXPECT_EQ(game().settledBatches, 2U);
        const storage::ReadLease lease = database->read();
        std::size_t tabled = 0;
        for (const storage::Chunk &chunk : storage::batches::chunks(lease, {2})) {
            const ChunkPlan plan = *decodePlan(chunk.plan);
            EXPECT_NE(plan.table, old);
            tabled += plan.table.isZero() ? 0U : 1U;
        }
        EXPECT_GT(tabled, 0U);
    }
};

TEST_F(LookupTableTest, aTransactionCarriesTwentyLegsAndMore)
{
    std::size_t versioned = 0;
    chain.onSend = [&](const solana::Transaction &transaction) {
        versioned += transaction.message.version == solana::MessageVersion::V0 ? 1U : 0U;
        return SendFault::None;
    };
    market(60);
    ASSERT_TRUE(runToEnd());
    expectSettledOnce();
    expectNothingTwice();
    EXPECT_GE(legsOfFullest(), 20U);
    EXPECT_GE(versioned, 2U * batch().chunkCount);
    EXPECT_GT(tables->rent().value, 0U);
}

TEST_F(LookupTableTest, whatFitsOneTransactionMakesNoTable)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    trade(seller, buyer, item(seller), 40'000);
    ASSERT_TRUE(runToEnd());
    EXPECT_TRUE(openTables().empty());
}

TEST_F(LookupTableTest, theNextBatchUsesTheSameTables)
{
    std::size_t forTables = 0;
    chain.onSend = [&](const solana::Transaction &transaction) {
        forTables += isForTables(transaction) ? 1U : 0U;
        return SendFault::None;
    };
    market(20);
    ASSERT_TRUE(runToEnd());
    const std::size_t first = forTables;
    EXPECT_GT(first, 0U);
    tradeBack();
    for (int i = 0; i < 500 && batch(2).state != BatchState::Finalized; ++i)
        turn();
    EXPECT_EQ(batch(2).state, BatchState::Finalized) << settler->alarm();
    EXPECT_EQ(forTables, first);
    EXPECT_EQ(openTables().front().usedIn, BatchSeq{2});
}

TEST_F(LookupTableTest, aClusterWithoutTablesGetsTheBatchWithoutThem)
{
    chain.onSimulate = [](const solana::Transaction &transaction) {
        return isForTables(transaction) ? R"({"InstructionError":[1,"UnsupportedProgramId"]})" : "";
    };
    market(20);
    ASSERT_TRUE(runToEnd());
    expectSettledOnce();
    EXPECT_LE(legsOfFullest(), vault::legsPerTransactionMax(vault::Addressing::Static) * 2);
    for (const storage::LookupTable &table : openTables())
        EXPECT_FALSE(onChainTable(table.address).has_value());
}

TEST_F(LookupTableTest, swallowedExtensionsAreSentAgainUnchanged)
{
    std::set<Signature> seen;
    chain.onSend = [&](const solana::Transaction &transaction) {
        const bool isFirst = seen.insert(transaction.signatures.front()).second;
        return isForTables(transaction) && isFirst ? SendFault::Swallow : SendFault::None;
    };
    market(20);
    ASSERT_TRUE(runToEnd());
    expectSettledOnce();
    expectNothingTwice();
}

TEST_F(LookupTableTest, aForkThatTakesATableBackMakesItAgain)
{
    market(20);
    const auto isConfirmed = [&](const PublicKey &key) {
        return chain.accounts(std::span(&key, 1), chain::Commitment::Confirmed)->accounts.at(0).has_value();
    };
    for (int i = 0; i < 200 && (openTables().empty() || !isConfirmed(openTables().front().address)); ++i)
        turn();
    ASSERT_FALSE(onChainTable(openTables().front().address).has_value());
    chain.fork(2, clock.wallSeconds());
    ASSERT_TRUE(runToEnd());
    expectSettledOnce();
    expectNothingTwice();
}

/// A fork may order two extensions the other way round; a signed transaction would then name other accounts.
TEST_F(LookupTableTest, onlyWhatIsFinalInATableIsNamedByATransaction)
{
    market(20);
    std::size_t looks = 0;
    for (int i = 0; i < 400 && batch().state != BatchState::Finalized; ++i) {
        turn();
        for (const storage::LookupTable &table : openTables()) {
            const solana::LookupTable *named = tables->find(table.address);
            const auto final = onChainTable(table.address);
            EXPECT_LE(named ? named->addresses.size() : 0, final ? final->addresses.size() : 0);
            looks += named ? 1 : 0;
        }
    }
    expectSettledOnce();
    EXPECT_GT(looks, 0U);
}

TEST_F(LookupTableTest, unusedTablesAreClosedAndTheirRentComesBack)
{
    stop();
    tableOptions.tablesKept = 0;
    start();
    market(20);
    ASSERT_TRUE(runToEnd());
    ASSERT_FALSE(openTables().empty());
    const PublicKey table = openTables().front().address;
    for (int i = 0; i < 1'000 && !openTables().empty(); ++i)
        turn();
    EXPECT_TRUE(openTables().empty());
    EXPECT_FALSE(onChainTable(table).has_value());
    EXPECT_EQ(tables->rent().value, 0U);
}

/// The batch under way is forgotten with a write that failed, and cannot be read again for a while.
TEST_F(LookupTableTest, theTablesOfABatchThatCannotBeReadAreKept)
{
    stop();
    tableOptions.tablesKept = 0;
    testing::FailingReads reads;
    start();
    market(20);
    while (batch().state != BatchState::Locking)
        turn();
    const std::vector<storage::LookupTable> used = openTables();
    ASSERT_FALSE(used.empty());
    {
        const testing::FullDisk disk(1'000);
        for (int i = 0; i < 100 && settler->hasWork(); ++i)
            turn();
    }
    ASSERT_FALSE(settler->hasWork());
    reads.begin();
    for (int i = 0; i < 100; ++i)
        turn();
    EXPECT_FALSE(settler->hasWork());
    reads.end();
    for (const storage::LookupTable &table : openTables()) {
        EXPECT_EQ(table.state, storage::LookupTableState::Live);
        EXPECT_TRUE(onChainTable(table.address)->isActive());
    }
    EXPECT_EQ(openTables().size(), used.size());
    ASSERT_TRUE(runToEnd());
    expectSettledOnce();
    stop(); // its connections go before the file system that they were opened with
}

/// A batch is netted at each station of a table's way out: marked, deactivated, closed.
TEST(Retirement, aTableOnItsWayOutServesNoNewBatch)
{
    for (std::size_t turns = 0; turns < 12 && !::testing::Test::HasFailure(); turns += 3)
        OneRetirement().live(turns);
}

TEST_F(LookupTableTest, anAbortedBatchOfTablesGivesEverythingBack)
{
    market(20);
    while (batch().state != BatchState::Netted) {
        clock.advance(100);
        batcher->tick();
    }
    // The first player buys the dearest thing but two and sells the cheapest: he owes.
    ASSERT_TRUE(onChain(vault::WithdrawCredits{venue.game, players[0].key(), {999'990}}, players[0]));
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(batch().state, BatchState::Aborted);
    for (int i = 0; i < 500 && batch(2).state != BatchState::Finalized; ++i)
        turn();
    EXPECT_EQ(batch(2).state, BatchState::Finalized) << settler->alarm();
    EXPECT_EQ(game().settledBatches, 1U);
    expectNothingTwice();
}

/// A whole life with a crash at one of its calls to the chain.
class OneTabledLife : public LookupTableTest {
public:
    void TestBody() override {}
    void live(std::size_t point, bool afterEffect)
    {
        market(20);
        runWithCrash(point, afterEffect);
        expectSettledOnce();
        expectNothingTwice();
    }
};

TEST(TableCrashPoint, aCrashAroundTheTablesSettlesOnceAndAppendsNothingTwice)
{
    for (std::size_t point = 1; point < 90 && !::testing::Test::HasFailure(); point += 3)
        OneTabledLife().live(point, point % 2 == 0);
}

TEST_F(SettlementTest, aHeldBuyersMoneyIsFreeOnlyWhenTheIndexHasSeenTheSettlement)
{
    Player seller = player(0);
    Player buyer = player(100'000);
    stop();
    mode = NetMode::Held;
    start();
    ASSERT_TRUE(writer
                    ->execute([&](storage::Transaction &t) {
                        storage::index::setBalance(t, {.wallet = buyer.key(),
                                                       .available = {100'000},
                                                       .allowance = {100'000},
                                                       .slot = {1},
                                                       .updatedAt = t.now()});
                    })
                    .has_value());
    trade(seller, buyer, item(seller), 40'000);
    EXPECT_FALSE(runToEnd(300)) << "nobody has told the index";
    EXPECT_EQ(batch().state, BatchState::Confirmed);
    EXPECT_EQ(batch().mode, NetMode::Held);
    const Signature landed = operations().at(0).attempts.at(0).signature;
    ASSERT_TRUE(writer
                    ->execute([&](storage::Transaction &t) {
                        (void)storage::index::insertEvent(t, {.key = {landed, 0, 0}, .slot = {1}, .data = {}});
                    })
                    .has_value());
    ASSERT_TRUE(runToEnd());
    EXPECT_EQ(batch().state, BatchState::Finalized);
}

} // namespace
} // namespace paradox::settlement

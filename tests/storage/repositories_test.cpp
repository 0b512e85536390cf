#include "storage/auth_tokens.h"
#include "storage/batches.h"
#include "storage/idempotency.h"
#include "storage/index.h"
#include "storage/operations.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

namespace paradox::storage {
namespace {

template <class Fixed>
Fixed filled(std::uint8_t byte)
{
    Fixed value;
    value.bytes.fill(byte);
    return value;
}

class RepositoriesTest : public ::testing::Test {
protected:
    RepositoriesTest() { writer.start(); }
    ~RepositoriesTest() override { writer.stop(); }
    template <class Work>
    void write(Work work)
    {
        ASSERT_TRUE(writer.execute([&](Transaction &t) { work(t); }).has_value());
    }

    testing::TempDirectory directory;
    testing::ManualClock clock;
    std::unique_ptr<Database> database = *Database::open(directory.path());
    Writer writer{*database, clock};
};

TEST_F(RepositoriesTest, whatABatchWasNettedWithIsKeptByAnUpdate)
{
    BatchSeq seq;
    write([&](Transaction &t) {
        Batch batch;
        batch.openedAt = t.now();
        seq = batch.seq = batches::insert(t, batch);
        batch.state = BatchState::Cut;
        batch.feeBps = 25;
        batch.mint = filled<PublicKey>(3);
        batches::update(t, batch, Actor::Node);
    });
    const ReadLease lease = database->read();
    const auto batch = batches::bySeq(lease, seq);
    ASSERT_TRUE(batch);
    EXPECT_EQ(batch->feeBps, 25);
    EXPECT_EQ(batch->mint, filled<PublicKey>(3));
}

TEST_F(RepositoriesTest, aBatchGoesThroughItsStatesWithAnEventEach)
{
    BatchSeq seq;
    write([&](Transaction &t) {
        Batch batch;
        batch.openedAt = t.now();
        seq = batch.seq = batches::insert(t, batch);
        batch.state = BatchState::Cut;
        batch.cutAt = t.now();
        batches::update(t, batch, Actor::Node);
        batch.state = BatchState::Netted;
        batch.id = filled<BatchId>(5);
        batch.header.assign(341, 9);
        batch.gross = {100};
        batch.chunkCount = 2;
        batches::update(t, batch, Actor::Node);
        batches::update(t, batch, Actor::Node); // no move, no event
        batches::putChunk(t, {.batch = seq,
                              .phase = ChunkPhase::Lock,
                              .index = 0,
                              .state = ChunkState::Applied,
                              .operationId = "a",
                              .attempts = 1,
                              .plan = Bytes(3, 1)});
        batches::putChunk(t, {.batch = seq,
                              .phase = ChunkPhase::Lock,
                              .index = 1,
                              .state = ChunkState::Planned,
                              .operationId = "",
                              .attempts = 0,
                              .plan = Bytes(3, 2)});
    });
    const ReadLease lease = database->read();
    const auto batch = batches::byId(lease, filled<BatchId>(5));
    ASSERT_TRUE(batch.has_value());
    EXPECT_EQ(batch->seq, seq);
    EXPECT_EQ(batch->header.size(), 341U);
    EXPECT_EQ(batch->chunksLocked, 1U);
    EXPECT_EQ(batch->chunksCommitted, 0U);
    EXPECT_EQ(batches::lastCommitted(lease)->seq, seq);
    EXPECT_EQ(batches::unfinished(lease).size(), 1U);
    EXPECT_EQ(batches::chunks(lease, seq).size(), 2U);
    std::vector<std::string> states;
    for (const Event &event : events::of(lease, Topic::Batches, seq.value, 10))
        states.push_back(event.to);
    EXPECT_EQ(states, (std::vector<std::string>{"open", "cut", "netted"}));
}

TEST_F(RepositoriesTest, whatAnUnfinishedBatchTakesIsHeldUntilItEnds)
{
    BatchSeq seq;
    const auto move = [&](std::vector<BatchState> states) {
        write([&](Transaction &t) {
            Batch batch = *batches::bySeq(t, seq);
            for (const BatchState state : states) {
                batch.state = state;
                batches::update(t, batch, Actor::Node);
            }
        });
    };
    write([&](Transaction &t) {
        seq = batches::insert(t, {});
        BatchContents contents;
        contents.trades.push_back({.trade = Seq{2},
                                   .sellerSeq = Seq{1},
                                   .buyerSeq = Seq{2},
                                   .sellerIntent = {},
                                   .buyerIntent = {},
                                   .item = filled<PublicKey>(7),
                                   .from = filled<PublicKey>(1),
                                   .to = filled<PublicKey>(2),
                                   .amount = {30},
                                   .verdict = Verdict::Accepted,
                                   .place = 0});
        contents.trades.push_back({.trade = Seq{4},
                                   .sellerSeq = Seq{3},
                                   .buyerSeq = Seq{4},
                                   .sellerIntent = {},
                                   .buyerIntent = {},
                                   .item = filled<PublicKey>(8),
                                   .from = filled<PublicKey>(1),
                                   .to = filled<PublicKey>(2),
                                   .amount = {30},
                                   .verdict = Verdict::NotOwner,
                                   .place = {}});
        contents.ownerMoves.push_back({filled<PublicKey>(7), filled<PublicKey>(1), filled<PublicKey>(2)});
        contents.deltas = {{filled<PublicKey>(1), {}, 30}, {filled<PublicKey>(2), {}, -30}};
        contents.openingOwners = {{filled<PublicKey>(7), filled<PublicKey>(1)}};
        contents.openingAvailable = {{filled<PublicKey>(2), Lamports{50}}};
        batches::setContents(t, seq, contents);
    });
    move({BatchState::Cut, BatchState::Netted, BatchState::Locking});
    {
        const ReadLease lease = database->read();
        EXPECT_EQ(batches::heldItems(lease), (std::vector<PublicKey>{filled<PublicKey>(7)}));
        const auto held = batches::heldLamports(lease, {});
        ASSERT_EQ(held.size(), 1U);
        EXPECT_EQ(held[0].first, filled<PublicKey>(2));
        EXPECT_EQ(held[0].second, Lamports{30});
        const BatchContents contents = batches::contents(lease, seq);
        EXPECT_EQ(contents.trades.size(), 2U);
        EXPECT_EQ(contents.trades[0].place, 0U);
        EXPECT_EQ(contents.trades[1].verdict, Verdict::NotOwner);
        EXPECT_EQ(contents.deltas[1].delta, -30);
        EXPECT_EQ(contents.openingAvailable[0].second, Lamports{50});
    }
    move({BatchState::Aborting, BatchState::Aborted});
    const ReadLease lease = database->read();
    EXPECT_TRUE(batches::heldItems(lease).empty());
    EXPECT_TRUE(batches::heldLamports(lease, {}).empty());
    EXPECT_FALSE(batches::lastCommitted(lease).has_value());
}

TEST_F(RepositoriesTest, anAttemptKeepsTheBytesThatWereSigned)
{
    Operation operation;
    operation.id = "op-1";
    operation.kind = OperationKind::SettleNetBatch;
    operation.batchSeq = BatchSeq{1};
    Attempt attempt{.number = 1,
                    .signature = filled<Signature>(3),
                    .blockhash = filled<Hash>(4),
                    .lastValidBlockHeight = {900},
                    .state = AttemptState::Signed,
                    .sentAt = {},
                    .slot = {},
                    .error = {},
                    .bytes = Bytes(200, 6)};
    operation.attempts = {attempt};
    write([&](Transaction &t) {
        EXPECT_EQ(operations::insert(t, operation), 1U);
        EXPECT_EQ(operations::insert(t, operation), std::nullopt);
        attempt.state = AttemptState::Sent;
        attempt.bytes = Bytes(1, 1);
        operations::putAttempt(t, "op-1", attempt);
        operation.state = OperationState::Processing;
        operations::update(t, operation, Actor::Node);
    });
    const ReadLease lease = database->read();
    const auto found = operations::bySignature(lease, filled<Signature>(3));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->state, OperationState::Processing);
    ASSERT_EQ(found->attempts.size(), 1U);
    EXPECT_EQ(found->attempts[0].state, AttemptState::Sent);
    EXPECT_EQ(found->attempts[0].bytes, Bytes(200, 6));
    EXPECT_EQ(operations::list(lease, {.batchSeq = BatchSeq{1}}).size(), 1U);
    EXPECT_EQ(operations::list(lease, {.owner = filled<PublicKey>(9)}).size(), 0U);
    EXPECT_EQ(operations::unfinished(lease).size(), 1U);
}

TEST_F(RepositoriesTest, aChainEventFoldsOnceAndTheWatermarkNeverGoesBack)
{
    const ChainEvent event{.key = {.signature = filled<Signature>(1), .instruction = 2, .inner = 3},
                           .slot = {10},
                           .kind = 1,
                           .data = Bytes(4, 4)};
    write([&](Transaction &t) {
        EXPECT_TRUE(index::insertEvent(t, event));
        EXPECT_FALSE(index::insertEvent(t, event));
        index::setOwner(t, {filled<PublicKey>(1), filled<PublicKey>(2), {10}, t.now()});
        index::setOwner(t, {filled<PublicKey>(1), filled<PublicKey>(3), {11}, t.now()});
        index::setWatermark(t, {.slot = {11}, .signature = filled<Signature>(1)});
    });
    EXPECT_FALSE(
        writer.execute([](Transaction &t) { t.connection().run("UPDATE watermark SET slot = 10"); }).has_value());
    const ReadLease lease = database->read();
    EXPECT_EQ(index::watermark(lease).slot, Slot{11});
    EXPECT_EQ(index::ownerOf(lease, filled<PublicKey>(1))->owner, filled<PublicKey>(3));
    EXPECT_TRUE(index::itemsOf(lease, filled<PublicKey>(2), {}, 10).empty());
    EXPECT_EQ(index::itemsOf(lease, filled<PublicKey>(3), {}, 10).size(), 1U);
    EXPECT_EQ(index::eventCount(lease), 1U);
}

TEST_F(RepositoriesTest, aRefreshTokenIsUsedOnce)
{
    write([](Transaction &t) {
        auth_tokens::insertFamily(
            t, {.id = "f", .address = filled<PublicKey>(1), .roles = "trader", .createdAt = t.now(), .revokedAt = {}});
        auth_tokens::insertToken(t, {.tokenHash = filled<Hash>(2),
                                     .family = "f",
                                     .issuedAt = t.now(),
                                     .expiresAt = {t.now().value + 1000},
                                     .usedAt = {}});
        EXPECT_TRUE(auth_tokens::useToken(t, filled<Hash>(2)));
        EXPECT_FALSE(auth_tokens::useToken(t, filled<Hash>(2)));
        EXPECT_FALSE(auth_tokens::useToken(t, filled<Hash>(3)));
        auth_tokens::revokeFamily(t, "f");
    });
    const ReadLease lease = database->read();
    EXPECT_TRUE(auth_tokens::family(lease, "f")->revokedAt.has_value());
    EXPECT_TRUE(auth_tokens::token(lease, filled<Hash>(2))->usedAt.has_value());
}

TEST_F(RepositoriesTest, anAnswerIsFoundUnderItsKeyUntilItIsPruned)
{
    const IdempotencyKey key{"alice", "POST /api/intents", "k1"};
    write([&](Transaction &t) {
        idempotency::keep(
            t, key,
            {.fingerprint = filled<Hash>(1), .status = 202, .contentType = "application/json", .body = Bytes(2, 7)});
    });
    const auto found = [&](const IdempotencyKey &wanted) {
        const ReadLease lease = database->read();
        return idempotency::find(lease, wanted);
    };
    ASSERT_TRUE(found(key).has_value());
    EXPECT_EQ(found(key)->status, 202);
    EXPECT_EQ(found(key)->fingerprint, filled<Hash>(1));
    EXPECT_FALSE(found({"bob", key.route, key.key}).has_value());
    write([&](Transaction &t) { idempotency::prune(t, UnixMillis{t.now().value + 1}); });
    EXPECT_FALSE(found(key).has_value());
}

} // namespace
} // namespace paradox::storage

#include "domain/assert.h"
#include "storage/intent_tail.h"
#include "storage/intents.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <set>

namespace paradox::storage {
namespace {

PublicKey keyOf(std::uint8_t byte)
{
    PublicKey key;
    key.bytes.fill(byte);
    return key;
}

constexpr std::size_t slice = 128;

class IntentsTest : public ::testing::Test {
protected:
    IntentsTest() { start(); }
    ~IntentsTest() override { stop(); }
    void start()
    {
        database = *Database::open(directory.path());
        writer = std::make_unique<Writer>(*database, clock);
        writer->start();
    }
    void stop()
    {
        writer->stop();
        writer.reset();
        database.reset();
    }
    static Intent intentOf(std::uint64_t number)
    {
        Intent intent;
        intent.session = keyOf(static_cast<std::uint8_t>(10 + number % 3));
        intent.owner = intent.from = keyOf(static_cast<std::uint8_t>(20 + number % 3));
        intent.to = keyOf(99);
        intent.item = keyOf(static_cast<std::uint8_t>(30 + number % 7));
        intent.amount = {number};
        intent.nonce = number * 5;
        intent.createdAt = {1};
        intent.expiresAt = {2};
        return intent;
    }
    static StoredIntent storedOf(std::uint64_t number)
    {
        StoredIntent stored;
        stored.seq = Seq{number};
        stored.preimage = encodeIntent(intentOf(number));
        stored.id = intentIdOf(stored.preimage);
        stored.session = SessionNo{number % 3 + 1};
        return stored;
    }
    void insert(std::uint64_t first, std::uint64_t last)
    {
        ASSERT_TRUE(writer
                        ->execute([&](Transaction &t) {
                            for (std::uint64_t number = first; number <= last; ++number)
                                intents::insert(t, storedOf(number), intentOf(number));
                        })
                        .has_value());
    }
    std::int64_t indexedRows()
    {
        const ReadLease lease = database->read();
        Query query = lease.connection().query("SELECT count(*) FROM intents_by_item");
        return query.step() ? query.integer(0) : -1;
    }
    void waitForFlush(std::int64_t rows)
    {
        while (indexedRows() != rows)
            (void)writer->execute([](Transaction &) {});
    }
    /// Every seq that a filter finds, over all pages.
    std::vector<std::uint64_t> seqsOf(IntentFilter filter)
    {
        const ReadLease lease = database->read();
        std::vector<std::uint64_t> result;
        while (true) {
            const IntentPage page = intents::list(lease, filter);
            for (const StoredIntent &intent : page.rows)
                result.push_back(intent.seq.value);
            if (!page.next)
                return result;
            filter.before = page.next;
        }
    }
    static std::vector<std::uint64_t> expected(std::uint64_t last, const std::function<bool(std::uint64_t)> &wanted)
    {
        std::vector<std::uint64_t> result;
        for (std::uint64_t number = last; number > 0; --number) {
            if (wanted(number))
                result.push_back(number);
        }
        return result;
    }
    void expectAllFound(std::uint64_t last)
    {
        {
            const ReadLease lease = database->read();
            for (std::uint64_t number = 1; number <= last; ++number) {
                const StoredIntent wanted = storedOf(number);
                const auto found = intents::byId(lease, wanted.id);
                ASSERT_TRUE(found.has_value()) << number;
                ASSERT_EQ(found->seq, wanted.seq);
                ASSERT_EQ(intents::seqOfNonce(lease, wanted.session, number * 5), wanted.seq);
                ASSERT_EQ(intents::seqOfNonce(lease, wanted.session, number * 5 + 1), std::nullopt);
            }
            EXPECT_EQ(intents::highestNonce(lease, SessionNo{last % 3 + 1}), last * 5);
            EXPECT_EQ(intents::highestNonce(lease, SessionNo{9}), std::nullopt);
        }
        EXPECT_EQ(seqsOf({.item = keyOf(32), .limit = 13}), expected(last, [](auto n) { return n % 7 == 2; }));
        EXPECT_EQ(seqsOf({.owner = keyOf(21), .limit = 100}), expected(last, [](auto n) { return n % 3 == 1; }));
        EXPECT_EQ(seqsOf({.owner = keyOf(21), .item = keyOf(32), .limit = 10}),
                  expected(last, [](auto n) { return n % 21 == 16; }));
        EXPECT_EQ(seqsOf({.state = IntentState::Pending, .limit = 999}), expected(last, [](auto) { return true; }));
        EXPECT_TRUE(seqsOf({.state = IntentState::Settled}).empty());
    }

    testing::TempDirectory directory;
    testing::ManualClock clock;
    std::unique_ptr<Database> database;
    std::unique_ptr<Writer> writer;
};

TEST_F(IntentsTest, newestIntentsAreFoundBeforeTheirKeysAreWritten)
{
    insert(1, 100);
    EXPECT_EQ(indexedRows(), 0);
    expectAllFound(100);
    stop();
    start();
    expectAllFound(100);
}

TEST_F(IntentsTest, anIdleWriterWritesTheKeysOut)
{
    const std::uint64_t many = IntentTail::idleFlushRows + 50;
    insert(1, many);
    waitForFlush(static_cast<std::int64_t>(many));
    expectAllFound(many);
    insert(many + 1, many + 70); // some in the tables, some in the tail
    expectAllFound(many + 70);
    stop();
    start();
    EXPECT_EQ(indexedRows(), static_cast<std::int64_t>(many));
    expectAllFound(many + 70);
}

TEST_F(IntentsTest, aSliceIsAsLongAsItWasAsked)
{
    insert(1, 50);
    ASSERT_TRUE(writer
                    ->execute([&](Transaction &t) {
                        IntentTail &tail = *t.connection().intentTail();
                        EXPECT_FALSE(tail.flushSlice(t, 51, 10)); // 50 are not enough
                        EXPECT_TRUE(tail.flushSlice(t, 50, 10));
                    })
                    .has_value());
    const ReadLease lease = database->read();
    Query query = lease.connection().query("SELECT count(*) FROM intents_by_id");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), 10);
}

TEST_F(IntentsTest, aBusySliceWritesMoreThanCameIn)
{
    constexpr std::uint64_t many = 1000;
    constexpr std::size_t tablesOfKeys = 4;
    ASSERT_TRUE(writer
                    ->execute([&](Transaction &t) {
                        const IntentTail &tail = *t.connection().intentTail();
                        const std::size_t ofNone = tail.busySliceRows();
                        EXPECT_GT(ofNone, 0U);
                        for (std::uint64_t number = 1; number <= many; ++number)
                            intents::insert(t, storedOf(number), intentOf(number));
                        EXPECT_GT(tail.busySliceRows(), tablesOfKeys * many);
                    })
                    .has_value());
    // What is in does not count again.
    ASSERT_TRUE(writer
                    ->execute([](Transaction &t) {
                        EXPECT_LT(t.connection().intentTail()->busySliceRows(), tablesOfKeys * many);
                    })
                    .has_value());
}

TEST_F(IntentsTest, aFlushCutShortByACrashIsDoneAgain)
{
    const std::uint64_t many = IntentTail::idleFlushRows + 50;
    insert(1, many);
    waitForFlush(static_cast<std::int64_t>(many));
    // As a crash leaves it: rows are there, the mark that they are is not, and some are missing.
    ASSERT_TRUE(writer
                    ->execute([](Transaction &t) {
                        t.connection().run("DELETE FROM meta WHERE key = 'intents_indexed_to'");
                        t.connection().run("DELETE FROM intents_by_id WHERE seq % 2 = 0");
                        t.connection().run("DELETE FROM nonces WHERE seq % 3 = 0");
                    })
                    .has_value());
    stop();
    start();
    expectAllFound(many);
}

TEST_F(IntentsTest, aFailureWhileKeysAreWrittenLosesNone)
{
    const std::uint64_t many = 4 * slice;
    insert(1, many);
    ASSERT_TRUE(
        writer->execute([](Transaction &t) { EXPECT_TRUE(t.connection().intentTail()->flushSlice(t, 1, slice)); })
            .has_value());
    insert(many + 1, many + 20); // behind those that are being written
    expectAllFound(many + 20);
    const auto failed = writer->execute([&](Transaction &t) {
        intents::insert(t, storedOf(many + 21), intentOf(many + 21));
        t.abandon();
    });
    ASSERT_FALSE(failed.has_value());
    expectAllFound(many + 20);
    bool moreIsLeft = true;
    while (moreIsLeft)
        ASSERT_TRUE(
            writer->execute([&](Transaction &t) { moreIsLeft = t.connection().intentTail()->flushSlice(t, 1, slice); })
                .has_value());
    EXPECT_EQ(indexedRows(), static_cast<std::int64_t>(many + 20));
    expectAllFound(many + 20);
}

TEST_F(IntentsTest, whatWasRolledBackIsNotFound)
{
    insert(1, 10);
    const auto failed = writer->execute([](Transaction &t) {
        intents::insert(t, storedOf(11), intentOf(11));
        t.abandon();
    });
    ASSERT_FALSE(failed.has_value());
    {
        const ReadLease lease = database->read();
        EXPECT_FALSE(intents::byId(lease, storedOf(11).id).has_value());
        EXPECT_FALSE(intents::seqOfNonce(lease, SessionNo{3}, 55).has_value());
    }
    insert(11, 12);
    expectAllFound(12);
}

TEST_F(IntentsTest, movesThatDoNotExistAssert)
{
    // The writer is a thread: a plain fork would leave it behind.
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    insert(1, 1);
    const IntentMove move{.seq = Seq{1},
                          .id = storedOf(1).id,
                          .owner = intentOf(1).owner,
                          .from = IntentState::Settled,
                          .to = IntentState::Pending};
    EXPECT_DEATH((void)writer->execute([&](Transaction &t) { intents::move(t, move); }), "mayMove");
}

} // namespace
} // namespace paradox::storage

#include "storage/meta.h"
#include "storage/writer.h"
#include "tests/support/full_disk.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <latch>

namespace paradox::storage {
namespace {

class WriterTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        database = *Database::open(directory.path());
        writer = std::make_unique<Writer>(*database, clock, WriterOptions{.queueMax = 16, .groupJobsMax = 256});
        writer->setPublisher([this](std::span<const Event> events) {
            for (const Event &event : events)
                published.push_back(event.seq.value);
            ++groups;
        });
        writer->onRollback([this](Connection &) { ++rebuilds; });
    }
    void TearDown() override
    {
        writer->stop();
        writer.reset();
        database.reset();
    }

    /// Holds the writer inside a job, so that everything posted meanwhile lands in one group.
    void hold()
    {
        ASSERT_TRUE(writer->post({.run = [this](Transaction &) {
            entered.count_down();
            release.wait();
        }}));
        entered.wait();
    }
    std::vector<std::uint64_t> storedSeqs()
    {
        const ReadLease lease = database->read();
        std::vector<std::uint64_t> result;
        for (const Event &event : events::after(lease, FeedSeq{0}, 1000))
            result.push_back(event.seq.value);
        return result;
    }
    static Event event() { return {.topic = Topic::Node, .ref = 7, .to = "ready"}; }

    testing::TempDirectory directory;
    testing::ManualClock clock;
    std::unique_ptr<Database> database;
    std::unique_ptr<Writer> writer;
    std::vector<std::uint64_t> published; ///< writer thread; read after stop or execute
    int groups = 0;
    int rebuilds = 0;
    // They outlive the writer's job, which may still be leaving its wait when a test ends.
    std::latch entered{1};
    std::latch release{1};
};

TEST_F(WriterTest, aJobThatFailsRollsBackAlone)
{
    writer->start();
    hold();
    std::optional<StorageError> failure;
    bool committed = false;
    ASSERT_TRUE(writer->post({.run = [](Transaction &t) { t.record(event()); }}));
    ASSERT_TRUE(writer->post({.run =
                                  [](Transaction &t) {
                                      t.record(event());
                                      t.connection().run("INSERT INTO meta VALUES ('x', NULL)");
                                  },
                              .afterCommit = [&] { committed = true; },
                              .afterFailure = [&](StorageError error) { failure = error; }}));
    ASSERT_TRUE(writer->post({.run = [](Transaction &t) { t.record(event()); }}));
    release.count_down();
    writer->stop();
    EXPECT_EQ(failure, StorageError::Constraint);
    EXPECT_FALSE(committed);
    EXPECT_EQ(storedSeqs(), (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(published, (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(rebuilds, 0) << "nothing in memory was touched";
}

TEST_F(WriterTest, aSharedJobThatFailsTakesItsGroupAlong)
{
    writer->start();
    hold();
    std::vector<StorageError> failures;
    const auto note = [&](StorageError error) { failures.push_back(error); };
    ASSERT_TRUE(writer->post({.run = [](Transaction &t) { t.record(event()); }, .afterFailure = note}));
    ASSERT_TRUE(writer->post({.run = [](Transaction &t) { t.connection().run("INSERT INTO meta VALUES ('x', NULL)"); },
                              .afterFailure = note,
                              .isolation = Isolation::Shared}));
    release.count_down();
    while (writer->queued() > 0)
        std::this_thread::yield();
    EXPECT_TRUE(writer->execute([](Transaction &t) { t.record(event()); }).has_value()) << "the next group is fine";
    writer->stop();
    EXPECT_EQ(failures.size(), 2U);
    EXPECT_EQ(storedSeqs(), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(rebuilds, 1);
    EXPECT_FALSE(writer->failing());
}

TEST_F(WriterTest, anAbandonedJobLeavesNothingAndRebuildsTouchedMemory)
{
    writer->start();
    const auto result = writer->execute([](Transaction &t) {
        t.record(event());
        t.touchMemory();
        t.abandon();
    });
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error(), StorageError::Constraint);
    writer->stop();
    EXPECT_TRUE(storedSeqs().empty());
    EXPECT_EQ(rebuilds, 1);
}

TEST_F(WriterTest, jobsThatQueuedTogetherShareOneCommit)
{
    writer->start();
    hold();
    for (int i = 0; i < 10; ++i)
        ASSERT_TRUE(writer->post({.run = [](Transaction &t) { t.record(event()); }}));
    release.count_down();
    writer->stop();
    EXPECT_EQ(published.size(), 10U);
    EXPECT_EQ(groups, 1);
}

TEST_F(WriterTest, aFullQueueRefuses)
{
    writer->start();
    hold();
    int taken = 0;
    while (writer->post({.run = [](Transaction &) {}}))
        ++taken;
    EXPECT_EQ(taken, 16);
    release.count_down();
}

TEST_F(WriterTest, aStoppedWriterRefuses)
{
    writer->start();
    writer->stop();
    EXPECT_FALSE(writer->post({.run = [](Transaction &) {}}));
    EXPECT_EQ(writer->execute([](Transaction &) { return 1; }).error(), StorageError::Stopped);
}

TEST_F(WriterTest, theFeedGoesOnWithoutAGapAfterARestart)
{
    writer->start();
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(writer->execute([](Transaction &t) { t.record(event()); }).has_value());
    writer->stop();
    writer = std::make_unique<Writer>(*database, clock);
    EXPECT_EQ(writer->lastFeedSeq(), FeedSeq{3});
    writer->start();
    EXPECT_EQ(*writer->execute([](Transaction &t) { return t.record(event()); }), FeedSeq{4});
    writer->stop();
    EXPECT_EQ(storedSeqs(), (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST_F(WriterTest, hooksOfEarlierJobsSurviveALaterRollback)
{
    writer->start();
    hold();
    ASSERT_TRUE(writer->post({.run =
                                  [](Transaction &t) {
                                      t.beforeCommit(
                                          [](Transaction &closing) { meta::put(closing, "hook", asBytes("ran")); });
                                  },
                              .isolation = Isolation::Shared}));
    ASSERT_TRUE(writer->post({.run = [](Transaction &t) {
        t.beforeCommit([](Transaction &closing) { meta::put(closing, "dropped", asBytes("ran")); });
        t.abandon();
    }}));
    release.count_down();
    writer->stop();
    const ReadLease lease = database->read();
    EXPECT_TRUE(meta::get(lease, "hook").has_value());
    EXPECT_FALSE(meta::get(lease, "dropped").has_value());
}

TEST_F(WriterTest, aCommitOnAFullDiskFailsItsGroupAndTheNextGoesOn)
{
    writer->start();
    {
        const testing::FullDisk disk(4096);
        EXPECT_FALSE(writer->execute([](Transaction &t) { t.record(event()); }).has_value());
        EXPECT_TRUE(writer->failing());
    }
    EXPECT_TRUE(writer->execute([](Transaction &t) { t.record(event()); }).has_value());
    EXPECT_FALSE(writer->failing());
    EXPECT_EQ(storedSeqs(), std::vector<std::uint64_t>{1});
    writer->stop();
    EXPECT_EQ(published, std::vector<std::uint64_t>{1});
    EXPECT_EQ(rebuilds, 1);
}

TEST_F(WriterTest, aJobThatFillsTheDiskTakesItsGroupAlongAndTheNextGoesOn)
{
    writer->start();
    hold();
    std::vector<StorageError> failures;
    bool laterJobRan = false;
    const auto note = [&](StorageError error) { failures.push_back(error); };
    ASSERT_TRUE(writer->post({.run = [](Transaction &t) { t.record(event()); }, .afterFailure = note}));
    ASSERT_TRUE(writer->post({.run =
                                  [](Transaction &t) {
                                      // More than the page cache holds: it goes to the log before the commit.
                                      t.connection().run("INSERT INTO meta VALUES ('x', zeroblob(40000000))");
                                  },
                              .afterFailure = note}));
    ASSERT_TRUE(writer->post({.run = [&](Transaction &) { laterJobRan = true; }, .afterFailure = note}));
    {
        const testing::FullDisk disk(1 << 20);
        release.count_down();
        static_cast<void>(writer->execute([](Transaction &) {})); // waits for the three
    }
    EXPECT_EQ(failures.size(), 3U);
    EXPECT_FALSE(laterJobRan);
    EXPECT_TRUE(writer->execute([](Transaction &t) { t.record(event()); }).has_value());
    EXPECT_EQ(storedSeqs(), std::vector<std::uint64_t>{1});
}

TEST_F(WriterTest, theLogIsCutShortWhileWritingGoesOn)
{
    writer->start();
    for (std::uint32_t i = 0; i < 1600; ++i) {
        const Bytes value(64 * 1024, static_cast<std::uint8_t>(i));
        const std::string key = "k" + std::to_string(i % 20);
        ASSERT_TRUE(writer->execute([&](Transaction &t) { meta::put(t, key, value); }).has_value());
    }
    // 1600 commits of 64 KiB are 100 MiB of log; what is left must be near the threshold.
    EXPECT_LT(std::filesystem::file_size(directory.path() / "node.db-wal"), 64U * 1024 * 1024);
}

} // namespace
} // namespace paradox::storage

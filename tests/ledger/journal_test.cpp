#include "ledger/journal.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace paradox::ledger {
namespace {

class JournalTest : public ::testing::Test {
protected:
    [[nodiscard]] Journal::Options options() const
    {
        return {.directory = m_directory.path(), .genesis = Hash{{7}}, .syncToDisk = false};
    }
    /// What every frame holds, in order; the journal is open behind it.
    [[nodiscard]] std::string replay(Journal &journal) const
    {
        std::string texts;
        const auto opened = journal.open([&](const StoredFrame &frame) {
            texts += asText(frame.payload);
            return true;
        });
        EXPECT_TRUE(opened.has_value());
        return texts;
    }
    [[nodiscard]] static Bytes frameOf(std::string_view text)
    {
        Bytes frame;
        putFrame(frame, FrameKind::Transaction, {asBytes(text)});
        return frame;
    }
    static void write(Journal &journal, std::string_view text) { EXPECT_TRUE(journal.write(frameOf(text))); }
    void writeTwoSegments() const
    {
        Journal journal(options());
        EXPECT_EQ(replay(journal), "");
        write(journal, "a");
        ASSERT_TRUE(journal.rotate({10}));
        write(journal, "b");
    }
    void leaveUnfinishedSegment(std::string_view slot) const
    {
        std::ofstream(m_directory.path() /
                      ("journal-" + std::string(20 - slot.size(), '0') + std::string(slot) + ".log"))
            << "PDX";
    }

private:
    const testing::TempDirectory m_directory;
};

TEST_F(JournalTest, framesComeBackInOrderOverSegments)
{
    writeTwoSegments();
    Journal journal(options());
    EXPECT_EQ(replay(journal), "ab");
}

TEST_F(JournalTest, behindASegmentThatWasNotFinishedTheOneBeforeGoesOn)
{
    writeTwoSegments();
    leaveUnfinishedSegment("20");
    {
        Journal journal(options());
        journal.dropBefore({10});
        EXPECT_EQ(replay(journal), "b");
        write(journal, "c");
    }
    Journal journal(options());
    EXPECT_EQ(replay(journal), "bc");
}

/// The disk is full in the middle of a frame, the third of the segment.
class FullJournalTest : public JournalTest {
protected:
    static constexpr std::size_t headBytes = 40;
    static constexpr std::size_t frameBytes = frameHeaderSize + 1;

    void SetUp() override
    {
        EXPECT_EQ(replay(journal), "");
        write(journal, "a");
        EXPECT_TRUE(journal.sync());
        write(journal, "b"); // as an empty slot is: without a sync
    }

    Journal journal{options()};
};

TEST_F(FullJournalTest, whatADiskDidNotTakeIsWrittenWholeWhenItDoes)
{
    {
        const testing::FullDisk disk(headBytes + 2 * frameBytes + 3);
        EXPECT_FALSE(journal.write(frameOf("c")));
        EXPECT_FALSE(journal.repair());
        EXPECT_FALSE(journal.write(frameOf("d")));
        EXPECT_FALSE(journal.sync());
    }
    EXPECT_TRUE(journal.repair());
    write(journal, "e");
    Journal again(options());
    EXPECT_EQ(replay(again), "abcde");
}

TEST_F(FullJournalTest, theNextWriteRepairsByItself)
{
    {
        const testing::FullDisk disk(headBytes + 2 * frameBytes + 3);
        EXPECT_FALSE(journal.write(frameOf("c")));
    }
    write(journal, "d");
    Journal again(options());
    EXPECT_EQ(replay(again), "abcd");
}

TEST_F(FullJournalTest, aSegmentThatCannotBeBegunLeavesTheOldOneGoingOn)
{
    {
        const testing::FullDisk disk(headBytes - 1);
        EXPECT_FALSE(journal.rotate({10}));
    }
    write(journal, "c");
    EXPECT_TRUE(journal.rotate({10}));
    write(journal, "d");
    Journal again(options());
    EXPECT_EQ(replay(again), "abcd");
}

} // namespace
} // namespace paradox::ledger

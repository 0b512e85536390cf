#include "ledger/journal.h"
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
    static void write(Journal &journal, std::string_view text)
    {
        Bytes frame;
        putFrame(frame, FrameKind::Transaction, {asBytes(text)});
        EXPECT_TRUE(journal.write(frame));
    }
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

} // namespace
} // namespace paradox::ledger

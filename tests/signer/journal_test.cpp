#include "signer/journal.h"

#include "domain/sha256.h"
#include "tests/signer/fixtures.h"

namespace paradox::test {
namespace {

using signer::Journal;
using signer::JournalError;

class JournalTest : public FolderTest {
protected:
    static signer::JournalDraft draft(const std::string &summary)
    {
        return {.at = {1'800'000'000'123},
                .kind = "intent",
                .signer = {},
                .digest = sha256(asBytes(summary)),
                .summary = summary};
    }
    void write(int lines)
    {
        auto journal = Journal::open(file);
        ASSERT_TRUE(journal.has_value());
        for (int i = 0; i < lines; ++i)
            ASSERT_TRUE(journal->append(draft("line " + std::to_string(i))).has_value());
    }

    std::filesystem::path file = folder / "journal";
};

TEST_F(JournalTest, theChainGoesOnAfterReopening)
{
    write(2);
    write(1);
    const auto lines = Journal::read(file);
    ASSERT_EQ(lines->size(), 3U);
    EXPECT_EQ((*lines)[2].previous, (*lines)[1].hash);
    EXPECT_EQ(Journal::verify(file)->brokenAt, 0U);
}

TEST_F(JournalTest, aChangedLineIsFoundAndNothingIsAppended)
{
    write(3);
    std::string text = contentOf(file);
    text.replace(text.find("line 1"), 6, "line 9");
    overwrite(file, text);
    EXPECT_EQ(Journal::verify(file)->brokenAt, 2U);
    EXPECT_EQ(Journal::open(file).error(), JournalError::Broken);
}

TEST_F(JournalTest, aRemovedLineIsFound)
{
    write(3);
    std::string text = contentOf(file);
    const std::size_t first = text.find('\n') + 1;
    overwrite(file, text.substr(0, first) + text.substr(text.find('\n', first) + 1));
    EXPECT_EQ(Journal::verify(file)->brokenAt, 2U);
}

TEST_F(JournalTest, aTornTailIsCutOffAndKept)
{
    write(2);
    const std::string whole = contentOf(file);
    overwrite(file, whole + "{\"n\":\"3\",\"at");
    EXPECT_TRUE(Journal::verify(file)->hasTornTail);
    write(1);
    EXPECT_EQ(Journal::verify(file)->lines, 3U);
    EXPECT_EQ(contentOf(file.string() + ".torn"), "{\"n\":\"3\",\"at");
}

TEST_F(JournalTest, onlyOneProcessWrites)
{
    const auto first = Journal::open(file);
    EXPECT_EQ(Journal::open(file).error(), JournalError::InUse);
}

TEST_F(JournalTest, anExportVerifiesElsewhere)
{
    auto journal = Journal::open(file);
    ASSERT_TRUE(journal->append(draft("quote \" and line\nend")).has_value());
    ASSERT_TRUE(journal->exportTo(folder / "copy").has_value());
    EXPECT_EQ(Journal::verify(folder / "copy")->head, journal->head());
}

} // namespace
} // namespace paradox::test

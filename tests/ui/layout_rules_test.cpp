#include "ui/theme/theme.h"
#include "ui/widgets/column_fit.h"
#include "ui/widgets/tab_order.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace paradox::ui {
namespace {

int sumOf(const std::vector<int> &widths)
{
    return std::accumulate(widths.begin(), widths.end(), 0);
}

TEST(ColumnFit, givesTheLastColumnWhatIsLeftOver)
{
    const ColumnWidth columns[] = {{100}, {80, 40}, {60}};
    EXPECT_EQ(fitColumns(columns, 500), (std::vector{100, 80, 320}));
    EXPECT_EQ(fitColumns(columns, 240), (std::vector{100, 80, 60}));
}

TEST(ColumnFit, takesFromWordsAndLeavesNumbersWhole)
{
    const ColumnWidth columns[] = {{100}, {80, 40}, {60}, {120, 100}};
    // 30 are missing and there are 60 to give: two thirds of them in the second column.
    EXPECT_EQ(fitColumns(columns, 330), (std::vector{100, 60, 60, 110}));
}

TEST(ColumnFit, neverGoesBelowWhatAColumnCanDoWith)
{
    const ColumnWidth columns[] = {{100}, {80, 40}, {60, 50}};
    EXPECT_EQ(fitColumns(columns, 10), (std::vector{100, 40, 50}));
    EXPECT_TRUE(fitColumns({}, 10).empty());
}

TEST(ColumnFit, letsWholeColumnsGoWhereTheLeastWidthsDoNotFit)
{
    const ColumnWidth columns[] = {{100}, {80, 40, 2}, {60, 0, 1}, {90, 50}, {70, 30, 3}};
    EXPECT_EQ(fitColumns(columns, 280), (std::vector{100, 40, 60, 50, 30}));
    // The last is the first to go, and the one before it takes what is left over.
    EXPECT_EQ(fitColumns(columns, 260), (std::vector{100, 45, 60, 55, 0}));
    EXPECT_EQ(fitColumns(columns, 249), (std::vector{100, 0, 60, 89, 0}));
    EXPECT_EQ(fitColumns(columns, 200), (std::vector{100, 0, 0, 100, 0}));
    EXPECT_EQ(fitColumns(columns, 10), (std::vector{100, 0, 0, 50, 0}));
}

TEST(ColumnFit, fillsTheRoomToThePixelWhereverItCan)
{
    std::mt19937 random(7);
    const auto upTo = [&random](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    for (int round = 0; round < 2000; ++round) {
        std::vector<ColumnWidth> columns;
        int least = 0;
        for (int i = 0; i <= upTo(12); ++i) {
            const int wanted = 40 + upTo(200);
            columns.push_back({wanted, upTo(2) == 0 ? 0 : 1 + upTo(wanted)});
            least += columns.back().least > 0 ? columns.back().least : wanted;
        }
        const int room = upTo(2500);
        const std::vector<int> widths = fitColumns(columns, room);
        EXPECT_EQ(sumOf(widths), std::max(room, least)) << "round " << round;
        for (std::size_t i = 0; i < columns.size(); ++i)
            EXPECT_GE(widths[i], columns[i].least > 0 ? columns[i].least : columns[i].wanted) << "round " << round;
    }
}

TEST(ReadingOrder, goesDownOneColumnBeforeTheNext)
{
    const std::vector<QRect> places{{0, 500, 300, 100}, {310, 0, 200, 250}, {0, 0, 300, 490}, {310, 260, 200, 340}};
    EXPECT_EQ(readingOrder(places), (std::vector<std::size_t>{2, 0, 1, 3}));
}

TEST(ReadingOrder, readsWhatIsWhollyAboveFirst)
{
    const std::vector<QRect> places{{0, 310, 600, 100}, {310, 0, 290, 300}, {0, 0, 300, 300}};
    EXPECT_EQ(readingOrder(places), (std::vector<std::size_t>{2, 1, 0}));
    EXPECT_TRUE(readingOrder({}).empty());
}

TEST(TextSize, followsAFontThatIsLargerThanAnyDesktopBrings)
{
    EXPECT_EQ(textPercentOf(9), 100);
    EXPECT_EQ(textPercentOf(11), 100);
    EXPECT_EQ(textPercentOf(13.5), 150);
    EXPECT_EQ(textPercentOf(18), 200);
    EXPECT_EQ(textPercentOf(40), 200);
}

} // namespace
} // namespace paradox::ui

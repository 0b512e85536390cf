#include "ui/theme/contrast.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

namespace paradox::ui {
namespace {

using enum Token;

constexpr double textNeeds = 4.5;
constexpr double glyphNeeds = 3.0;
constexpr ThemeName themes[] = {ThemeName::Dark, ThemeName::Light, ThemeName::Contrast};
constexpr const char *themeWords[] = {"dark", "light", "high contrast"};

double ratio(Token drawn, Token ground, ThemeName theme)
{
    const auto column = static_cast<std::size_t>(theme);
    return contrastRatio(tokenValue(drawn).rgb[column], tokenValue(ground).rgb[column]);
}

void expectAtLeast(double needs, Token drawn, Token ground)
{
    for (const ThemeName theme : themes) {
        // As in the design: rounded to one decimal.
        const double measured = std::round(ratio(drawn, ground, theme) * 10) / 10;
        EXPECT_GE(measured, needs) << tokenValue(drawn).name << " on " << tokenValue(ground).name << ", "
                                   << themeWords[static_cast<std::size_t>(theme)];
    }
}

TEST(Contrast, ofTheGreyThatJustFailsIsKnown)
{
    EXPECT_NEAR(contrastRatio(0x777777, 0xFFFFFF), 4.48, 0.01);
    EXPECT_NEAR(contrastRatio(0xFF0000, 0xFFFFFF), 4.00, 0.01);
    EXPECT_DOUBLE_EQ(contrastRatio(0xFFFFFF, 0x000000), contrastRatio(0x000000, 0xFFFFFF));
}

TEST(Contrast, holdsOnSelectedRowsForAlertsAndForCharts)
{
    for (const Token token : {TextPrimary, TextSecondary, Accent, AlertInfo, AlertWarning, AlertCritical})
        expectAtLeast(textNeeds, token, Selection);
    for (const Token surface : {BgPanel, BgBase, BgHeader, BgRaised}) {
        for (const Token token : {AlertInfo, AlertWarning, AlertCritical})
            expectAtLeast(textNeeds, token, surface);
    }
    for (const Token line : {Chart1, Chart2, Chart3, Chart4})
        expectAtLeast(glyphNeeds, line, BgBase);
}

/// Figures of the design's own tables: a token that was mistyped shows here even where it still can be read.
TEST(Contrast, measuresWhatTheDesignMeasured)
{
    const auto near = [](Token drawn, Token ground, std::array<double, 3> expected) {
        for (const ThemeName theme : themes)
            EXPECT_NEAR(ratio(drawn, ground, theme), expected[static_cast<std::size_t>(theme)], 0.051)
                << tokenValue(drawn).name << " on " << tokenValue(ground).name;
    };
    near(TextPrimary, BgPanel, {14.2, 15.9, 21.0});
    near(TextTertiary, BgHeader, {5.3, 4.9, 13.5});
    near(StateStale, Selection, {7.1, 4.5, 8.9});
    near(StateSettling, BgRaised, {9.0, 6.2, 14.1});
    near(SelectionText, Selection, {11.7, 12.3, 12.9});
    near(LineControl, BgBase, {4.0, 3.6, 21.0});
    near(Chart3, BgBase, {7.5, 6.7, 13.2});
    near(AlertWarning, TintWarning, {9.3, 5.3, 14.6});
}

TEST(Tokens, haveNamesOfTheirOwnAndSolidColours)
{
    std::set<std::string_view> names;
    for (const TokenValue &token : tokenTable()) {
        EXPECT_FALSE(token.name.empty());
        EXPECT_TRUE(names.insert(token.name).second) << token.name;
        for (const std::uint32_t rgb : token.rgb)
            EXPECT_LE(rgb, 0xFFFFFFU);
    }
    EXPECT_EQ(names.size(), tokenCount);
    EXPECT_EQ(tokenValue(BgWindow).name, "bg.window");
    EXPECT_EQ(tokenValue(SelectionText).name, "selection.text");
    EXPECT_EQ(tokenValue(AlertWarningFill).name, "alert.warningFill");
    EXPECT_EQ(tokenValue(ChartAxis).name, "chart.axis");
}

TEST(Glyphs, tellTheStatesThatCostMoneyApartByShape)
{
    using models::StateGroup;
    std::set<QString> shapes;
    for (const StateGroup group : {StateGroup::Pending, StateGroup::Netted, StateGroup::Settling, StateGroup::Settled,
                                   StateGroup::Rejected, StateGroup::Expired, StateGroup::Closed, StateGroup::Stale,
                                   StateGroup::Resolving, StateGroup::Frozen, StateGroup::Aborting})
        EXPECT_TRUE(shapes.insert(glyphName(group)).second) << glyphName(group).toStdString();
}

TEST(ThemeNames, areTheWordsOfTheSetting)
{
    for (const ThemeName theme : themes)
        EXPECT_EQ(themeNameOf(toText(theme)), theme);
    EXPECT_EQ(themeNameOf(QStringLiteral("solarized")), ThemeName::Dark);
}

} // namespace
} // namespace paradox::ui

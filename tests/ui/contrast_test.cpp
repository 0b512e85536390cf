#include "ui/theme/contrast.h"
#include "ui/theme/tokens.h"

#include <gtest/gtest.h>

namespace paradox::ui {
namespace {

struct Pair {
    Token fore;
    Token back;
    double least;
};

const Pair pairs[] = {
    {Token::TextOnAccent, Token::AccentFill, 4.5},
    {Token::TextOnAccent, Token::AccentFillHover, 4.5},
    {Token::TextOnAccent, Token::AlertCriticalFill, 4.5},
    {Token::SelectionText, Token::Selection, 4.5},
    {Token::TextPrimary, Token::SelectionInactive, 4.5},
    {Token::TextSecondary, Token::BgPressed, 4.5},
    {Token::TextSecondary, Token::TintInfo, 4.5},
    {Token::TextSecondary, Token::TintOk, 4.5},
    {Token::TextSecondary, Token::TintWarning, 4.5},
    {Token::TextSecondary, Token::TintCritical, 4.5},
    {Token::AlertInfo, Token::TintInfo, 3},
    {Token::StateSettled, Token::TintOk, 3},
    {Token::AlertWarning, Token::TintWarning, 3},
    {Token::AlertCritical, Token::TintCritical, 3},
    {Token::LineControl, Token::BgBase, 3},
    {Token::LineControl, Token::BgPanel, 3},
    {Token::Focus, Token::BgPanel, 3},
    {Token::Focus, Token::Selection, 3},
    {Token::TextTertiary, Token::BgPressed, 3},
    {Token::Accent, Token::BgPressed, 3},
    {Token::StateNetted, Token::BgPressed, 3},
    // A meter on a selected row.
    {Token::TextSecondary, Token::Selection, 3},
    {Token::TextSecondary, Token::SelectionInactive, 3},
    {Token::TextTertiary, Token::BgBase, 3},
    {Token::StateNetted, Token::BgBase, 3},
};

void expectReadable(Token fore, Token back, double least, ThemeName theme)
{
    const auto index = static_cast<std::size_t>(theme);
    // The design rounds to one decimal.
    EXPECT_GE(contrastRatio(tokenValue(fore).rgb[index], tokenValue(back).rgb[index]) + 0.05, least)
        << tokenValue(fore).name << " on " << tokenValue(back).name << " in theme " << index;
}

TEST(Contrast, textIsReadableOnEverySurfaceOfEveryTheme)
{
    for (const ThemeName theme : {ThemeName::Dark, ThemeName::Light, ThemeName::Contrast}) {
        for (const Token back : {Token::BgPanel, Token::BgBase, Token::BgHeader, Token::BgRaised}) {
            for (const Token fore : {Token::TextPrimary, Token::TextSecondary, Token::TextTertiary, Token::Accent})
                expectReadable(fore, back, 4.5, theme);
        }
        for (const Token back : {Token::BgPanel, Token::BgBase, Token::BgHeader, Token::BgRaised, Token::Selection}) {
            for (const Token fore :
                 {Token::StatePending, Token::StateNetted, Token::StateSettling, Token::StateSettled,
                  Token::StateRejected, Token::StateExpired, Token::StateStale, Token::StateResolving})
                expectReadable(fore, back, 4.5, theme);
        }
        for (const Pair &pair : pairs)
            expectReadable(pair.fore, pair.back, pair.least, theme);
    }
}

TEST(Contrast, rowsUnderThePointerAndSelectedOnesStayReadable)
{
    for (const ThemeName theme : {ThemeName::Dark, ThemeName::Light, ThemeName::Contrast}) {
        for (const Token back : {Token::BgHover, Token::SelectionInactive}) {
            for (const Token fore : {Token::TextPrimary, Token::TextSecondary, Token::StatePending, Token::StateNetted,
                                     Token::StateSettling, Token::StateSettled, Token::StateRejected,
                                     Token::StateExpired, Token::StateStale, Token::StateResolving})
                expectReadable(fore, back, 4.5, theme);
        }
        // Dimmed digits: on a selected row they are secondary.
        expectReadable(Token::TextTertiary, Token::BgHover, 4.5, theme);
    }
}

TEST(Contrast, isTheOneOfTheStandard)
{
    EXPECT_NEAR(contrastRatio(0x000000, 0xFFFFFF), 21.0, 0.001);
    EXPECT_NEAR(contrastRatio(0xE4E7EB, 0x16191D), 14.2, 0.05);
    EXPECT_NEAR(contrastRatio(0x777777, 0x777777), 1.0, 0.001);
}

} // namespace
} // namespace paradox::ui

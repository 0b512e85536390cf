#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace paradox::ui {

/// Roles of colour (design tokens). A widget asks for a role, never for a hue.
enum class Token : std::uint8_t {
    BgWindow,
    BgPanel,
    BgBase,
    BgHeader,
    BgRaised,
    BgHover,
    BgPressed,
    LineHair,
    LineFrame,
    LineControl,
    TextPrimary,
    TextSecondary,
    TextTertiary,
    TextDisabled,
    TextOnAccent,
    Accent,
    AccentFill,
    AccentFillHover,
    Focus,
    Selection,
    SelectionInactive,
    SelectionText,
    StatePending,
    StateNetted,
    StateSettling,
    StateSettled,
    StateRejected,
    StateExpired,
    StateStale,
    StateResolving,
    AlertInfo,
    AlertWarning,
    AlertCritical,
    AlertCriticalFill,
    AlertWarningFill,
    TintInfo,
    TintOk,
    TintWarning,
    TintCritical,
    Chart1,
    Chart2,
    Chart3,
    Chart4,
    ChartGrid,
    ChartAxis,
};

inline constexpr std::size_t tokenCount = 45;

enum class ThemeName : std::uint8_t { Dark, Light, Contrast };

struct TokenValue {
    std::string_view name;
    std::array<std::uint32_t, 3> rgb; ///< by ThemeName
};

[[nodiscard]] const TokenValue &tokenValue(Token token);
[[nodiscard]] const std::array<TokenValue, tokenCount> &tokenTable();

} // namespace paradox::ui

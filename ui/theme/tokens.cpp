#include "ui/theme/tokens.h"

namespace paradox::ui {

// dark, light, high contrast
const std::array<TokenValue, tokenCount> &tokenTable()
{
    static const std::array<TokenValue, tokenCount> table{{
        {"bg.window", {0x0F1215, 0xE3E6EA, 0x000000}},
        {"bg.panel", {0x16191D, 0xF3F4F6, 0x000000}},
        {"bg.base", {0x121518, 0xFFFFFF, 0x000000}},
        {"bg.header", {0x1B1F24, 0xECEEF1, 0x0B0B0B}},
        {"bg.raised", {0x20252B, 0xFFFFFF, 0x0B0B0B}},
        {"bg.hover", {0x1C2127, 0xEEF2F7, 0x1A1A1A}},
        {"bg.pressed", {0x2A3038, 0xDCE1E7, 0x333333}},
        {"line.hair", {0x22272D, 0xE6E9EC, 0x5C5C5C}},
        {"line.frame", {0x2E343C, 0xC9CED5, 0xFFFFFF}},
        {"line.control", {0x6B7683, 0x7E8793, 0xFFFFFF}},
        {"text.primary", {0xE4E7EB, 0x171A1E, 0xFFFFFF}},
        {"text.secondary", {0xA7AFBA, 0x49515B, 0xFFFFFF}},
        {"text.tertiary", {0x8A939F, 0x5F6873, 0xD6D6D6}},
        {"text.disabled", {0x5B636D, 0x9AA2AC, 0x8F8F8F}},
        {"text.onAccent", {0xFFFFFF, 0xFFFFFF, 0x000000}},
        {"accent", {0x74A7FF, 0x1D58BF, 0x9CC8FF}},
        {"accent.fill", {0x2C66CF, 0x2360CC, 0x9CC8FF}},
        {"accent.fillHover", {0x3571DC, 0x1B52B4, 0xC4DEFF}},
        {"focus", {0x8FBBFF, 0x1D58BF, 0xFFE14D}},
        {"selection", {0x1F3860, 0xD2E2FB, 0x0A2F6B}},
        {"selection.inactive", {0x2A3038, 0xE2E6EB, 0x2B2B2B}},
        {"selection.text", {0xFFFFFF, 0x10213D, 0xFFFFFF}},
        {"state.pending", {0xA3B2C4, 0x51637A, 0xD9E4F2}},
        {"state.netted", {0xB396F7, 0x5B2DB8, 0xC2A8FF}},
        {"state.settling", {0x7CD0F4, 0x006894, 0xA0E4FF}},
        {"state.settled", {0x4DBB8B, 0x0B5C39, 0x7CF0BA}},
        {"state.rejected", {0xFF8072, 0xA31A12, 0xFFA79C}},
        {"state.expired", {0xC0B6AA, 0x6E6257, 0xB9AFA4}},
        {"state.stale", {0xF2C35C, 0x8A5A00, 0xFFD166}},
        {"state.resolving", {0xF3B3DE, 0xA8327F, 0xFFB8E6}},
        {"alert.info", {0x74A7FF, 0x1D58BF, 0x9CC8FF}},
        {"alert.warning", {0xF2C35C, 0x8A5A00, 0xFFD166}},
        {"alert.critical", {0xFF8072, 0xA31A12, 0xFFA79C}},
        {"alert.criticalFill", {0xC0362C, 0xB3261B, 0xFFA79C}},
        {"alert.warningFill", {0xF2C35C, 0xF2C14E, 0xFFD166}},
        {"tint.info", {0x17253B, 0xE6EEFB, 0x000000}},
        {"tint.ok", {0x14291F, 0xE3F2EA, 0x000000}},
        {"tint.warning", {0x2C2413, 0xFBF1DA, 0x000000}},
        {"tint.critical", {0x331A18, 0xFBE7E5, 0x000000}},
        {"chart.1", {0x74A7FF, 0x1D58BF, 0x9CC8FF}},
        {"chart.2", {0xF2C35C, 0xA36B00, 0xFFD166}},
        {"chart.3", {0xB396F7, 0x6A3FC4, 0xD6C4FF}},
        {"chart.4", {0x4DBB8B, 0x0F7A4C, 0x7CF0BA}},
        {"chart.grid", {0x262B32, 0xE3E6EA, 0x5C5C5C}},
        {"chart.axis", {0x8A939F, 0x5F6873, 0xFFFFFF}},
    }};
    return table;
}

const TokenValue &tokenValue(Token token)
{
    return tokenTable().at(static_cast<std::size_t>(token));
}

} // namespace paradox::ui

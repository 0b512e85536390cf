#pragma once

#include <Qt>

namespace paradox::models {

/// What a cell means. Models answer with meaning, delegates give it a look; no model knows a colour or an icon.
enum Role : int {
    StateRole = Qt::UserRole + 1, ///< StateWord of the row
    AmountRole,                   ///< quint64 base units, or qint64 for a delta; invalid: not applicable
    PriceWordRole,                ///< QString, stands before the amount: what it is
    KeyRole,                      ///< KeyText
    StaleRole,                    ///< bool: the value is older than it should be
    ReasonRole,                   ///< the clause of the Why column
    SortRole,                     ///< quint64, qint64 or QString; numbers sort as numbers
    CopyRole,                     ///< raw value: full key, units as digits, RFC 3339
    MeterRole,                    ///< MeterParts
    LaneRole,                     ///< BatchLane
    IdRole,                       ///< QString, the entity's id: the same for every column
    EmphasisRole,                 ///< Emphasis
    MonoRole,                     ///< bool: digits and keys in the fixed-width face
    GlyphRole,                    ///< StateWord painted as glyph and word in any column
};

enum class Emphasis { Normal, Secondary, Attention, Strong };

} // namespace paradox::models

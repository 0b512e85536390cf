#pragma once

#include "models/format.h"
#include "models/state_word.h"

#include <QPainter>
#include <QRect>

namespace paradox::ui {

class Theme;

/// How a cell stands: these decide between the token of a text and the one of a selected row.
struct CellLook {
    bool selected = false;
    bool active = false; ///< the view has the focus
    bool stale = false;
};

// Painters shared by delegates and widgets. Each draws inside `rect` and nothing else.
void paintState(QPainter &painter, const QRect &rect, const models::StateWord &state, const Theme &theme,
                CellLook look);
void paintAmount(QPainter &painter, const QRect &rect, const models::AmountText &amount, const Theme &theme,
                 CellLook look);
/// With what it is before it: "at most", "paid". The number comes first, the word takes what it leaves.
void paintPrice(QPainter &painter, const QRect &rect, const QString &word, const models::AmountText &amount,
                const Theme &theme, CellLook look);
[[nodiscard]] int priceWidth(const QString &word, const models::AmountText &amount, const Theme &theme);
void paintKey(QPainter &painter, const QRect &rect, const models::KeyText &key, int each, const Theme &theme,
              CellLook look);
/// Groove, spent, held, wanted; what exceeds stands as a frame behind the end.
void paintMeter(QPainter &painter, const QRect &rect, const models::MeterParts &parts, const Theme &theme,
                CellLook look);
/// Share of `width` for `part` of `whole`: at least 1 for a part above zero, less than full for less than all.
[[nodiscard]] int meterWidth(std::uint64_t part, std::uint64_t whole, int width);
/// Diagonal hatch, for what is held.
[[nodiscard]] QBrush hatch(const QColor &color);

} // namespace paradox::ui

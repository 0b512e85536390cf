#pragma once

#include <QRect>
#include <QWidgetList>

#include <vector>

namespace paradox::ui {

/// What Tab stops at inside `root`, in the order of its layouts, hidden parts too.
[[nodiscard]] QWidgetList tabStops(QWidget &root);

/// Makes Tab go through these parts of one window in their order.
void chainTabs(const QWidgetList &parts);

/// Moves the focus to the next stop of these parts that is shown and enabled, or to the one before, round and round.
/// False when there is none.
bool focusNextStop(const QWidgetList &parts, bool forwards);

/// Places of things beside and above each other, in the order in which they are read: what is wholly above first, then
/// what is wholly at the left.
[[nodiscard]] std::vector<std::size_t> readingOrder(const std::vector<QRect> &places);

} // namespace paradox::ui

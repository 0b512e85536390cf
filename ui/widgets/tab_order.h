#pragma once

#include <QWidgetList>

namespace paradox::ui {

/// What Tab stops at inside `root`, in the order of its layouts, hidden parts too.
[[nodiscard]] QWidgetList tabStops(QWidget &root);

/// Makes Tab go through these parts of one window in their order.
void chainTabs(const QWidgetList &parts);

} // namespace paradox::ui

#include "ui/shell/main_window.h"

#include "ui/shell/main_tool_bar.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/tab_order.h"

#include <QApplication>
#include <QChildEvent>
#include <QStatusBar>
#include <QTabBar>

#include <algorithm>

namespace paradox::ui {

QWidgetList MainWindow::partsInReadingOrder() const
{
    QWidgetList places;
    for (DockFrame *frame : m_docks) {
        if (frame->isInFront() && !frame->isFloating())
            places << frame;
    }
    for (auto *tabs : findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly)) {
        if (tabs->isVisible())
            places << tabs;
    }
    std::vector<QRect> rects;
    for (const QWidget *place : places)
        rects.push_back(place->geometry());
    QWidgetList parts{m_toolBar};
    for (const std::size_t i : readingOrder(rects))
        parts << places[static_cast<qsizetype>(i)];
    return parts << statusBar();
}

bool MainWindow::focusNextPrevChild(bool next)
{
    // Asked for at each press: docks move, float, and lie behind each other.
    return focusNextStop(partsInReadingOrder(), next);
}

void MainWindow::focusNextPart(int step)
{
    QWidgetList parts = partsInReadingOrder();
    QWidget *focus = QApplication::focusWidget();
    const auto at = std::ranges::find_if(parts, [focus](const QWidget *part) {
        return part == focus || (focus != nullptr && part->isAncestorOf(focus));
    });
    const qsizetype count = parts.size();
    const qsizetype from = at == parts.end() ? (step > 0 ? -1 : 0) : at - parts.begin();
    // Only this part's stops: the first of them is the one to go to.
    if (focus != nullptr)
        focus->clearFocus();
    focusNextStop({parts[(from + step + count) % count]}, true);
}

void MainWindow::childEvent(QChildEvent *event)
{
    QMainWindow::childEvent(event);
    // Qt makes the bars of tabbed docks as they are needed.
    if (auto *tabs = qobject_cast<QTabBar *>(event->child());
        tabs != nullptr && event->type() == QEvent::ChildPolished) {
        tabs->setAccessibleName(tr("Panels in this place"));
        tabs->setFocusPolicy(Qt::TabFocus);
    }
}

} // namespace paradox::ui

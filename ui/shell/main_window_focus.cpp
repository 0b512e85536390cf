#include "ui/shell/main_window.h"

#include "ui/shell/main_tool_bar.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/tab_order.h"

#include <QAbstractButton>
#include <QApplication>
#include <QChildEvent>
#include <QLineEdit>
#include <QStatusBar>
#include <QTabBar>
#include <QTableView>

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

void MainWindow::focusFirstTable()
{
    // An empty table makes way for words: then its filter is what can be used.
    for (const QWidget *part : partsInReadingOrder()) {
        for (const LiveTable *table : part->findChildren<LiveTable *>()) {
            if (table->view()->isVisible())
                return table->view()->setFocus();
            if (table->filter() != nullptr && table->isVisible())
                return table->filter()->edit()->setFocus();
        }
    }
}

void MainWindow::focusWorkspace(QWidget *before)
{
    // A hidden panel hands its focus to whatever comes first: who worked in one that is still here goes on there, and
    // so does who chose the workspace by its button.
    const auto *button = qobject_cast<const QAbstractButton *>(before);
    const bool isOtherChoice =
        button != nullptr && m_toolBar->isAncestorOf(button) && button->isCheckable() && !button->isChecked();
    if (before != nullptr && before->isVisible() && !isOtherChoice)
        before->setFocus();
    else
        focusFirstTable();
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

#include "ui/widgets/tab_order.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QDockWidget>
#include <QLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>
#include <numeric>

namespace paradox::ui {
namespace {

/// Of buttons of which one is chosen, Tab stops at that one and the arrow keys go on; Qt sees to it only where the
/// choice was made by hand.
bool isStop(const QWidget &widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(&widget);
    const QButtonGroup *group = button != nullptr ? button->group() : nullptr;
    if (group != nullptr && group->exclusive() && group->checkedButton() != nullptr)
        return group->checkedButton() == button;
    return (widget.focusPolicy() & Qt::TabFocus) != 0 && widget.focusProxy() == nullptr;
}

void collect(QWidget *widget, QWidgetList &stops);

void collect(const QLayout &layout, QWidgetList &stops)
{
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem *item = layout.itemAt(i);
        if (item->widget() != nullptr)
            collect(item->widget(), stops);
        else if (item->layout() != nullptr)
            collect(*item->layout(), stops);
    }
}

void collect(QWidget *widget, QWidgetList &stops)
{
    if (widget == nullptr || stops.contains(widget))
        return;
    if (isStop(*widget))
        stops << widget;
    if (qobject_cast<QComboBox *>(widget) != nullptr || qobject_cast<QLineEdit *>(widget) != nullptr ||
        qobject_cast<QAbstractItemView *>(widget) != nullptr)
        return;
    if (const auto *dock = qobject_cast<QDockWidget *>(widget)) {
        collect(dock->titleBarWidget(), stops);
        collect(dock->widget(), stops);
    } else if (const auto *tabs = qobject_cast<QTabWidget *>(widget)) {
        collect(tabs->tabBar(), stops);
        for (int page = 0; page < tabs->count(); ++page)
            collect(tabs->widget(page), stops);
    } else if (const auto *scroll = qobject_cast<QScrollArea *>(widget)) {
        collect(scroll->widget(), stops);
    } else if (widget->layout() != nullptr) {
        collect(*widget->layout(), stops);
    }
}

using Order = std::vector<std::size_t>;

/// Sorts by where things begin and cuts at the first place that nothing crosses; false when there is none.
template <class Begin, class End>
bool cutAt(Order &order, Order &rest, Begin &&begin, End &&end)
{
    std::ranges::stable_sort(order, {}, begin);
    int reached = end(order.front());
    for (auto at = order.begin() + 1; at != order.end(); ++at) {
        if (begin(*at) > reached) {
            rest.assign(at, order.end());
            order.erase(at, order.end());
            return true;
        }
        reached = std::max(reached, end(*at));
    }
    return false;
}

Order ordered(const std::vector<QRect> &places, Order order)
{
    Order rest;
    if (order.size() < 2)
        return order;
    const bool isCut = cutAt(
                           order, rest, [&](std::size_t i) { return places[i].top(); },
                           [&](std::size_t i) { return places[i].bottom(); }) ||
                       cutAt(
                           order, rest, [&](std::size_t i) { return places[i].left(); },
                           [&](std::size_t i) { return places[i].right(); });
    if (!isCut)
        return order;
    Order all = ordered(places, std::move(order));
    const Order later = ordered(places, std::move(rest));
    all.insert(all.end(), later.begin(), later.end());
    return all;
}

} // namespace

std::vector<std::size_t> readingOrder(const std::vector<QRect> &places)
{
    Order order(places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    return ordered(places, std::move(order));
}

bool focusNextStop(const QWidgetList &parts, bool forwards)
{
    QWidgetList stops;
    for (QWidget *part : parts)
        stops += tabStops(*part);
    stops.removeIf([](const QWidget *stop) { return !stop->isVisible() || !stop->isEnabled(); });
    if (stops.isEmpty())
        return false;
    const qsizetype at = stops.indexOf(QApplication::focusWidget());
    const qsizetype count = stops.size();
    const qsizetype next = at < 0 ? (forwards ? 0 : count - 1) : (at + (forwards ? 1 : count - 1)) % count;
    QWidget *stop = stops[next];
    stop->setFocus(forwards ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    for (QWidget *around = stop->parentWidget(); around != nullptr; around = around->parentWidget()) {
        if (auto *scroll = qobject_cast<QScrollArea *>(around))
            scroll->ensureWidgetVisible(stop);
    }
    return true;
}

QWidgetList tabStops(QWidget &root)
{
    QWidgetList stops;
    collect(&root, stops);
    return stops;
}

void chainTabs(const QWidgetList &parts)
{
    QWidget *last = nullptr;
    for (QWidget *part : parts) {
        for (QWidget *stop : tabStops(*part)) {
            if (last != nullptr)
                QWidget::setTabOrder(last, stop);
            last = stop;
        }
    }
}

} // namespace paradox::ui

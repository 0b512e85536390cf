#include "ui/widgets/tab_order.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDockWidget>
#include <QLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>

namespace paradox::ui {
namespace {

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
    if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr)
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

} // namespace

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

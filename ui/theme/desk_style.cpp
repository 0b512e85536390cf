#include "ui/theme/desk_style.h"

#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolButton>

namespace paradox::ui {

DeskStyle::DeskStyle(const Theme &theme) : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_theme(theme)
{
}

int DeskStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return m_theme.px(16);
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return 4;
    case PM_DockWidgetFrameWidth:
    case PM_ToolBarItemMargin:
    case PM_ToolBarFrameWidth:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int DeskStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                         QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

void DeskStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    if (element == PE_FrameFocusRect) {
        // The sheet draws the ring of buttons and views; a second one inside it would only disturb.
        if (qobject_cast<const QPushButton *>(widget) != nullptr ||
            qobject_cast<const QToolButton *>(widget) != nullptr ||
            qobject_cast<const QAbstractItemView *>(widget) != nullptr ||
            qobject_cast<const QComboBox *>(widget) != nullptr)
            return;
        m_theme.paintRing(*painter, option->rect);
        return;
    }
    if (element == PE_IndicatorDockWidgetResizeHandle) {
        painter->fillRect(option->rect, m_theme.color(Token::BgWindow));
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void restyle(QWidget &widget, const char *property, const QVariant &value)
{
    if (widget.property(property) == value)
        return;
    widget.setProperty(property, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace paradox::ui

#include "ui/widgets/strip.h"

#include "ui/widgets/wrap_row.h"

#include <QWidget>

namespace paradox::ui {

WrapRow *makeStrip(StripKind kind, QWidget *parent, const QMargins &margins)
{
    auto *strip = new QWidget(parent);
    strip->setProperty(kind == StripKind::Tools ? "dockBar" : "foot", true);
    strip->setAttribute(Qt::WA_StyledBackground);
    auto *row = new WrapRow(strip);
    row->setContentsMargins(margins);
    row->setSpacing(kind == StripKind::Tools ? 4 : 8);
    return row;
}

} // namespace paradox::ui

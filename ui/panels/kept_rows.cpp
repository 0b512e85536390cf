#include "ui/panels/kept_rows.h"

#include "models/format.h"
#include "models/full_rows.h"
#include "ui/desk/desk_core.h"
#include "ui/panels/action_button.h"
#include "ui/panels/panel_context.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/wrap_row.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPushButton>

namespace paradox::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("KeptRows", text);
}

} // namespace

QString keptWords(const KeptRows &rows)
{
    const QString here = models::formatCount(rows.here);
    const QString most = models::formatCount(rows.most);
    if (rows.shown < rows.here)
        return tr("Rows: %1 of %2").arg(models::formatCount(rows.shown), here);
    if (rows.here >= models::fullRows(rows.most))
        return tr("Rows: %1, full: the longest silent leave").arg(here);
    if (rows.here >= rows.most - rows.most / 10)
        return tr("Rows: %1, room for %2").arg(here, most);
    return tr("Rows: %1").arg(here);
}

void addKeptRows(WrapRow &strip, LiveTable &table, LongList &list, const PanelContext &context,
                 const QString &olderAction)
{
    auto *kept = new QLabel(strip.parentWidget());
    kept->setObjectName(table.view()->objectName() + QStringLiteral("Kept"));
    kept->setProperty("tone", QStringLiteral("secondary"));
    kept->setToolTip(tr("At the limit the desk lets those go that have been silent for longest. The node has them all: "
                        "Older reads them again."));
    kept->setContentsMargins(6, 0, 0, 0);
    strip.addWidget(kept);
    strip.addWidget(actionButton(context.actions, olderAction, strip.parentWidget()));
    const auto refresh = [kept, &table, &list, &context = context.core, &actions = context.actions, olderAction] {
        kept->setText(keptWords({.here = static_cast<std::uint64_t>(table.proxy().sourceModel()->rowCount()),
                                 .shown = static_cast<std::uint64_t>(table.proxy().rowCount()),
                                 .most = list.rowsMax()}));
        actions.disable(olderAction, !context.health()  ? tr("The node has not answered yet")
                                     : !list.hasOlder() ? tr("The node has no older ones")
                                                        : QString());
    };
    QObject::connect(&list.shelf(), &models::Shelf::changed, kept, refresh);
    QObject::connect(&list, &LongList::olderRead, kept, refresh);
    if (table.filter() != nullptr)
        QObject::connect(table.filter(), &FilterField::queryChanged, kept, refresh);
    QObject::connect(&context.core, &DeskCore::healthChanged, kept, refresh);
    refresh();
}

} // namespace paradox::ui

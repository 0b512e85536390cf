#include "ui/panels/log/log_panel.h"

#include "ui/desk/desk_core.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/wrap_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace paradox::ui {

LogPanel::LogPanel(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_kept(new QLabel(this)),
      m_table(new LiveTable(context.theme, context.core.log(), context.core.settings(),
                            {.id = QStringLiteral("logTable"),
                             .name = tr("Log"),
                             .icon = QStringLiteral("log"),
                             .filterExample = tr("Filter: level:warn or level:error"),
                             .columns = {{104}, {80}, {92, 60, 1}, {400, 120}},
                             .sortColumn = models::LogModel::Time},
                            this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    m_kept->setProperty("tone", QStringLiteral("secondary"));
    m_table->bar()->addWidget(m_kept);
    m_table->setEmptyWords(tr("Nothing logged yet"), tr("Lines of the desk and of a local node appear here."));
    m_table->filter()->setText(context.core.settings().get(models::setting::logFilter));
    connect(m_table->filter(), &FilterField::queryChanged, this,
            [this] { m_context.core.settings().set(models::setting::logFilter, m_table->filter()->text()); });
    const auto count = [this] {
        m_kept->setText(tr("%1 lines kept, %2 shown · equal lines counted")
                            .arg(models::formatCount(static_cast<std::uint64_t>(m_context.core.log().rowCount())),
                                 models::formatCount(static_cast<std::uint64_t>(m_table->proxy().rowCount()))));
    };
    connect(&context.core.log(), &QAbstractItemModel::rowsInserted, this, count);
    connect(&context.core, &DeskCore::second, this, count);
    count();
}

} // namespace paradox::ui

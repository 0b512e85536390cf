#include "ui/widgets/live_table.h"

#include "models/format.h"
#include "models/settings.h"
#include "ui/delegates/table_delegate.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/strip.h"
#include "ui/widgets/wrap_row.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace paradox::ui {

LiveTable::LiveTable(const Theme &theme, models::LiveTableModel &model, models::Settings &settings,
                     const LiveTableOptions &options, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_settings(settings),
      m_proxy(new models::QueryFilterProxy(model, this)),
      m_view(new QTableView(this)),
      m_delegate(new TableDelegate(theme, this)),
      m_empty(new EmptyState(theme, options.icon, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    if (!options.filterExample.isEmpty()) {
        m_bar = makeStrip(StripKind::Tools, this, {6, 3, 6, 4});
        QWidget *bar = m_bar->parentWidget();
        m_filter = new FilterField(theme, model.filterKeys(), options.filterExample, bar);
        m_filter->setMaximumWidth(theme.px(360));
        m_bar->addGrowing(m_filter);
        m_bar->addStretch();
        layout->addWidget(bar);
        connect(m_filter, &FilterField::queryChanged, this, [this](const models::FilterQuery &query) {
            m_proxy->setQuery(query);
            refreshEmpty();
        });
        connect(m_filter, &FilterField::left, m_view, [this] { m_view->setFocus(); });
    }
    auto *place = new QWidget(this);
    m_stack = new QStackedLayout(place);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    layout->addWidget(place, 1);
    buildView(options);
    connect(m_empty, &EmptyState::primaryChosen, this, [this] {
        if (m_filtered && m_filter != nullptr)
            m_filter->setText(QString());
        else if (m_model.isStale())
            Q_EMIT signInWanted();
        else
            Q_EMIT emptyPrimary();
    });
    connect(m_empty, &EmptyState::secondChosen, this, &LiveTable::emptySecond);
    connect(m_proxy, &models::QueryFilterProxy::placesAboutToChange, this, &LiveTable::keepPlaceBefore);
    connect(m_proxy, &models::QueryFilterProxy::placesChanged, this, &LiveTable::keepPlaceAfter);
    connect(&m_model, &models::LiveTableModel::staleChanged, this, &LiveTable::refreshEmpty);
    refreshEmpty();
}

void LiveTable::buildView(const LiveTableOptions &options)
{
    m_view->setObjectName(options.id);
    m_view->setAccessibleName(options.name);
    m_view->setModel(m_proxy);
    m_view->setItemDelegate(m_delegate);
    m_view->setShowGrid(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setMouseTracking(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    const auto followDensity = [this, height = options.rowHeight] { setRowHeight(m_theme.metrics().*height); };
    connect(&m_theme, &Theme::changed, this, followDensity);
    followDensity();
    for (const ColumnWidth &column : options.columns)
        m_columns.push_back({m_theme.px(column.wanted), m_theme.px(column.least), column.gives});
    m_widthsKey = QStringLiteral("table.") + options.id;
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(options.sortColumn, options.sortOrder);
    buildHeader();
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LiveTable::tellCurrent);
    connect(m_view, &QTableView::activated, this, [this] { Q_EMIT activated(currentId()); });
}

void LiveTable::buildHeader()
{
    QHeaderView *header = m_view->horizontalHeader();
    header->setFont(m_theme.font(Face::Word));
    header->setHighlightSections(false);
    header->setTextElideMode(Qt::ElideRight);
    header->setMinimumSectionSize(m_theme.px(36));
    header->setStretchLastSection(true);
    header->setSectionsMovable(true);
    header->setSortIndicatorShown(true);
    const QByteArray state = m_settings.blob(m_widthsKey);
    m_byHand = !state.isEmpty() && header->restoreState(state);
    fit();
    connect(header, &QHeaderView::sectionResized, this, &LiveTable::keepWidths);
    connect(header, &QHeaderView::sectionMoved, this, &LiveTable::keepWidths);
}

void LiveTable::setRowHeight(int height)
{
    QHeaderView *rows = m_view->verticalHeader();
    rows->setMinimumSectionSize(height);
    rows->setDefaultSectionSize(height);
}

void LiveTable::setHeader(QHeaderView *header)
{
    const QHeaderView *old = m_view->horizontalHeader();
    const int column = old->sortIndicatorSection();
    const Qt::SortOrder order = old->sortIndicatorOrder();
    m_view->setHorizontalHeader(header);
    header->setSortIndicator(column, order);
    buildHeader();
}

void LiveTable::fit()
{
    if (m_byHand)
        return;
    m_fitting = true;
    const std::vector<int> widths = fitColumns(m_columns, m_view->viewport()->width());
    QHeaderView *header = m_view->horizontalHeader();
    QStringList gone;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const int section = static_cast<int>(i);
        header->setSectionHidden(section, widths[i] == 0);
        if (widths[i] > 0)
            header->resizeSection(section, widths[i]);
        else
            gone << m_model.headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    }
    header->setToolTip(gone.isEmpty() ? QString()
                                      : tr("No room for %1. A wider panel shows them; Ctrl+C copies them all.")
                                            .arg(gone.join(QStringLiteral(", "))));
    m_fitting = false;
}

void LiveTable::keepWidths()
{
    // Qt resizes sections too, when the table or its last column gets another width.
    if (m_fitting || !m_view->isVisible() || !m_view->horizontalHeader()->underMouse())
        return;
    m_byHand = true;
    m_settings.setBlob(m_widthsKey, m_view->horizontalHeader()->saveState());
}

void LiveTable::setDelegate(TableDelegate *delegate)
{
    m_view->setItemDelegate(delegate);
    m_delegate->deleteLater();
    m_delegate = delegate;
}

void LiveTable::setEmptyWords(const QString &title, const QString &sentence, const QString &primary,
                              const QString &second)
{
    m_emptyTitle = title;
    m_emptySentence = sentence;
    m_emptyPrimary = primary;
    m_emptySecond = second;
    m_filtered = !m_filtered;
    refreshEmpty();
}

void LiveTable::setAwaited(Awaited awaited)
{
    m_awaited = awaited;
    refreshEmpty();
}

void LiveTable::refreshEmpty()
{
    const bool hidden = m_proxy->rowCount() == 0 && m_model.rowCount() > 0;
    if (hidden) {
        const QString query = m_filter != nullptr ? m_filter->text() : QString();
        m_empty->setWords(
            tr("Nothing matches this filter"),
            tr("Rows hidden by %1: %2").arg(query, models::formatCount(static_cast<std::uint64_t>(m_model.rowCount()))),
            tr("Clear filter"));
    } else if (m_model.isStale() && m_awaited == Awaited::SignIn) {
        m_empty->setWords(tr("Not signed in"), tr("This node shows its lists to those who have signed in."),
                          tr("Sign in…"));
    } else if (m_model.isStale()) {
        m_empty->setWords(tr("Not live"), tr("What the node has appears here once it answers."));
    } else {
        m_empty->setWords(m_emptyTitle, m_emptySentence, m_emptyPrimary, m_emptySecond);
    }
    m_filtered = hidden;
    // The header stays visible while there is nothing: only a table that never had rows gives way.
    m_stack->setCurrentWidget(m_proxy->rowCount() == 0 ? static_cast<QWidget *>(m_empty) : m_view);
}

QString LiveTable::currentId() const
{
    return m_view->currentIndex().data(models::IdRole).toString();
}

void LiveTable::selectId(const QString &id)
{
    const int row = m_model.rowOf(id);
    if (row < 0)
        return;
    const QModelIndex index = m_proxy->mapFromSource(m_model.index(row, 0));
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void LiveTable::timePassed(const std::vector<int> &columns)
{
    m_model.timePassed(columns);
    m_proxy->timePassed();
}

void LiveTable::tellCurrent()
{
    // While rows move, Qt makes a neighbour of a hidden row current: nobody chose it.
    if (!m_moving)
        Q_EMIT currentIdChanged(currentId());
}

void LiveTable::keepPlaceBefore()
{
    m_moving = true;
    m_place = {};
    m_place.scroll = m_view->verticalScrollBar()->value();
    m_place.current = m_view->currentIndex();
    m_place.hadCurrent = m_place.current.isValid();
    // At the top one looks at what comes, further down at what is there.
    if (m_place.scroll == 0)
        return;
    const int rowHeight = std::max(1, m_view->verticalHeader()->defaultSectionSize());
    const int end = std::min(m_proxy->rowCount(), m_place.scroll + m_view->viewport()->height() / rowHeight + 1);
    for (int row = m_place.scroll; row < end; ++row)
        m_place.visible.emplace_back(row, m_proxy->index(row, 0));
}

int LiveTable::scrollAfter() const
{
    // Most rows move alike; one that was itself sorted elsewhere must not take the view with it.
    std::vector<int> shifts;
    for (const auto &[row, index] : m_place.visible) {
        if (index.isValid())
            shifts.push_back(index.row() - row);
    }
    if (shifts.empty())
        return m_place.scroll;
    const auto middle = shifts.begin() + std::ssize(shifts) / 2;
    std::ranges::nth_element(shifts, middle);
    return m_place.scroll + *middle;
}

void LiveTable::keepPlaceAfter()
{
    refreshEmpty();
    if (m_place.hadCurrent && !m_place.current.isValid())
        m_view->selectionModel()->clearCurrentIndex();
    m_view->verticalScrollBar()->setValue(scrollAfter());
    m_moving = false;
    if (m_place.hadCurrent && !m_place.current.isValid())
        tellCurrent();
    m_place = {};
}

void LiveTable::copySelection(bool asShown)
{
    std::set<int> rows;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        rows.insert(index.row());
    QStringList lines;
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < m_proxy->columnCount(); ++column) {
            const QModelIndex index = m_proxy->index(row, column);
            const QString raw = index.data(models::CopyRole).toString();
            cells << (asShown || raw.isEmpty() ? index.data().toString() : raw);
        }
        lines << cells.join(u'\t');
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

bool LiveTable::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        fit();
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy)) {
            copySelection(false);
            return true;
        }
        if (key->key() == Qt::Key_C && key->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
            copySelection(true);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace paradox::ui

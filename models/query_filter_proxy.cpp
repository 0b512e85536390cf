#include "models/query_filter_proxy.h"

#include "domain/assert.h"
#include "models/live_table_model.h"

#include <algorithm>
#include <numeric>

namespace paradox::models {
namespace {

/// More ranges than this are one range after a move: each range costs a view a pass over its rows.
constexpr std::size_t rangesMax = 16;

struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// Neighbouring places where `isIn` holds, ascending.
template <class IsIn>
std::vector<Range> rangesWhere(std::size_t count, IsIn &&isIn)
{
    std::vector<Range> ranges;
    for (std::size_t i = 0; i < count; ++i) {
        if (!isIn(i))
            continue;
        if (!ranges.empty() && ranges.back().last + 1 == i)
            ranges.back().last = i;
        else
            ranges.push_back({i, i});
    }
    return ranges;
}

} // namespace

QueryFilterProxy::QueryFilterProxy(LiveTableModel &model, QObject *parent) : QAbstractProxyModel(parent), m_model(model)
{
    m_turn.setSingleShot(true);
    connect(&m_turn, &QTimer::timeout, this, &QueryFilterProxy::lookOn);
    setSourceModel(&model);
    if (model.rowCount() > 0)
        onInserted(0, model.rowCount() - 1);
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { onInserted(first, last); });
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) { onAboutToBeRemoved(first, last); });
    connect(&model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { onRemoved(first, last); });
    connect(&model, &LiveTableModel::valuesMoved, this, &QueryFilterProxy::onValuesMoved);
    connect(&model, &QAbstractItemModel::dataChanged, this, &QueryFilterProxy::onLooksMoved);
}

QModelIndex QueryFilterProxy::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex QueryFilterProxy::parent(const QModelIndex &) const
{
    return {};
}

int QueryFilterProxy::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int QueryFilterProxy::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_model.columnCount();
}

bool QueryFilterProxy::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

QVariant QueryFilterProxy::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_model.headerData(section, orientation, role);
}

QModelIndex QueryFilterProxy::mapToSource(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    return m_model.index(static_cast<int>(m_shown[static_cast<std::size_t>(index.row())]), index.column());
}

QModelIndex QueryFilterProxy::mapFromSource(const QModelIndex &index) const
{
    if (!index.isValid() || static_cast<std::size_t>(index.row()) >= m_places.size())
        return {};
    const int place = m_places[static_cast<std::size_t>(index.row())];
    return place < 0 ? QModelIndex() : createIndex(place, index.column());
}

int QueryFilterProxy::hiddenCount() const
{
    return m_model.rowCount() - rowCount();
}

bool QueryFilterProxy::accepts(const FilterQuery &query, int row) const
{
    if (query.isEmpty())
        return true;
    const auto field = [&](const QString &key) {
        return key.isEmpty() ? QVariant(m_model.searchText(row)) : m_model.field(row, key);
    };
    return query.matches(field, QString());
}

void QueryFilterProxy::setQuery(const FilterQuery &query)
{
    m_look = Look{query, {}};
    lookOn();
}

void QueryFilterProxy::timePassed()
{
    // One look at a time: at a million rows the next second comes before it is done.
    if (m_query.dependsOnTime() && !m_look)
        setQuery(FilterQuery(m_query));
}

void QueryFilterProxy::lookOn()
{
    if (!m_look)
        return;
    const auto rows = static_cast<std::size_t>(m_model.rowCount());
    std::vector<bool> &answers = m_look->accepts;
    const std::size_t end = m_look->query.isEmpty() ? rows : std::min(rows, answers.size() + sliceRows);
    while (answers.size() < end)
        answers.push_back(accepts(m_look->query, static_cast<int>(answers.size())));
    if (end < rows)
        return m_turn.start(0);
    m_query = std::move(m_look->query);
    m_accepts = std::move(m_look->accepts);
    m_look.reset();
    showSorted();
}

bool QueryFilterProxy::isBefore(Row left, Row right) const
{
    if (m_column < 0)
        return left < right;
    const int order = m_keys.compare(left, right);
    const bool isLess = order != 0 ? order < 0 : m_model.isIdLess(static_cast<int>(left), static_cast<int>(right));
    return left != right && isLess == (m_direction == Qt::AscendingOrder);
}

bool QueryFilterProxy::readKey(Row row)
{
    return m_column >= 0 && m_keys.set(row, m_model.index(static_cast<int>(row), m_column).data(SortRole));
}

void QueryFilterProxy::sort(int column, Qt::SortOrder order)
{
    m_direction = order;
    m_column = column < columnCount() ? column : -1;
    m_keys.clear();
    m_keys.resize(m_sorted.size());
    for (Row row = 0; row < m_sorted.size(); ++row)
        readKey(row);
    std::ranges::sort(m_sorted, [this](Row left, Row right) { return isBefore(left, right); });
    showSorted();
}

void QueryFilterProxy::place(Rows rows)
{
    const auto before = [this](Row left, Row right) { return isBefore(left, right); };
    std::ranges::sort(rows, before);
    const auto middle = static_cast<std::ptrdiff_t>(m_sorted.size());
    m_sorted.insert(m_sorted.end(), rows.begin(), rows.end());
    std::inplace_merge(m_sorted.begin(), m_sorted.begin() + middle, m_sorted.end(), before);
}

void QueryFilterProxy::onInserted(int first, int last)
{
    PARADOX_ASSERT(static_cast<std::size_t>(first) == m_sorted.size()); // a live table grows at its end
    const auto rows = static_cast<std::size_t>(last) + 1;
    m_places.resize(rows, -1);
    m_keys.resize(rows);
    Rows fresh(rows - m_sorted.size());
    std::iota(fresh.begin(), fresh.end(), static_cast<Row>(first));
    for (const Row row : fresh) {
        readKey(row);
        m_accepts.push_back(accepts(m_query, static_cast<int>(row)));
    }
    place(std::move(fresh));
    showSorted();
}

void QueryFilterProxy::onAboutToBeRemoved(int first, int last)
{
    // Gone from the views while the table still has their values.
    const auto leaves = [&](Row row) { return row >= static_cast<Row>(first) && row <= static_cast<Row>(last); };
    std::erase_if(m_sorted, leaves);
    showSorted();
}

void QueryFilterProxy::onRemoved(int first, int last)
{
    const auto count = static_cast<Row>(last - first + 1);
    const auto moveUp = [&](Row &row) { row -= row > static_cast<Row>(last) ? count : 0; };
    std::ranges::for_each(m_sorted, moveUp);
    std::ranges::for_each(m_shown, moveUp);
    m_keys.erase(static_cast<std::size_t>(first), count);
    m_places.erase(m_places.begin() + first, m_places.begin() + last + 1);
    m_accepts.erase(m_accepts.begin() + first, m_accepts.begin() + last + 1);
    if (!m_look)
        return;
    std::vector<bool> &asked = m_look->accepts;
    const auto end = std::min<std::ptrdiff_t>(std::ssize(asked), last + 1);
    if (first < end)
        asked.erase(asked.begin() + first, asked.begin() + end);
}

void QueryFilterProxy::onValuesMoved(const std::vector<int> &rows)
{
    Rows moved;
    bool isOther = false;
    for (const int row : rows) {
        const auto at = static_cast<std::size_t>(row);
        if (readKey(static_cast<Row>(row)))
            moved.push_back(static_cast<Row>(row));
        const bool accepted = accepts(m_query, row);
        isOther = isOther || accepted != m_accepts[at];
        m_accepts[at] = accepted;
        if (m_look && at < m_look->accepts.size())
            m_look->accepts[at] = accepts(m_look->query, row);
    }
    if (!moved.empty()) {
        std::vector<bool> isMoved(m_accepts.size());
        for (const Row row : moved)
            isMoved[row] = true;
        std::erase_if(m_sorted, [&](Row row) { return isMoved[row]; });
        place(std::move(moved));
        isOther = true;
    }
    if (isOther)
        showSorted();
    tellShown(rows);
}

void QueryFilterProxy::tellShown(const std::vector<int> &rows)
{
    std::vector<int> places;
    for (const int row : rows) {
        if (const int place = m_places[static_cast<std::size_t>(row)]; place >= 0)
            places.push_back(place);
    }
    std::ranges::sort(places);
    for (std::size_t i = 0; i < places.size();) {
        std::size_t end = i + 1;
        while (end < places.size() && places[end] == places[end - 1] + 1)
            ++end;
        Q_EMIT dataChanged(createIndex(places[i], 0), createIndex(places[end - 1], columnCount() - 1));
        i = end;
    }
}

void QueryFilterProxy::onLooksMoved(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles)
{
    // Moved values have come by valuesMoved already.
    if (roles.isEmpty() || m_shown.empty())
        return;
    const bool isEveryRow = first.row() == 0 && last.row() == m_model.rowCount() - 1;
    if (isEveryRow)
        return Q_EMIT dataChanged(createIndex(0, first.column()), createIndex(rowCount() - 1, last.column()), roles);
    for (int row = first.row(); row <= last.row(); ++row) {
        if (const int place = m_places[static_cast<std::size_t>(row)]; place >= 0)
            Q_EMIT dataChanged(createIndex(place, first.column()), createIndex(place, last.column()), roles);
    }
}

void QueryFilterProxy::showSorted()
{
    Rows target;
    target.reserve(m_sorted.size());
    std::ranges::copy_if(m_sorted, std::back_inserter(target), [this](Row row) { return m_accepts[row]; });
    if (target == m_shown)
        return;
    std::vector<int> wanted(m_places.size(), -1);
    for (std::size_t place = 0; place < target.size(); ++place)
        wanted[target[place]] = static_cast<int>(place);
    Q_EMIT placesAboutToChange();
    hide(wanted);
    order(wanted);
    reveal(target);
    PARADOX_ASSERT(m_shown == target);
    Q_EMIT placesChanged();
}

void QueryFilterProxy::hide(const std::vector<int> &wanted)
{
    const auto leaves = [&](Row row) { return wanted[row] < 0; };
    std::vector<Range> ranges = rangesWhere(m_shown.size(), [&](std::size_t place) { return leaves(m_shown[place]); });
    if (ranges.size() > rangesMax) {
        Rows split = m_shown;
        const auto leaving = std::ranges::stable_partition(split, [&](Row row) { return !leaves(row); });
        ranges = {{split.size() - leaving.size(), split.size() - 1}};
        moveTo(std::move(split));
    }
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        beginRemoveRows({}, static_cast<int>(range->first), static_cast<int>(range->last));
        for (std::size_t place = range->first; place <= range->last; ++place)
            m_places[m_shown[place]] = -1;
        m_shown.erase(m_shown.begin() + static_cast<std::ptrdiff_t>(range->first),
                      m_shown.begin() + static_cast<std::ptrdiff_t>(range->last) + 1);
        renumber(range->first);
        endRemoveRows();
    }
}

void QueryFilterProxy::order(const std::vector<int> &wanted)
{
    const auto before = [&](Row left, Row right) { return wanted[left] < wanted[right]; };
    if (std::ranges::is_sorted(m_shown, before))
        return;
    Rows ordered = m_shown;
    std::ranges::sort(ordered, before);
    moveTo(std::move(ordered));
}

void QueryFilterProxy::reveal(const Rows &target)
{
    const auto isNew = [&](std::size_t place) { return m_places[target[place]] < 0; };
    const std::vector<Range> ranges = rangesWhere(target.size(), isNew);
    if (ranges.size() <= rangesMax) {
        for (const Range &range : ranges) {
            beginInsertRows({}, static_cast<int>(range.first), static_cast<int>(range.last));
            m_shown.insert(m_shown.begin() + static_cast<std::ptrdiff_t>(range.first),
                           target.begin() + static_cast<std::ptrdiff_t>(range.first),
                           target.begin() + static_cast<std::ptrdiff_t>(range.last) + 1);
            renumber(range.first);
            endInsertRows();
        }
        return;
    }
    const std::size_t before = m_shown.size();
    Rows grown = m_shown;
    std::ranges::copy_if(target, std::back_inserter(grown), [this](Row row) { return m_places[row] < 0; });
    beginInsertRows({}, static_cast<int>(before), static_cast<int>(grown.size()) - 1);
    m_shown = std::move(grown);
    renumber(before);
    endInsertRows();
    moveTo(target);
}

void QueryFilterProxy::moveTo(Rows shown)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    Rows rows;
    rows.reserve(static_cast<std::size_t>(from.size()));
    for (const QModelIndex &index : from)
        rows.push_back(m_shown[static_cast<std::size_t>(index.row())]);
    m_shown = std::move(shown);
    renumber(0);
    QModelIndexList to;
    to.reserve(from.size());
    for (qsizetype i = 0; i < from.size(); ++i)
        to << createIndex(m_places[rows[static_cast<std::size_t>(i)]], from[i].column());
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void QueryFilterProxy::renumber(std::size_t from)
{
    for (std::size_t place = from; place < m_shown.size(); ++place)
        m_places[m_shown[place]] = static_cast<int>(place);
}

} // namespace paradox::models

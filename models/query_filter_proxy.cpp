#include "models/query_filter_proxy.h"

#include "models/live_table_model.h"

namespace paradox::models {

QueryFilterProxy::QueryFilterProxy(LiveTableModel &model, QObject *parent)
    : QSortFilterProxyModel(parent),
      m_model(model)
{
    setDynamicSortFilter(true);
    setSortRole(SortRole);
    // Connected before the base connects itself, so keys are there when it compares.
    connect(&model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        if (first.column() <= m_keyColumn && m_keyColumn <= last.column())
            readKeys(first.row(), last.row());
    });
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
        if (m_keyColumn < 0)
            return;
        m_keys.insert(m_keys.begin() + first, static_cast<std::size_t>(last - first + 1), SortKey{});
        readKeys(first, last);
    });
    connect(&model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex &, int first, int last) {
        if (m_keyColumn >= 0)
            m_keys.erase(m_keys.begin() + first, m_keys.begin() + last + 1);
    });
    setSourceModel(&model);
}

void QueryFilterProxy::sort(int column, Qt::SortOrder order)
{
    if (column != m_keyColumn) {
        m_keyColumn = column;
        m_keys.clear();
        if (column >= 0) {
            m_keys.resize(static_cast<std::size_t>(m_model.rowCount()));
            readKeys(0, m_model.rowCount() - 1);
        }
    }
    QSortFilterProxyModel::sort(column, order);
}

QueryFilterProxy::SortKey QueryFilterProxy::keyOf(int row) const
{
    const QVariant value = m_model.index(row, m_keyColumn).data(SortRole);
    if (!value.isValid())
        return {};
    if (value.typeId() == QMetaType::ULongLong)
        return {true, value.toULongLong(), {}};
    if (value.typeId() == QMetaType::LongLong)
        return {true, static_cast<std::uint64_t>(value.toLongLong()) ^ (std::uint64_t{1} << 63), {}};
    return {true, 0, value.toString()};
}

void QueryFilterProxy::readKeys(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_keys[static_cast<std::size_t>(row)] = keyOf(row);
}

void QueryFilterProxy::setQuery(const FilterQuery &query)
{
    m_query = query;
    invalidateFilter();
}

int QueryFilterProxy::hiddenCount() const
{
    return m_model.rowCount() - rowCount();
}

void QueryFilterProxy::timePassed()
{
    if (m_query.dependsOnTime())
        invalidateFilter();
}

bool QueryFilterProxy::filterAcceptsRow(int row, const QModelIndex &) const
{
    if (m_query.isEmpty())
        return true;
    const auto field = [&](const QString &key) {
        return key.isEmpty() ? QVariant(m_model.searchText(row)) : m_model.field(row, key);
    };
    return m_query.matches(field, QString());
}

bool QueryFilterProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const SortKey &a = m_keys[static_cast<std::size_t>(left.row())];
    const SortKey &b = m_keys[static_cast<std::size_t>(right.row())];
    if (a.isValid != b.isValid)
        return b.isValid;
    if (a.number != b.number)
        return a.number < b.number;
    const int words = QString::compare(a.text, b.text, Qt::CaseInsensitive);
    return words != 0 ? words < 0 : m_model.idAt(left.row()) < m_model.idAt(right.row());
}

} // namespace paradox::models

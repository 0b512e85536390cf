#include "models/live_table_model.h"

#include <algorithm>

namespace paradox::models {

LiveTableModel::LiveTableModel(const std::vector<Column> &columns, QObject *parent)
    : QAbstractTableModel(parent),
      m_columns(columns)
{
}

int LiveTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_slots.size());
}

int LiveTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant LiveTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column &column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return int(column.alignment | Qt::AlignVCenter);
    return {};
}

QVariant LiveTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Column &column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case IdRole:
        return idAt(index.row());
    case MonoRole:
        return column.mono;
    case StaleRole:
        return m_stale;
    case Qt::TextAlignmentRole:
        return int(column.alignment | Qt::AlignVCenter);
    case Qt::AccessibleDescriptionRole:
        return cell(index.row(), index.column(), Qt::ToolTipRole);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: {
        if (const QVariant about = cell(index.row(), index.column(), Qt::ToolTipRole);
            role == Qt::ToolTipRole && about.isValid())
            return about;
        const QVariant shown = cell(index.row(), index.column(), Qt::DisplayRole);
        const QVariant copy = cell(index.row(), index.column(), CopyRole);
        return role == Qt::ToolTipRole && copy.isValid() && !copy.toString().isEmpty() ? copy : shown;
    }
    default:
        if (role != Qt::DisplayRole && role <= Qt::UserRole)
            return {};
        return cell(index.row(), index.column(), role);
    }
}

QVariant LiveTableModel::field(int row, const QString &key) const
{
    Q_UNUSED(row)
    Q_UNUSED(key)
    return {};
}

QString LiveTableModel::searchText(int row) const
{
    // A model that can be large says its names and keys at once; for the others what they show is quick enough.
    const QVariant known = field(row, QString());
    if (known.isValid())
        return known.toString();
    QStringList words;
    for (int column = 0; column < columnCount(); ++column)
        words << cell(row, column, Qt::DisplayRole).toString() << cell(row, column, CopyRole).toString();
    return words.join(u' ');
}

void LiveTableModel::reindex(int from)
{
    for (int row = from; row < rowCount(); ++row)
        m_rows[slotAt(row)] = row;
}

void LiveTableModel::removeRowsOf(const std::vector<SlotNumber> &slots)
{
    std::vector<int> rows;
    for (const SlotNumber slot : slots) {
        if (const int row = rowOfSlot(slot); row >= 0)
            rows.push_back(row);
    }
    std::ranges::sort(rows, std::ranges::greater{});
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] - 1)
            ++end;
        const int first = rows[end - 1];
        const int last = rows[i];
        beginRemoveRows({}, first, last);
        for (int row = first; row <= last; ++row)
            m_rows[slotAt(row)] = -1;
        m_slots.erase(m_slots.begin() + first, m_slots.begin() + last + 1);
        reindex(first);
        endRemoveRows();
        i = end;
    }
}

void LiveTableModel::insertRowsOf(const std::vector<SlotNumber> &slots)
{
    if (slots.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(slots.size()) - 1);
    const SlotNumber most = *std::ranges::max_element(slots);
    if (most >= m_rows.size())
        m_rows.resize(std::size_t{most} + 1, -1);
    m_slots.insert(m_slots.end(), slots.begin(), slots.end());
    reindex(first);
    endInsertRows();
}

void LiveTableModel::applyChanges(const Changes &changes)
{
    removeRowsOf(changes.removed);
    insertRowsOf(changes.inserted);
    std::vector<int> rows;
    for (const SlotNumber slot : changes.changed) {
        if (const int row = rowOfSlot(slot); row >= 0)
            rows.push_back(row);
    }
    if (rows.empty())
        return;
    std::ranges::sort(rows);
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    Q_EMIT valuesMoved(rows);
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        Q_EMIT dataChanged(index(rows[i], 0), index(rows[end - 1], columnCount() - 1));
        i = end;
    }
}

void LiveTableModel::timePassed(const std::vector<int> &columns)
{
    if (m_slots.empty())
        return;
    // A view looks up every range, so neighbours are one.
    for (std::size_t i = 0; i < columns.size();) {
        std::size_t end = i + 1;
        while (end < columns.size() && columns[end] == columns[end - 1] + 1)
            ++end;
        Q_EMIT dataChanged(index(0, columns[i]), index(rowCount() - 1, columns[end - 1]), {Qt::DisplayRole});
        i = end;
    }
}

void LiveTableModel::setStale(bool stale)
{
    if (stale == m_stale)
        return;
    m_stale = stale;
    if (!m_slots.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {StaleRole});
    Q_EMIT staleChanged();
}

} // namespace paradox::models

#pragma once

#include "models/filter_query.h"
#include "models/live_store.h"
#include "models/roles.h"

#include <QAbstractTableModel>
#include <QHash>

namespace paradox::models {

/// A column: its header, where its text stands, and whether its digits are in the fixed-width face.
struct Column {
    QString title;
    Qt::Alignment alignment = Qt::AlignLeft;
    bool mono = false;
};

/// Base of every live table: ids in order of arrival, changes as contiguous ranges, never a reset. Sorting and
/// filtering are the proxy's.
class LiveTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    LiveTableModel(const std::vector<Column> &columns, QObject *parent);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    [[nodiscard]] int rowOf(const QString &id) const { return m_rows.value(id, -1); }
    [[nodiscard]] QString idAt(int row) const { return m_ids.value(row); }

    /// Keys of the filter grammar and what a row answers to them.
    [[nodiscard]] virtual std::vector<FilterKey> filterKeys() const { return {}; }
    [[nodiscard]] virtual QVariant field(int row, const QString &key) const;
    [[nodiscard]] virtual QString searchText(int row) const;

    /// Ages and countdowns moved on: the given columns of all rows are painted again.
    void timePassed(const std::vector<int> &columns);
    void setStale(bool stale);

protected:
    /// Meaning of one cell; `role` is DisplayRole or one of Role except IdRole, MonoRole and StaleRole.
    [[nodiscard]] virtual QVariant cell(int row, int column, int role) const = 0;
    void applyChanges(const Changes &changes);

private:
    void removeRowsOf(const QStringList &ids);
    void reindex(int from);

    std::vector<Column> m_columns;
    QStringList m_ids;
    QHash<QString, int> m_rows;
    bool m_stale = false;
};

/// The same over one shelf of the store: `at` is the value of a row.
template <class T>
class ShelfModel : public LiveTableModel {
public:
    ShelfModel(const ShelfOf<T> &shelf, const std::vector<Column> &columns, QObject *parent)
        : LiveTableModel(columns, parent),
          m_shelf(shelf)
    {
        Changes all;
        shelf.forEach([&](const T &value) { all.inserted << value.id(); });
        applyChanges(all);
        QObject::connect(&shelf, &Shelf::changed, this, [this](const Changes &changes) { applyChanges(changes); });
    }

    /// Nothing for a row that does not exist.
    [[nodiscard]] const T *at(int row) const { return m_shelf.find(idAt(row)); }

private:
    const ShelfOf<T> &m_shelf;
};

} // namespace paradox::models

#pragma once

#include "models/filter_query.h"
#include "models/live_store.h"
#include "models/roles.h"

#include <QAbstractTableModel>

namespace paradox::models {

/// A column: its header, where its text stands, and whether its digits are in the fixed-width face.
struct Column {
    QString title;
    Qt::Alignment alignment = Qt::AlignLeft;
    bool mono = false;
};

/// Base of every live table: slots in order of arrival, changes as contiguous ranges, never a reset. Sorting and
/// filtering are the proxy's. `dataChanged` without roles says that values moved; with roles only looks did.
class LiveTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    LiveTableModel(const std::vector<Column> &columns, QObject *parent);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// -1 for an id that has no row.
    [[nodiscard]] virtual int rowOf(const QString &id) const = 0;
    [[nodiscard]] virtual QString idAt(int row) const = 0;
    /// Order of two rows by their ids, without making texts of them.
    [[nodiscard]] virtual bool isIdLess(int left, int right) const = 0;

    /// Keys of the filter grammar and what a row answers to them.
    [[nodiscard]] virtual std::vector<FilterKey> filterKeys() const { return {}; }
    [[nodiscard]] virtual QVariant field(int row, const QString &key) const;
    [[nodiscard]] virtual QString searchText(int row) const;

    /// Ages and countdowns moved on: the given columns of all rows are painted again.
    void timePassed(const std::vector<int> &columns);
    void setStale(bool stale);
    [[nodiscard]] bool isStale() const { return m_stale; }

Q_SIGNALS:
    /// All rows of one application of events whose values moved, ascending, before their dataChanged.
    void valuesMoved(const std::vector<int> &rows);

    void staleChanged();

protected:
    /// Meaning of one cell; `role` is DisplayRole or one of Role except IdRole, MonoRole and StaleRole.
    [[nodiscard]] virtual QVariant cell(int row, int column, int role) const = 0;
    void applyChanges(const Changes &changes);
    [[nodiscard]] SlotNumber slotAt(int row) const { return m_slots[static_cast<std::size_t>(row)]; }
    /// -1 for a slot that has no row.
    [[nodiscard]] int rowOfSlot(SlotNumber slot) const { return slot < m_rows.size() ? m_rows[slot] : -1; }
    [[nodiscard]] bool hasRow(int row) const { return row >= 0 && row < rowCount(); }

private:
    void insertRowsOf(const std::vector<SlotNumber> &slots);
    void removeRowsOf(const std::vector<SlotNumber> &slots);
    void reindex(int from);

    std::vector<Column> m_columns;
    std::vector<SlotNumber> m_slots; ///< by row
    std::vector<int> m_rows;         ///< by slot; -1: none
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
        applyChanges({shelf.slots(), {}, {}});
        QObject::connect(&shelf, &Shelf::changed, this, [this](const Changes &changes) { applyChanges(changes); });
    }

    /// Nothing for a row that does not exist.
    [[nodiscard]] const T *at(int row) const { return hasRow(row) ? &m_shelf.at(slotAt(row)) : nullptr; }

    [[nodiscard]] int rowOf(const QString &id) const override
    {
        const auto known = idFrom<typename T::Id>(id);
        return known ? rowOfSlot(m_shelf.slotOf(*known)) : -1;
    }
    [[nodiscard]] QString idAt(int row) const override { return hasRow(row) ? idText(at(row)->id()) : QString(); }
    [[nodiscard]] bool isIdLess(int left, int right) const override { return at(left)->id() < at(right)->id(); }

private:
    const ShelfOf<T> &m_shelf;
};

} // namespace paradox::models

#pragma once

#include "models/filter_query.h"

#include <QSortFilterProxyModel>

#include <vector>

namespace paradox::models {

class LiveTableModel;

/// Filter and order of a live table. Sorts by SortRole and, where that is equal, by id, so rows never swap without
/// reason. Sort keys are kept as of the last signal for a row: values of a store change many at once, and a binary
/// search among rows that have moved but are not announced yet would put the announced ones in wrong places.
class QueryFilterProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit QueryFilterProxy(LiveTableModel &model, QObject *parent = nullptr);

    void setQuery(const FilterQuery &query);
    [[nodiscard]] const FilterQuery &query() const { return m_query; }
    /// Rows that the query hides.
    [[nodiscard]] int hiddenCount() const;
    /// For queries over ages: looks at every row again.
    void timePassed();
    [[nodiscard]] LiveTableModel &table() const { return m_model; }
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    /// Numbers as order-preserving u64; nothing sorts below everything.
    struct SortKey {
        bool isValid = false;
        std::uint64_t number = 0;
        QString text;
    };
    [[nodiscard]] SortKey keyOf(int row) const;
    void readKeys(int first, int last);

    LiveTableModel &m_model;
    FilterQuery m_query;
    int m_keyColumn = -1;
    std::vector<SortKey> m_keys; ///< by source row; empty while nothing is sorted
};

} // namespace paradox::models

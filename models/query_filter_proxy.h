#pragma once

#include "models/filter_query.h"
#include "models/sort_keys.h"

#include <QAbstractProxyModel>
#include <QTimer>

#include <optional>
#include <vector>

namespace paradox::models {

class LiveTableModel;

/// Filter and order of a live table. Sorts by SortRole and, where that is equal, by id, so rows never swap without
/// reason. However much changes at once, views hear of a few ranges and at most two moves, never of a reset. A query
/// over many rows is asked a slice at a time between other events; until all have answered, the last one holds.
class QueryFilterProxy : public QAbstractProxyModel {
    Q_OBJECT

public:
    static constexpr std::size_t sliceRows = 512;

    explicit QueryFilterProxy(LiveTableModel &model, QObject *parent = nullptr);

    void setQuery(const FilterQuery &query);
    /// Rows that the query hides.
    [[nodiscard]] int hiddenCount() const;
    /// For queries over ages: looks at every row again.
    void timePassed();
    [[nodiscard]] LiveTableModel &table() const { return m_model; }

    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] int sortColumn() const { return m_column; } ///< -1: order of arrival
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QModelIndex mapToSource(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex &index) const override;

Q_SIGNALS:
    /// Around everything that moves, hides or shows rows.
    void placesAboutToChange();
    void placesChanged();

private:
    using Row = std::uint32_t; ///< of the table
    using Rows = std::vector<Row>;
    /// A query on its way through the rows.
    struct Look {
        FilterQuery query;
        std::vector<bool> accepts; ///< of the rows that were asked
    };

    void onInserted(int first, int last);
    void onAboutToBeRemoved(int first, int last);
    void onRemoved(int first, int last);
    void onValuesMoved(const std::vector<int> &rows);
    void onLooksMoved(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles);
    void tellShown(const std::vector<int> &rows);

    void lookOn();
    [[nodiscard]] bool accepts(const FilterQuery &query, int row) const;
    [[nodiscard]] bool isBefore(Row left, Row right) const;
    bool readKey(Row row);
    /// Puts rows, whose keys moved or that are new, into the sorted ones.
    void place(Rows rows);

    // The way from what is shown to what shall be: few ranges, or one range and a move.
    void showSorted();
    void hide(const std::vector<int> &wanted);
    void order(const std::vector<int> &wanted);
    void reveal(const Rows &target);
    void moveTo(Rows shown);
    void renumber(std::size_t from);

    LiveTableModel &m_model;
    FilterQuery m_query;
    std::optional<Look> m_look;
    QTimer m_turn;
    int m_column = -1;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
    SortKeys m_keys;
    Rows m_sorted;               ///< all rows
    std::vector<bool> m_accepts; ///< by row, to the query that holds
    Rows m_shown;                ///< the accepted ones of m_sorted, as views know them
    std::vector<int> m_places;   ///< by row: its place among the shown, or -1
};

} // namespace paradox::models

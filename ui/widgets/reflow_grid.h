#pragma once

#include <QLayout>
#include <QList>

namespace paradox::ui {

/// Cells in as many columns as the width holds, at most so many as asked for, each column as wide as its widest cell.
class ReflowGrid : public QLayout {
public:
    ReflowGrid(QWidget *parent, int columnsMax);
    ~ReflowGrid() override;

    void addItem(QLayoutItem *item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    [[nodiscard]] QList<int> columnWidths(int columns) const;
    [[nodiscard]] int widthOf(const QList<int> &columns) const;
    [[nodiscard]] QList<int> columnsIn(int width) const;
    [[nodiscard]] QList<int> rowHeights(qsizetype columns) const;

    QList<QLayoutItem *> m_items;
    int m_columnsMax;
};

} // namespace paradox::ui

#include "ui/widgets/reflow_grid.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>
#include <numeric>

namespace paradox::ui {

ReflowGrid::ReflowGrid(QWidget *parent, int columnsMax) : QLayout(parent), m_columnsMax(columnsMax)
{
}

ReflowGrid::~ReflowGrid()
{
    qDeleteAll(m_items);
}

void ReflowGrid::addItem(QLayoutItem *item)
{
    m_items << item;
    invalidate();
}

QLayoutItem *ReflowGrid::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QList<int> ReflowGrid::columnWidths(int columns) const
{
    QList<int> widths(columns, 0);
    for (qsizetype i = 0; i < m_items.size(); ++i)
        widths[i % columns] = std::max(widths[i % columns], m_items[i]->sizeHint().width());
    return widths;
}

int ReflowGrid::widthOf(const QList<int> &columns) const
{
    return std::accumulate(columns.begin(), columns.end(), 0) + spacing() * (static_cast<int>(columns.size()) - 1);
}

QList<int> ReflowGrid::columnsIn(int width) const
{
    for (int columns = m_columnsMax; columns > 1; --columns) {
        const QList<int> widths = columnWidths(columns);
        if (widthOf(widths) <= width)
            return widths;
    }
    return columnWidths(1);
}

QList<int> ReflowGrid::rowHeights(qsizetype columns) const
{
    QList<int> heights((m_items.size() + columns - 1) / columns, 0);
    for (qsizetype i = 0; i < m_items.size(); ++i)
        heights[i / columns] = std::max(heights[i / columns], m_items[i]->sizeHint().height());
    return heights;
}

int ReflowGrid::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const QList<int> heights = rowHeights(columnsIn(width - margins.left() - margins.right()).size());
    return std::accumulate(heights.begin(), heights.end(), margins.top() + margins.bottom()) +
           spacing() / 2 * std::max(0, static_cast<int>(heights.size()) - 1);
}

QSize ReflowGrid::sizeHint() const
{
    const QMargins margins = contentsMargins();
    const int width = widthOf(columnWidths(m_columnsMax)) + margins.left() + margins.right();
    return {width, heightForWidth(width)};
}

QSize ReflowGrid::minimumSize() const
{
    const QList<int> heights = rowHeights(m_columnsMax);
    return QSize(columnWidths(1).first(), heights.isEmpty() ? 0 : heights.first()).grownBy(contentsMargins());
}

void ReflowGrid::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const QRect inner = rect.marginsRemoved(contentsMargins());
    const QList<int> widths = columnsIn(inner.width());
    const QList<int> heights = rowHeights(widths.size());
    // What is left over keeps the columns apart.
    const int spare = std::max(0, inner.width() - widthOf(widths)) / static_cast<int>(widths.size());
    int y = inner.y();
    for (qsizetype row = 0; row < heights.size(); ++row) {
        int x = inner.x();
        for (qsizetype column = 0; column < widths.size(); ++column) {
            const qsizetype i = row * widths.size() + column;
            if (i >= m_items.size())
                break;
            m_items[i]->setGeometry(QStyle::visualRect(parentWidget()->layoutDirection(), inner,
                                                       QRect(x, y, widths[column], heights[row])));
            x += widths[column] + spacing() + spare;
        }
        y += heights[row] + spacing() / 2;
    }
}

} // namespace paradox::ui

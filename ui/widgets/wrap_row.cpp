#include "ui/widgets/wrap_row.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace paradox::ui {

WrapRow::WrapRow(QWidget *parent) : QLayout(parent)
{
}

WrapRow::~WrapRow()
{
    qDeleteAll(m_items);
}

void WrapRow::addItem(QLayoutItem *item)
{
    m_items << item;
    if (std::exchange(m_stretchIsNext, false))
        m_firstAtRight = item;
    invalidate();
}

void WrapRow::addGrowing(QWidget *widget)
{
    addWidget(widget);
    m_growing << m_items.last();
}

void WrapRow::addStretch()
{
    m_stretchIsNext = true;
}

QLayoutItem *WrapRow::takeAt(int index)
{
    if (index < 0 || index >= m_items.size())
        return nullptr;
    QLayoutItem *item = m_items.takeAt(index);
    m_growing.removeAll(item);
    if (m_firstAtRight == item)
        m_firstAtRight = nullptr;
    return item;
}

QList<WrapRow::Line> WrapRow::linesIn(int width) const
{
    QList<Line> lines;
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint();
        const int gap = lines.isEmpty() || lines.last().items.isEmpty() ? 0 : spacing();
        if (lines.isEmpty() || lines.last().width + gap + size.width() > width)
            lines << Line{{item}, size.width(), size.height()};
        else {
            Line &line = lines.last();
            line.items << item;
            line.width += gap + size.width();
            line.height = std::max(line.height, size.height());
        }
    }
    return lines;
}

void WrapRow::place(const Line &line, const QRect &rect) const
{
    int spare = std::max(0, rect.width() - line.width);
    int growing = static_cast<int>(
        std::ranges::count_if(line.items, [this](QLayoutItem *item) { return m_growing.contains(item); }));
    int x = rect.x();
    // Lines that go on with what stands at the right stand there too.
    if (m_firstAtRight != nullptr && m_items.indexOf(line.items.first()) > m_items.indexOf(m_firstAtRight))
        x += std::exchange(spare, 0);
    for (QLayoutItem *item : line.items) {
        int width = std::min(item->sizeHint().width(), rect.width());
        if (m_growing.contains(item)) {
            const int more = std::min(spare / growing--, std::max(0, item->maximumSize().width() - width));
            width += more;
            spare -= more;
        }
        if (item == m_firstAtRight)
            x += std::exchange(spare, 0);
        item->setGeometry(
            QStyle::visualRect(parentWidget()->layoutDirection(), rect, QRect(x, rect.y(), width, rect.height())));
        x += width + spacing();
    }
}

int WrapRow::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    int height = margins.top() + margins.bottom();
    const QList<Line> lines = linesIn(width - margins.left() - margins.right());
    for (const Line &line : lines)
        height += line.height;
    return height + spacing() * std::max(0, static_cast<int>(lines.size()) - 1);
}

QSize WrapRow::sizeHint() const
{
    const QMargins margins = contentsMargins();
    const QList<Line> lines = linesIn(QWIDGETSIZE_MAX);
    const QSize inner = lines.isEmpty() ? QSize() : QSize(lines.first().width, lines.first().height);
    return inner.expandedTo({0, 0}).grownBy(margins);
}

QSize WrapRow::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize().boundedTo(item->sizeHint()));
    }
    return size.expandedTo({0, 0}).grownBy(contentsMargins());
}

void WrapRow::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const QRect inner = rect.marginsRemoved(contentsMargins());
    const QList<Line> lines = linesIn(inner.width());
    int y = inner.y();
    for (const Line &line : lines) {
        // Alone it may be as high as the strip.
        const int height = lines.size() == 1 ? std::max(line.height, inner.height()) : line.height;
        place(line, QRect(inner.x(), y, inner.width(), height));
        y += height + spacing();
    }
}

} // namespace paradox::ui

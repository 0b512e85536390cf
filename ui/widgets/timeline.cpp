#include "ui/widgets/timeline.h"

#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <numeric>

namespace paradox::ui {

using models::LifeNode;
using models::NodeKind;

namespace {

constexpr int glyphGap = 4;
constexpr int side = 10;
constexpr int gapLeast = 12; ///< between the words of two nodes
constexpr int listGap = 4;
constexpr int nodeMargin = 6; ///< room for the focus ring around a node

} // namespace

Timeline::Timeline(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("timeline"));
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, &Timeline::measure);
}

void Timeline::setLine(const models::LifeLine &line)
{
    if (line == m_line)
        return;
    m_line = line;
    m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(line.nodes.size()) - 1));
    setAccessibleName(line.title);
    setAccessibleDescription(models::textOf(line));
    measure();
}

void Timeline::setCurrent(int node)
{
    m_current = std::clamp(node, 0, std::max(0, static_cast<int>(m_line.nodes.size()) - 1));
    if (m_current < static_cast<int>(m_line.nodes.size())) {
        const LifeNode &shown = m_line.nodes[static_cast<std::size_t>(m_current)];
        setAccessibleDescription(QStringList{shown.name, shown.time, shown.detail}.join(QStringLiteral(", ")));
    }
    update();
}

int Timeline::lineHeight() const
{
    return QFontMetrics(m_theme.font(Face::Body)).height();
}

int Timeline::nodeHeight() const
{
    return m_theme.metrics().glyph + glyphGap + 3 * lineHeight();
}

void Timeline::measure()
{
    const QFontMetrics strong(m_theme.font(Face::Strong));
    const QFontMetrics small(m_theme.font(Face::Small));
    m_widths.clear();
    for (const LifeNode &node : m_line.nodes)
        m_widths.push_back(std::max({strong.horizontalAdvance(node.name), small.horizontalAdvance(node.time),
                                     small.horizontalAdvance(node.detail)}));
    updateGeometry();
    update();
}

bool Timeline::isRow(int width) const
{
    const int count = static_cast<int>(m_widths.size());
    return std::accumulate(m_widths.begin(), m_widths.end(), 2 * side + (count - 1) * gapLeast) <= width;
}

QSize Timeline::sizeHint() const
{
    return {m_theme.px(720), heightForWidth(m_theme.px(720))};
}

QSize Timeline::minimumSizeHint() const
{
    return {m_theme.px(240), nodeHeight() + 2 * nodeMargin};
}

int Timeline::heightForWidth(int width) const
{
    const int rows = static_cast<int>(m_widths.size());
    return (isRow(width) ? nodeHeight() : rows * lineHeight() + (rows - 1) * listGap) + 4 * nodeMargin;
}

QColor Timeline::colorOf(const LifeNode &node) const
{
    switch (node.kind) {
    case NodeKind::Passed:
        return m_theme.color(Token::TextSecondary);
    case NodeKind::Current:
        return m_theme.stateColor(node.state.group);
    case NodeKind::Expected:
        return m_theme.color(Token::TextTertiary);
    case NodeKind::Failed:
        return m_theme.color(Token::StateRejected);
    }
    return {};
}

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::BgPanel));
    if (m_line.nodes.empty()) {
        if (hasFocus())
            m_theme.paintRing(painter, rect());
    } else if (isRow(width())) {
        paintRow(painter);
    } else {
        paintList(painter);
    }
}

void Timeline::paintRow(QPainter &painter) const
{
    const int count = static_cast<int>(m_line.nodes.size());
    const int glyph = m_theme.metrics().glyph;
    const int top = std::max(nodeMargin, (height() - nodeHeight()) / 2);
    const int words = std::accumulate(m_widths.begin(), m_widths.end(), 0);
    // What is left over keeps the nodes apart; few nodes stand at the left, as wide as eight would.
    const int gap = (width() - 2 * side - words) / std::max(count, 4);
    int x = side;
    for (int i = 0; i < count; ++i) {
        const LifeNode &node = m_line.nodes[static_cast<std::size_t>(i)];
        const int wide = m_widths[static_cast<std::size_t>(i)];
        const int next = x + wide + std::max(gap, gapLeast);
        const QColor color = colorOf(node);
        painter.drawPixmap(x, top, m_theme.glyph(node.state.group, color, glyph, devicePixelRatioF()));
        if (i + 1 < count) {
            const bool passed = m_line.nodes[static_cast<std::size_t>(i) + 1].kind != NodeKind::Expected;
            painter.setPen(QPen(passed ? m_theme.color(Token::TextTertiary) : m_theme.color(Token::LineControl), 1,
                                passed ? Qt::SolidLine : Qt::DotLine));
            painter.drawLine(x + glyph + 6, top + glyph / 2, next - 6, top + glyph / 2);
        }
        const auto text = [&](int line, const QString &shown, Face face, const QColor &pen) {
            painter.setFont(m_theme.font(face));
            painter.setPen(pen);
            painter.drawText(QRect(x, top + glyph + glyphGap + line * lineHeight(), wide + 1, lineHeight()),
                             Qt::AlignVCenter, shown);
        };
        text(0, node.name, node.kind == NodeKind::Expected ? Face::Body : Face::Strong,
             node.kind == NodeKind::Passed ? m_theme.color(Token::TextPrimary) : color);
        if (!node.time.isEmpty())
            text(1, node.time, Face::Small, m_theme.color(Token::TextSecondary));
        text(node.time.isEmpty() ? 1 : 2, node.detail, Face::Small, m_theme.color(Token::TextTertiary));
        if (hasFocus() && i == m_current)
            m_theme.paintRing(
                painter, QRect(x - nodeMargin, top - nodeMargin, wide + 2 * nodeMargin, nodeHeight() + 2 * nodeMargin));
        x = next;
    }
}

void Timeline::paintList(QPainter &painter) const
{
    const int glyph = m_theme.metrics().glyph;
    const QFontMetrics strong(m_theme.font(Face::Strong));
    const QFontMetrics small(m_theme.font(Face::Small));
    int names = 0;
    int times = 0;
    for (const LifeNode &node : m_line.nodes) {
        names = std::max(names, strong.horizontalAdvance(node.name));
        times = std::max(times, small.horizontalAdvance(node.time));
    }
    const int nameX = side + glyph + 8;
    const int timeX = nameX + names + gapLeast;
    const int detailX = timeX + times + gapLeast;
    int y = 2 * nodeMargin;
    for (std::size_t i = 0; i < m_line.nodes.size(); ++i) {
        const LifeNode &node = m_line.nodes[i];
        const QColor color = colorOf(node);
        painter.drawPixmap(side, y + (lineHeight() - glyph) / 2,
                           m_theme.glyph(node.state.group, color, glyph, devicePixelRatioF()));
        const auto text = [&](int x, int wide, const QString &shown, Face face, const QColor &pen) {
            painter.setFont(m_theme.font(face));
            painter.setPen(pen);
            painter.drawText(QRect(x, y, wide, lineHeight()), Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(shown, Qt::ElideRight, wide));
        };
        text(nameX, names + 1, node.name, node.kind == NodeKind::Expected ? Face::Body : Face::Strong,
             node.kind == NodeKind::Passed ? m_theme.color(Token::TextPrimary) : color);
        text(timeX, times + 1, node.time, Face::Small, m_theme.color(Token::TextSecondary));
        text(detailX, width() - side - detailX, node.detail, Face::Small, m_theme.color(Token::TextTertiary));
        if (hasFocus() && static_cast<int>(i) == m_current)
            m_theme.paintRing(painter, QRect(side / 2, y - 1, width() - side, lineHeight() + 2));
        y += lineHeight() + listGap;
    }
}

void Timeline::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(models::textOf(m_line));
    } else if (event->key() == Qt::Key_C && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        QGuiApplication::clipboard()->setText(models::jsonOf(m_line));
    } else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up) {
        setCurrent(m_current - 1);
    } else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down) {
        setCurrent(m_current + 1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void Timeline::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    setCurrent(m_current);
}

} // namespace paradox::ui

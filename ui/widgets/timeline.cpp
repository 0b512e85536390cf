#include "ui/widgets/timeline.h"

#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace paradox::ui {

using models::LifeNode;
using models::NodeKind;

namespace {

constexpr int glyphGap = 4;
constexpr int margin = 6; ///< room for the focus ring around a node

} // namespace

Timeline::Timeline(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Timeline::setLine(const models::LifeLine &line)
{
    if (line == m_line)
        return;
    m_line = line;
    m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(line.nodes.size()) - 1));
    setAccessibleName(line.title);
    setAccessibleDescription(models::textOf(line));
    update();
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

QSize Timeline::sizeHint() const
{
    return {m_theme.px(720), nodeHeight() + 4 * margin};
}

QSize Timeline::minimumSizeHint() const
{
    return {m_theme.px(240), nodeHeight() + 2 * margin};
}

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::BgPanel));
    const int count = static_cast<int>(m_line.nodes.size());
    if (count == 0) {
        if (hasFocus())
            m_theme.paintRing(painter, rect());
        return;
    }
    constexpr int left = 10;
    const int glyph = m_theme.metrics().glyph;
    const int top = std::max(margin, (height() - nodeHeight()) / 2);
    const int step = (width() - 2 * left) / std::max(count, 4);
    for (int i = 0; i < count; ++i) {
        const LifeNode &node = m_line.nodes[static_cast<std::size_t>(i)];
        const int x = left + i * step;
        const QColor color = node.kind == NodeKind::Current    ? m_theme.stateColor(node.state.group)
                             : node.kind == NodeKind::Expected ? m_theme.color(Token::TextTertiary)
                             : node.kind == NodeKind::Failed   ? m_theme.color(Token::StateRejected)
                                                               : m_theme.color(Token::TextSecondary);
        painter.drawPixmap(x, top, m_theme.glyph(node.state.group, color, glyph, devicePixelRatioF()));
        if (i + 1 < count) {
            const bool passed = m_line.nodes[static_cast<std::size_t>(i) + 1].kind != NodeKind::Expected;
            painter.setPen(QPen(passed ? m_theme.color(Token::TextTertiary) : m_theme.color(Token::LineControl), 1,
                                passed ? Qt::SolidLine : Qt::DotLine));
            painter.drawLine(x + glyph + 6, top + glyph / 2, x + step - 6, top + glyph / 2);
        }
        const auto text = [&](int line, const QString &words, Face face, const QColor &pen) {
            painter.setFont(m_theme.font(face));
            painter.setPen(pen);
            const QRect box(x, top + glyph + glyphGap + line * lineHeight(), step - 8, lineHeight());
            painter.drawText(box, Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(words, Qt::ElideRight, box.width()));
        };
        const bool plain = node.kind == NodeKind::Passed;
        text(0, node.name, node.kind == NodeKind::Expected ? Face::Body : Face::Strong,
             plain ? m_theme.color(Token::TextPrimary) : color);
        if (!node.time.isEmpty())
            text(1, node.time, Face::Small, m_theme.color(Token::TextSecondary));
        text(node.time.isEmpty() ? 1 : 2, node.detail, Face::Small, m_theme.color(Token::TextTertiary));
        if (hasFocus() && i == m_current)
            m_theme.paintRing(painter, QRect(x - margin, top - margin, step - 2, nodeHeight() + 2 * margin));
    }
}

void Timeline::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(models::textOf(m_line));
    } else if (event->key() == Qt::Key_C && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
        QGuiApplication::clipboard()->setText(models::jsonOf(m_line));
    } else if (event->key() == Qt::Key_Left) {
        setCurrent(m_current - 1);
    } else if (event->key() == Qt::Key_Right) {
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

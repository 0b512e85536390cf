#include "ui/delegates/cells.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainterPath>

#include <algorithm>

namespace paradox::ui {
namespace {

constexpr int priceGap = 6;

/// Dimmed text; on a selected row of a view without focus the dimmest tone would fall below 4.5.
QColor tertiary(const Theme &theme, CellLook look)
{
    if (look.selected && look.active)
        return theme.color(Token::SelectionText);
    return theme.color(look.selected ? Token::TextSecondary : Token::TextTertiary);
}

QColor secondary(const Theme &theme, CellLook look)
{
    if (look.stale || (look.selected && look.active))
        return tertiary(theme, look);
    return theme.color(Token::TextSecondary);
}

QColor primary(const Theme &theme, CellLook look)
{
    if (look.stale || (look.selected && look.active))
        return tertiary(theme, look);
    return theme.color(Token::TextPrimary);
}

} // namespace

void paintState(QPainter &painter, const QRect &rect, const models::StateWord &state, const Theme &theme, CellLook look)
{
    const int size = theme.metrics().glyph;
    const qreal ratio = painter.device()->devicePixelRatioF();
    if (state.group != models::StateGroup::None) {
        const QPixmap glyph = theme.glyph(state.group, size, ratio);
        painter.drawPixmap(rect.x(), rect.y() + (rect.height() - size) / 2, glyph);
    }
    const int indent = state.group == models::StateGroup::None ? 0 : size + 6;
    painter.setFont(theme.font(Face::Word));
    painter.setPen(look.stale || state.recedes ? secondary(theme, look) : theme.stateColor(state.group));
    const QRect text = rect.adjusted(indent, 0, 0, 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(state.word, Qt::ElideRight, text.width()));
}

void paintAmount(QPainter &painter, const QRect &rect, const models::AmountText &amount, const Theme &theme,
                 CellLook look)
{
    painter.setFont(theme.font(Face::Amount));
    const QFontMetrics metrics(painter.font());
    // A number is never cut at its front. What does not fit loses its zeros, then its last digits behind a mark.
    const int headWidth = metrics.horizontalAdvance(amount.head);
    const int tailWidth = metrics.horizontalAdvance(amount.tail);
    const bool hasTail = !amount.tail.isEmpty() && headWidth + tailWidth <= rect.width();
    painter.setPen(primary(theme, look));
    painter.drawText(rect.adjusted(0, 0, hasTail ? -tailWidth : 0, 0), Qt::AlignVCenter | Qt::AlignRight,
                     metrics.elidedText(amount.head, Qt::ElideRight, rect.width()));
    if (!hasTail)
        return;
    painter.setPen(tertiary(theme, look));
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignRight, amount.tail);
}

void paintPrice(QPainter &painter, const QRect &rect, const QString &word, const models::AmountText &amount,
                const Theme &theme, CellLook look)
{
    const QFontMetrics numbers(theme.font(Face::Amount));
    const bool isWhole = priceWidth(word, amount, theme) <= rect.width();
    const int number = std::min(numbers.horizontalAdvance(isWhole ? amount.text() : amount.head), rect.width());
    paintAmount(painter, rect.adjusted(rect.width() - number, 0, 0, 0), amount, theme, look);
    const QRect left = rect.adjusted(0, 0, -number - priceGap, 0);
    painter.setFont(theme.font(Face::Body));
    painter.setPen(secondary(theme, look));
    painter.drawText(left, Qt::AlignVCenter | Qt::AlignRight,
                     painter.fontMetrics().elidedText(word, Qt::ElideRight, left.width()));
}

int priceWidth(const QString &word, const models::AmountText &amount, const Theme &theme)
{
    return QFontMetrics(theme.font(Face::Body)).horizontalAdvance(word) + priceGap +
           QFontMetrics(theme.font(Face::Amount)).horizontalAdvance(amount.text());
}

void paintKey(QPainter &painter, const QRect &rect, const models::KeyText &key, int each, const Theme &theme,
              CellLook look)
{
    const QFontMetrics nameMetrics(theme.font(Face::Body));
    const QFontMetrics keyMetrics(theme.font(Face::Mono));
    const QString elided = models::elided(key.key, each);
    const int keyWidth = keyMetrics.horizontalAdvance(elided);
    int x = rect.x();
    if (!key.name.isEmpty()) {
        const int nameWidth = nameMetrics.horizontalAdvance(key.name);
        const bool both = key.key.isEmpty() || nameWidth + 6 + keyWidth <= rect.width();
        painter.setFont(theme.font(Face::Body));
        painter.setPen(primary(theme, look));
        painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft,
                         nameMetrics.elidedText(key.name, Qt::ElideRight, rect.width()));
        if (!both || key.key.isEmpty())
            return;
        x += nameWidth + 6;
    }
    painter.setFont(theme.font(Face::Mono));
    painter.setPen(secondary(theme, look));
    painter.drawText(QRect(x, rect.y(), rect.right() - x + 1, rect.height()), Qt::AlignVCenter | Qt::AlignLeft, elided);
    if (key.mark.isEmpty())
        return;
    painter.setFont(theme.font(Face::Body));
    painter.setPen(theme.color(Token::StateStale));
    x += keyWidth + 8;
    painter.drawText(QRect(x, rect.y(), rect.right() - x + 1, rect.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     key.mark);
}

int meterWidth(std::uint64_t part, std::uint64_t whole, int width)
{
    if (part == 0 || whole == 0 || width <= 0)
        return 0;
    if (part >= whole)
        return width;
    __extension__ using Wide = unsigned __int128;
    const Wide wide = static_cast<Wide>(part) * static_cast<unsigned>(width) / whole;
    return std::clamp(static_cast<int>(wide), 1, std::max(1, width - 1));
}

QBrush hatch(const QColor &color)
{
    QPixmap tile(6, 6);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 2));
    painter.drawLine(QPointF(-1, 7), QPointF(7, -1));
    painter.drawLine(QPointF(-4, 4), QPointF(4, -4));
    painter.drawLine(QPointF(2, 10), QPointF(10, 2));
    return QBrush(tile);
}

void paintMeter(QPainter &painter, const QRect &rect, const models::MeterParts &parts, const Theme &theme,
                CellLook look)
{
    const bool exceeds = parts.wouldExceed();
    const QRect groove = exceeds ? rect.adjusted(0, 0, -16, 0) : rect;
    // The groove's own tone is that of a selected row: there it is cut through to the table's ground, and edged.
    painter.fillRect(groove, theme.color(look.selected ? Token::BgBase : Token::BgPressed));
    int x = groove.x();
    const auto part = [&](std::uint64_t value, const QBrush &brush) {
        const int width = std::min(meterWidth(value, parts.limit, groove.width()), groove.right() + 1 - x);
        if (width <= 0)
            return;
        painter.setBrushOrigin(groove.topLeft());
        painter.fillRect(QRect(x, groove.y(), width, groove.height()), brush);
        x += width;
    };
    part(parts.spent, theme.color(Token::TextTertiary));
    part(parts.held, hatch(theme.color(Token::StateNetted)));
    part(parts.wanted, theme.color(Token::Accent));
    painter.setBrush(Qt::NoBrush);
    if (look.selected || theme.name() == ThemeName::Contrast) {
        painter.setPen(QPen(theme.color(look.selected ? Token::TextSecondary : Token::LineControl), 1));
        painter.drawRect(groove.adjusted(0, 0, -1, -1));
    }
    if (exceeds) {
        painter.setPen(QPen(theme.color(Token::StateRejected), 1));
        painter.drawRect(QRect(groove.right() + 2, rect.y(), 13, rect.height() - 1));
    }
}

} // namespace paradox::ui

#include "ui/delegates/lane_delegate.h"

#include "models/batch_lane.h"
#include "models/format.h"
#include "models/roles.h"
#include "ui/delegates/cells.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace paradox::ui {

void TimeScale::pan(int ticks)
{
    m_offsetMs = std::min<std::int64_t>(0, m_offsetMs + ticks * tickMs());
    Q_EMIT changed();
}

void TimeScale::zoom(int direction)
{
    m_spanMs = std::clamp<std::int64_t>(direction > 0 ? m_spanMs / 2 : m_spanMs * 2, 15'000, 24 * 3'600'000);
    Q_EMIT changed();
}

void TimeScale::toNow()
{
    m_offsetMs = 0;
    Q_EMIT changed();
}

std::int64_t TimeScale::endMs() const
{
    return nowMs() + m_spanMs * 15 / 100 + m_offsetMs;
}

int TimeScale::xOf(std::int64_t atMs, const QRect &rect) const
{
    const std::int64_t from = endMs() - m_spanMs;
    const std::int64_t x = rect.x() + (atMs - from) * rect.width() / m_spanMs;
    return static_cast<int>(std::clamp<std::int64_t>(x, rect.x() - 4, rect.right() + 4));
}

LaneDelegate::LaneDelegate(const Theme &theme, const TimeScale &scale, QObject *parent)
    : TableDelegate(theme, parent),
      m_scale(scale)
{
}

void LaneDelegate::paintNumber(QPainter &painter, const QRect &rect, const QModelIndex &index, bool active) const
{
    const auto state = index.data(models::StateRole).value<models::StateWord>();
    const QString text = index.data().toString();
    painter.setFont(m_theme.font(Face::Strong));
    painter.setPen(m_theme.color(active ? Token::SelectionText : Token::TextPrimary));
    const QString number = text.section(u' ', 0, 0);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, number);
    const int indent = std::max(44, painter.fontMetrics().horizontalAdvance(number) + 10);
    paintState(painter, rect.adjusted(indent, 0, 0, 0), state, m_theme,
               {active, active, index.data(models::StaleRole).toBool()});
}

void LaneDelegate::paintChunks(QPainter &painter, const QRect &bar, const models::BatchLane &lane) const
{
    const QColor color = m_theme.color(Token::StateSettling);
    const int count = static_cast<int>(lane.chunkCount);
    if (count == 0 || bar.width() < 2) {
        painter.fillRect(bar, color);
        return;
    }
    const int done = static_cast<int>(lane.chunksCommitted);
    const int locked = static_cast<int>(lane.chunksLocked);
    if (bar.width() / count < 3) {
        painter.setPen(color);
        painter.drawRect(bar.adjusted(0, 0, -1, -1));
        painter.fillRect(QRect(bar.x(), bar.y(), bar.width() * std::max(done, locked) / count, bar.height()), color);
        return;
    }
    QColor thin = color;
    thin.setAlpha(97);
    for (int i = 0; i < count; ++i) {
        const int x = bar.x() + bar.width() * i / count;
        const int next = bar.x() + bar.width() * (i + 1) / count;
        const QRect cell(x, bar.y(), next - x - 1, bar.height());
        if (i < done) {
            painter.fillRect(cell, color);
        } else {
            if (i < locked)
                painter.fillRect(cell, thin);
            painter.setPen(color);
            painter.drawRect(cell.adjusted(0, 0, -1, -1));
        }
    }
}

void LaneDelegate::paintLane(QPainter &painter, const QRect &rect, const models::BatchLane &lane) const
{
    const int middle = rect.center().y();
    const int height = m_theme.px(13);
    const int top = middle - height / 2;
    const std::int64_t now = m_scale.nowMs();
    for (std::int64_t tick = (m_scale.endMs() / m_scale.tickMs() - 6) * m_scale.tickMs(); tick <= m_scale.endMs();
         tick += m_scale.tickMs()) {
        painter.setPen(m_theme.color(Token::ChartGrid));
        const int x = m_scale.xOf(tick, rect);
        painter.drawLine(x, rect.top(), x, rect.bottom());
    }
    const int opened = m_scale.xOf(lane.openedAt.value, rect);
    if (lane.isOpen) {
        const int right = m_scale.xOf(now, rect);
        painter.setPen(m_theme.color(Token::StatePending));
        painter.drawRect(QRect(opened, top, std::max(2, right - opened), height - 1));
        if (lane.trades > 0)
            painter.fillRect(QRect(opened + 1, top + 1, std::max(1, right - opened - 1), height - 2),
                             m_theme.color(Token::BgPressed));
    } else {
        const int cut = m_scale.xOf(lane.cutAt.value, rect);
        painter.setPen(QPen(m_theme.color(Token::LineControl), 1.5));
        painter.drawLine(opened, middle, cut, middle);
        const std::int64_t end = lane.finalizedAt.value > 0 ? lane.finalizedAt.value
                                 : lane.isOver              ? lane.updatedAt.value
                                                            : now;
        const int last = m_scale.xOf(end, rect);
        const int netted = lane.nettedAt.value > 0 ? m_scale.xOf(lane.nettedAt.value, rect) : cut;
        if (lane.nettedAt.value > 0)
            painter.fillRect(QRect(netted, top - 1, 2, height + 2), m_theme.color(Token::StateNetted));
        const QRect bar(netted + 3, top, std::max(3, last - netted - 3), height);
        if (lane.isAborted)
            painter.fillRect(bar, hatch(m_theme.color(Token::StateRejected)));
        else if (lane.nettedAt.value > 0)
            paintChunks(painter, bar, lane);
        if (lane.nextRetryAt.value > now) {
            painter.setPen(QPen(m_theme.color(Token::StateStale), 2));
            painter.drawLine(last, middle, m_scale.xOf(lane.nextRetryAt.value, rect), middle);
        }
        if (lane.finalizedAt.value > 0)
            painter.fillRect(QRect(last, top - 1, 3, height + 2), m_theme.color(Token::StateSettled));
    }
    painter.setPen(QPen(m_theme.color(Token::Focus), 1));
    const int x = m_scale.xOf(now, rect);
    painter.drawLine(x, rect.top(), x, rect.bottom());
}

void LaneDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant lane = index.data(models::LaneRole);
    if (index.column() != 0 && !lane.isValid())
        return TableDelegate::paint(painter, option, index);
    painter->save();
    painter->setClipRect(option.rect);
    paintGround(*painter, option, index);
    const bool active =
        (option.state & QStyle::State_Selected) != 0 && option.widget != nullptr && option.widget->hasFocus();
    if (lane.isValid())
        paintLane(*painter, option.rect.adjusted(0, 0, 0, -1), lane.value<models::BatchLane>());
    else
        paintNumber(*painter, option.rect.adjusted(8, 0, -4, -1), index, active);
    painter->restore();
}

LaneHeader::LaneHeader(const Theme &theme, const TimeScale &scale, int column, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent),
      m_theme(theme),
      m_scale(scale),
      m_column(column)
{
    setSectionsClickable(true);
    connect(&scale, &TimeScale::changed, viewport(), qOverload<>(&QWidget::update));
}

void LaneHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    if (section != m_column)
        return QHeaderView::paintSection(painter, rect, section);
    painter->save();
    painter->fillRect(rect, m_theme.color(Token::BgHeader));
    painter->setPen(m_theme.color(Token::LineFrame));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->setFont(m_theme.font(Face::Small));
    const QFontMetrics metrics(painter->font());
    const int now = m_scale.xOf(m_scale.nowMs(), rect);
    const QString nowText = models::formatTime({m_scale.nowMs()});
    const int half = metrics.horizontalAdvance(nowText) / 2;
    const int nowHalf = QFontMetrics(m_theme.font(Face::Strong)).horizontalAdvance(nowText) / 2 + 6;
    const int nowLeft = std::clamp(now - nowHalf, rect.x(), std::max(rect.x(), rect.right() - 2 * nowHalf));
    int free = rect.x(); // where the next label may begin
    for (std::int64_t tick = (m_scale.endMs() / m_scale.tickMs() - 6) * m_scale.tickMs(); tick <= m_scale.endMs();
         tick += m_scale.tickMs()) {
        const int x = m_scale.xOf(tick, rect);
        if (std::abs(x - nowLeft - nowHalf) < half + nowHalf + 4 || x - half < free || x + half > rect.right())
            continue;
        free = x + half + 8;
        painter->setPen(m_theme.color(Token::TextTertiary));
        painter->drawText(QRect(x - half, rect.y(), 2 * half + 2, rect.height()), Qt::AlignCenter,
                          models::formatTime({tick}));
    }
    painter->setPen(m_theme.color(Token::Accent));
    painter->setFont(m_theme.font(Face::Strong));
    painter->drawText(QRect(nowLeft, rect.y(), 2 * nowHalf, rect.height()), Qt::AlignCenter, nowText);
    painter->restore();
}

} // namespace paradox::ui

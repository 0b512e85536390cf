#include "ui/widgets/stale_badge.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QFontMetrics>
#include <QPainter>

namespace paradox::ui {

using models::FreshState;
using models::StateGroup;

namespace {

constexpr int badgeMargin = 5; ///< room for the focus ring beside the text

} // namespace

StaleBadge::StaleBadge(const Theme &theme, const models::Freshness &freshness, QWidget *parent)
    : QAbstractButton(parent),
      m_theme(theme),
      m_freshness(freshness)
{
    setObjectName(QStringLiteral("staleBadge"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    connect(&freshness, &models::Freshness::changed, this, &StaleBadge::refresh);
    connect(&freshness, &models::Freshness::stateChanged, this, &StaleBadge::announce);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

void StaleBadge::setDetail(const QString &detail)
{
    m_detail = detail;
    refresh();
}

QString StaleBadge::shownText() const
{
    const bool live = m_freshness.state() == FreshState::Live;
    const QString second = live && !m_detail.isEmpty() ? m_detail : m_freshness.asOf();
    return second.isEmpty() ? m_freshness.word() : m_freshness.word() + u' ' + second;
}

StateGroup StaleBadge::stateGroup() const
{
    switch (m_freshness.state()) {
    case FreshState::Live:
        return StateGroup::Settled;
    case FreshState::Stale:
        return StateGroup::Stale;
    case FreshState::CatchingUp:
        return StateGroup::Settling;
    case FreshState::Offline:
        return StateGroup::Rejected;
    }
    return StateGroup::Resolving;
}

void StaleBadge::refresh()
{
    const QString text = shownText();
    setAccessibleName(tr("Age of the data: %1").arg(text));
    setToolTip(text);
    updateGeometry();
    update();
}

void StaleBadge::announce()
{
    refresh();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

int StaleBadge::glyphSide() const
{
    return m_theme.px(10);
}

QSize StaleBadge::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(Face::Small));
    return {glyphSide() + 5 + metrics.horizontalAdvance(shownText()) + 2 * badgeMargin, metrics.height() + 6};
}

void StaleBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int size = glyphSide();
    painter.drawPixmap(badgeMargin, (height() - size) / 2, m_theme.glyph(stateGroup(), size, devicePixelRatioF()));
    painter.setFont(m_theme.font(Face::Small));
    const QFontMetrics metrics(painter.font());
    const bool live = m_freshness.state() == FreshState::Live;
    painter.setPen(live ? m_theme.color(Token::TextSecondary) : m_theme.stateColor(stateGroup()));
    const QString word = m_freshness.word();
    int x = badgeMargin + size + 5;
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter, word);
    x += metrics.horizontalAdvance(word + u' ');
    painter.setPen(m_theme.color(Token::TextTertiary));
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter, shownText().mid(word.size() + 1));
    if (hasFocus())
        m_theme.paintRing(painter, rect());
}

} // namespace paradox::ui

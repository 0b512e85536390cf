#include "ui/widgets/limit_meter.h"

#include "ui/delegates/cells.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace paradox::ui {

LimitMeter::LimitMeter(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LimitMeter::setParts(const models::MeterParts &parts)
{
    m_parts = parts;
    setAccessibleName(tr("Session limit"));
    setAccessibleDescription(tr("spent %1, held %2, this %3 of %4 SOL")
                                 .arg(models::shortSol(parts.spent), models::shortSol(parts.held),
                                      models::shortSol(parts.wanted), models::shortSol(parts.limit)));
    update();
}

QSize LimitMeter::sizeHint() const
{
    return {m_theme.px(160), m_theme.px(10)};
}

QSize LimitMeter::minimumSizeHint() const
{
    return {m_theme.px(80), m_theme.px(8)};
}

void LimitMeter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintMeter(painter, rect(), m_parts, m_theme, {});
}

MeterLegend::MeterLegend(const Theme &theme, const QStringList &words, QWidget *parent)
    : QWidget(parent),
      m_theme(theme)
{
    setWords(words);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MeterLegend::setWords(const QStringList &words)
{
    m_words = words;
    setAccessibleName(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int MeterLegend::indent() const
{
    return m_theme.px(8) + 6;
}

QSize MeterLegend::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(Face::Small));
    int width = 0;
    for (const QString &word : m_words)
        width += indent() + metrics.horizontalAdvance(word) + indent();
    return {width, metrics.height() + 2};
}

void MeterLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_theme.font(Face::Small));
    const QBrush brushes[] = {m_theme.color(Token::TextTertiary), hatch(m_theme.color(Token::StateNetted)),
                              m_words.size() == 3 && m_words[2].startsWith(tr("left")) ? m_theme.color(Token::BgPressed)
                                                                                       : m_theme.color(Token::Accent)};
    int x = 0;
    for (qsizetype i = 0; i < m_words.size() && i < 3; ++i) {
        const int side = m_theme.px(8);
        painter.fillRect(QRect(x, (height() - side) / 2, side, side), brushes[i]);
        painter.setPen(m_theme.color(Token::TextSecondary));
        painter.drawText(QRect(x + indent(), 0, width(), height()), Qt::AlignVCenter, m_words[i]);
        x += indent() + painter.fontMetrics().horizontalAdvance(m_words[i]) + indent();
    }
}

} // namespace paradox::ui

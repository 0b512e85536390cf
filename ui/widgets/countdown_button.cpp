#include "ui/widgets/countdown_button.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace paradox::ui {

CountdownButton::CountdownButton(const Theme &theme, const Clock &clock, const QString &verb, QWidget *parent)
    : QPushButton(verb, parent),
      m_theme(theme),
      m_clock(clock),
      m_verb(verb)
{
    setAutoDefault(false);
    setDefault(false);
    setProperty("primary", true);
    setAccessibleName(verb);
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &CountdownButton::tick);
}

void CountdownButton::hold(std::int64_t milliseconds)
{
    m_holdMs = milliseconds;
    m_until = m_clock.monotonicMs() + milliseconds;
    m_phase = Phase::Holding;
    setEnabled(false);
    m_timer.start();
    tick();
}

void CountdownButton::work(const QString &doing)
{
    m_timer.stop();
    m_phase = Phase::Working;
    setEnabled(false);
    setText(doing);
    Q_EMIT readyChanged();
}

void CountdownButton::tick()
{
    if (m_phase != Phase::Holding)
        return;
    const std::int64_t left = m_until - m_clock.monotonicMs();
    if (left > 0) {
        const std::int64_t seconds = (left + 999) / 1000;
        setText(tr("%1 in %2 s").arg(m_verb).arg(seconds));
        setAccessibleDescription(tr("Ready in %1 s").arg(seconds));
        update();
        return;
    }
    m_timer.stop();
    m_phase = Phase::Ready;
    setText(m_verb);
    setAccessibleDescription(QString());
    setEnabled(true);
    Q_EMIT readyChanged();
}

QSize CountdownButton::sizeHint() const
{
    const QSize size = QPushButton::sizeHint();
    const int longest = fontMetrics().horizontalAdvance(tr("%1 in %2 s").arg(m_verb).arg(9)) + 32;
    return {std::max(size.width(), longest), std::max(size.height(), 28)};
}

void CountdownButton::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    if (m_phase != Phase::Holding || m_holdMs <= 0)
        return;
    QPainter painter(this);
    const std::int64_t passed = std::clamp<std::int64_t>(m_holdMs - (m_until - m_clock.monotonicMs()), 0, m_holdMs);
    painter.fillRect(QRect(1, height() - 4, static_cast<int>((width() - 2) * passed / m_holdMs), 3),
                     m_theme.color(Token::Accent));
}

void CountdownButton::keyPressEvent(QKeyEvent *event)
{
    // A click or the mnemonic signs; a key that people press without looking does not.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        event->ignore();
    else
        QPushButton::keyPressEvent(event);
}

} // namespace paradox::ui

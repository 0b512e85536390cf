#include "ui/widgets/state_pill.h"

#include "ui/delegates/cells.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace paradox::ui {

StatePill::StatePill(const Theme &theme, Form form, QWidget *parent) : QWidget(parent), m_theme(theme), m_form(form)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatePill::setState(const models::StateWord &state)
{
    if (state == m_state)
        return;
    m_state = state;
    setAccessibleName(state.word);
    updateGeometry();
    update();
}

QSize StatePill::sizeHint() const
{
    const int text = QFontMetrics(m_theme.font(Face::Word)).horizontalAdvance(m_state.word);
    const int glyph = m_state.group == models::StateGroup::None ? 0 : m_theme.metrics().glyph + 6;
    const int height = std::max(20, QFontMetrics(m_theme.font(Face::Word)).height() + 4);
    return {text + glyph + (m_form == Form::Framed ? 18 : 2), height};
}

void StatePill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QRect inner = rect();
    if (m_form == Form::Framed) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_theme.stateColor(m_state.group));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        inner.adjust(8, 0, -6, 0);
    }
    models::StateWord shown = m_state;
    shown.recedes = shown.recedes && m_form == Form::Bare;
    paintState(painter, inner, shown, m_theme, {});
}

} // namespace paradox::ui

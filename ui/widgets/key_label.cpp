#include "ui/widgets/key_label.h"

#include "ui/delegates/cells.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace paradox::ui {
namespace {

constexpr int fittingMargin = 2; ///< room for the ring

} // namespace

KeyLabel::KeyLabel(const Theme &theme, Form form, QWidget *parent) : QWidget(parent), m_theme(theme), m_form(form)
{
    setObjectName(QStringLiteral("keyLabel"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void KeyLabel::setKey(const models::KeyText &key)
{
    m_key = key;
    setAccessibleName(key.name.isEmpty() ? key.key : key.name + u' ' + key.key);
    setToolTip(key.key);
    updateGeometry();
    update();
}

QSize KeyLabel::sizeHint() const
{
    const QFontMetrics mono(m_theme.font(Face::Mono));
    const QFontMetrics body(m_theme.font(Face::Body));
    if (m_form == Form::Fitting)
        return {mono.horizontalAdvance(m_key.key) + 2 * fittingMargin, mono.height() + 4};
    if (m_form == Form::Full)
        return {mono.horizontalAdvance(models::inFours(m_key.key)) + 8,
                mono.height() + (m_key.name.isEmpty() ? 0 : body.height() + 2)};
    const int each = m_form == Form::Six ? 6 : 8;
    const int name = m_key.name.isEmpty() ? 0 : body.horizontalAdvance(m_key.name) + 6;
    const int mark = m_key.mark.isEmpty() ? 0 : body.horizontalAdvance(m_key.mark) + 10;
    return {name + mono.horizontalAdvance(models::elided(m_key.key, each)) + mark + 6, body.height() + 4};
}

QSize KeyLabel::minimumSizeHint() const
{
    if (m_form != Form::Fitting)
        return QWidget::minimumSizeHint();
    const QFontMetrics mono(m_theme.font(Face::Mono));
    return {mono.horizontalAdvance(models::elided(m_key.key, 4)) + 2 * fittingMargin, sizeHint().height()};
}

QString KeyLabel::fittingText() const
{
    return QFontMetrics(m_theme.font(Face::Mono)).elidedText(m_key.key, Qt::ElideMiddle, width() - 2 * fittingMargin);
}

void KeyLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_form == Form::Fitting) {
        painter.setFont(m_theme.font(Face::Mono));
        painter.setPen(m_theme.color(Token::TextPrimary));
        painter.drawText(rect().adjusted(fittingMargin, 0, -fittingMargin, 0), Qt::AlignVCenter, fittingText());
    } else if (m_form != Form::Full) {
        paintKey(painter, rect().adjusted(1, 0, -1, 0), m_key, m_form == Form::Six ? 6 : 8, m_theme, {});
    } else {
        int y = 0;
        if (!m_key.name.isEmpty()) {
            painter.setFont(m_theme.font(Face::Body));
            painter.setPen(m_theme.color(Token::TextPrimary));
            const int line = painter.fontMetrics().height();
            painter.drawText(QRect(0, 0, width(), line), Qt::AlignVCenter, m_key.name);
            y = line + 2;
        }
        painter.setFont(m_theme.font(Face::Mono));
        int x = 0;
        const int line = painter.fontMetrics().height();
        for (qsizetype i = 0; i < m_key.key.size(); i += 4) {
            const QString group = m_key.key.mid(i, 4);
            painter.setPen(m_theme.color(i / 4 % 2 == 0 ? Token::TextPrimary : Token::TextSecondary));
            painter.drawText(QRect(x, y, width() - x, line), Qt::AlignVCenter, group);
            x += painter.fontMetrics().horizontalAdvance(group + u' ');
        }
    }
    if (hasFocus())
        m_theme.paintRing(painter, rect());
}

void KeyLabel::copy() const
{
    QGuiApplication::clipboard()->setText(m_key.key);
}

void KeyLabel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QWidget::keyPressEvent(event);
}

void KeyLabel::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, &KeyLabel::copy);
    menu->popup(event->globalPos());
}

} // namespace paradox::ui

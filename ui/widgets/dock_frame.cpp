#include "ui/widgets/dock_frame.h"

#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stale_badge.h"
#include "ui/widgets/tab_order.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace paradox::ui {

DockFrame::DockFrame(const Theme &theme, const Options &options, QWidget *parent)
    : QDockWidget(options.name, parent),
      m_theme(theme),
      m_options(options),
      m_title(new QWidget(this)),
      m_titleRow(new QHBoxLayout(m_title)),
      m_icon(new QLabel(m_title)),
      m_name(new QLabel(options.name, m_title)),
      m_summary(new QLabel(m_title)),
      m_messages(new MessageStack(theme, this)),
      m_nameText(options.name)
{
    setObjectName(options.id);
    setAccessibleName(options.name);
    m_title->setProperty("dockTitle", true);
    m_title->setAttribute(Qt::WA_StyledBackground);
    m_titleRow->setContentsMargins(10, 1, 6, 1);
    m_titleRow->setSpacing(8);
    m_name->setFont(theme.font(Face::Strong));
    m_name->setMinimumWidth(theme.px(48));
    m_summary->setProperty("tone", QStringLiteral("secondary"));
    m_summary->setMinimumWidth(1);
    m_summary->hide();
    m_titleRow->addWidget(m_icon);
    m_titleRow->addWidget(m_name);
    m_titleRow->addStretch(1);
    m_titleRow->addWidget(m_summary);
    if (options.freshness != nullptr) {
        m_badge = new StaleBadge(theme, *options.freshness, m_title);
        m_titleRow->addWidget(m_badge);
    }
    QToolButton *floating = titleButton(QStringLiteral("float"), tr("Float %1").arg(options.name));
    connect(floating, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    QToolButton *close = titleButton(QStringLiteral("close"), tr("Close %1").arg(options.name));
    connect(close, &QToolButton::clicked, this, &QDockWidget::close);
    setTitleBarWidget(m_title);

    auto *body = new QWidget(this);
    body->setProperty("dockBody", true);
    body->setAttribute(Qt::WA_StyledBackground);
    m_body = new QVBoxLayout(body);
    m_body->setContentsMargins(1, 0, 1, 1);
    m_body->setSpacing(0);
    m_body->addWidget(m_messages);
    setWidget(body);
    connect(this, &QDockWidget::visibilityChanged, this, [this](bool inFront) { m_isInFront = inFront; });
    connect(&theme, &Theme::changed, this, &DockFrame::followTheme);
    followTheme();
}

bool DockFrame::focusNextPrevChild(bool next)
{
    // A floating dock is a window of its own, with its own round.
    return isFloating() ? focusNextStop({this}, next) : QDockWidget::focusNextPrevChild(next);
}

QToolButton *DockFrame::titleButton(const QString &icon, const QString &name)
{
    auto *button = new QToolButton(m_title);
    button->setObjectName(icon + QStringLiteral("Dock"));
    button->setProperty("dockButton", true);
    button->setIcon(m_theme.icon(icon));
    button->setIconSize({m_theme.px(14), m_theme.px(14)});
    button->setAccessibleName(name);
    button->setToolTip(name);
    m_titleRow->addWidget(button);
    connect(&m_theme, &Theme::changed, button, [this, button, icon] { button->setIcon(m_theme.icon(icon)); });
    return button;
}

void DockFrame::followTheme()
{
    m_title->setMinimumHeight(m_theme.metrics().title);
    m_icon->setPixmap(m_theme.pixmap(m_options.icon, Token::TextSecondary, m_theme.px(16), devicePixelRatioF()));
}

void DockFrame::setPanel(QWidget *panel)
{
    m_body->addWidget(panel, 1);
}

void DockFrame::setTitleText(const QString &text)
{
    m_nameText = text;
    setWindowTitle(text);
    fitTitle();
}

void DockFrame::setSummary(const QString &text)
{
    m_summary->setText(text);
    fitTitle();
}

void DockFrame::fitTitle()
{
    const QMargins margins = m_titleRow->contentsMargins();
    int room = width() - margins.left() - margins.right();
    for (int i = 0; i < m_titleRow->count(); ++i) {
        const QWidget *widget = m_titleRow->itemAt(i)->widget();
        if (widget != nullptr && widget != m_name && widget != m_summary && !widget->isHidden())
            room -= widget->sizeHint().width() + m_titleRow->spacing();
    }
    const int name = m_name->fontMetrics().horizontalAdvance(m_nameText) + m_titleRow->spacing();
    m_summary->setVisible(!m_summary->text().isEmpty() && name + m_summary->sizeHint().width() <= room);
    m_name->setText(m_name->fontMetrics().elidedText(m_nameText, Qt::ElideRight, room));
    m_name->setToolTip(m_name->text() == m_nameText ? QString() : m_nameText);
}

void DockFrame::resizeEvent(QResizeEvent *event)
{
    QDockWidget::resizeEvent(event);
    fitTitle();
}

void DockFrame::addTitleWidget(QWidget *widget)
{
    m_titleRow->insertWidget(m_titleRow->count() - 2, widget);
}

} // namespace paradox::ui

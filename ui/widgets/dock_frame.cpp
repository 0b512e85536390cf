#include "ui/widgets/dock_frame.h"

#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stale_badge.h"

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
      m_messages(new MessageStack(theme, this))
{
    setObjectName(options.id);
    setAccessibleName(options.name);
    m_title->setProperty("dockTitle", true);
    m_title->setAttribute(Qt::WA_StyledBackground);
    m_title->setMinimumHeight(theme.metrics().title);
    m_titleRow->setContentsMargins(10, 1, 6, 1);
    m_titleRow->setSpacing(8);
    m_name->setFont(theme.font(Face::Strong));
    m_summary->setProperty("tone", QStringLiteral("secondary"));
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
    connect(&theme, &Theme::changed, this, &DockFrame::paintIcon);
    paintIcon();
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

void DockFrame::paintIcon()
{
    m_icon->setPixmap(m_theme.pixmap(m_options.icon, Token::TextSecondary, m_theme.px(16), devicePixelRatioF()));
}

void DockFrame::setPanel(QWidget *panel)
{
    m_body->addWidget(panel, 1);
}

void DockFrame::setTitleText(const QString &text)
{
    m_name->setText(text);
    setWindowTitle(text);
}

void DockFrame::setSummary(const QString &text)
{
    m_summary->setText(text);
}

void DockFrame::addTitleWidget(QWidget *widget)
{
    m_titleRow->insertWidget(m_titleRow->count() - 2, widget);
}

} // namespace paradox::ui

#include "ui/widgets/empty_state.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace paradox::ui {

EmptyState::EmptyState(const Theme &theme, const QString &icon, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_iconName(icon),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_sentence(new QLabel(this)),
      m_primary(new QPushButton(this)),
      m_second(new QPushButton(this))
{
    setObjectName(QStringLiteral("emptyState"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Window);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addStretch(1);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    m_title->setFont(theme.font(Face::Empty));
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    m_sentence->setProperty("tone", QStringLiteral("secondary"));
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);
    m_sentence->setMaximumWidth(theme.px(360));
    m_sentence->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    // Aligned in the layout, a wrapping label would not be asked for its height at its width.
    auto *centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addWidget(m_sentence, 1000);
    centred->addStretch(1);
    layout->addLayout(centred);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_second);
    buttons->addWidget(m_primary);
    buttons->addStretch(1);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    layout->addStretch(2);
    m_primary->setProperty("primary", true);
    m_primary->setObjectName(QStringLiteral("emptyPrimary"));
    m_second->setObjectName(QStringLiteral("emptySecond"));
    connect(m_primary, &QPushButton::clicked, this, &EmptyState::primaryChosen);
    connect(m_second, &QPushButton::clicked, this, &EmptyState::secondChosen);
    setWords({}, {});
    connect(&theme, &Theme::changed, this, &EmptyState::paintIcon);
    paintIcon();
}

void EmptyState::paintIcon()
{
    m_icon->setPixmap(m_theme.pixmap(m_iconName, Token::TextTertiary, m_theme.px(24), devicePixelRatioF()));
}

void EmptyState::setWords(const QString &title, const QString &sentence, const QString &primary, const QString &second)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_primary->setText(primary);
    m_primary->setAccessibleName(primary.isEmpty() ? tr("No step to take") : primary);
    m_primary->setVisible(!primary.isEmpty());
    m_second->setText(second);
    m_second->setAccessibleName(second.isEmpty() ? tr("No step to take") : second);
    m_second->setVisible(!second.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(sentence);
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // In a low panel the words are worth more than the picture.
    m_icon->setVisible(!m_compact && height() >= layout()->heightForWidth(width()) +
                                                     (m_icon->isHidden() ? m_icon->sizeHint().height() : 0));
}

void EmptyState::setCompact()
{
    m_compact = true;
    m_icon->hide();
    m_sentence->hide();
    m_title->setFont(m_theme.font(Face::Body));
    m_title->setProperty("tone", QStringLiteral("tertiary"));
}

QString EmptyState::title() const
{
    return m_title->text();
}

} // namespace paradox::ui

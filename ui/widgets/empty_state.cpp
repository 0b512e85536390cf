#include "ui/widgets/empty_state.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace paradox::ui {

namespace {

constexpr int marginWide = 16;
constexpr int marginTight = 2;
constexpr int stepGap = 4; ///< more than between other parts

} // namespace

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
    layout->setSpacing(8);
    layout->addStretch(1);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    m_title->setFont(theme.font(Face::Empty));
    m_title->setWordWrap(true);
    m_title->setAlignment(Qt::AlignHCenter);
    layout->addWidget(m_title);
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
    layout->addSpacing(stepGap);
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
    fit();
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

int EmptyState::heightOf(Parts parts) const
{
    const int inner = width() - 2 * marginWide;
    const int gap = layout()->spacing();
    int high = m_title->heightForWidth(inner);
    if (parts.icon)
        high += m_icon->sizeHint().height() + gap;
    if (parts.sentence)
        high += m_sentence->heightForWidth(std::min(inner, m_sentence->maximumWidth())) + gap;
    for (const QPushButton *button : {m_primary, m_second}) {
        if (!button->isHidden())
            return high + stepGap + gap + button->sizeHint().height();
    }
    return high;
}

void EmptyState::fit()
{
    // In a low panel the step to take is worth more than its reason, and both more than the picture: nothing is cut.
    Parts parts{.icon = !m_compact, .sentence = !m_compact && !m_sentence->text().isEmpty()};
    int margin = marginWide;
    const auto tooHigh = [&] { return heightOf(parts) + 2 * margin > height(); };
    if (tooHigh())
        parts.icon = false;
    if (tooHigh())
        margin = marginTight;
    if (tooHigh())
        parts.sentence = false;
    m_icon->setVisible(parts.icon);
    m_sentence->setVisible(parts.sentence);
    layout()->setContentsMargins(marginWide, margin, marginWide, margin);
    setToolTip(parts.sentence ? QString() : m_sentence->text());
}

QSize EmptyState::minimumSizeHint() const
{
    QSize steps;
    for (const QPushButton *button : {m_second, m_primary}) {
        if (!button->isHidden())
            steps = {steps.width() + button->sizeHint().width() + layout()->spacing(),
                     button->sizeHint().height() + 3 * layout()->spacing()};
    }
    return {std::max(m_theme.px(96), steps.width()) + 2 * marginWide,
            m_title->fontMetrics().height() + steps.height() + 2 * marginTight};
}

void EmptyState::setCompact()
{
    m_compact = true;
    m_icon->hide();
    m_sentence->hide();
    m_title->setFont(m_theme.font(Face::Body));
    m_title->setProperty("tone", QStringLiteral("tertiary"));
    fit();
}

QString EmptyState::title() const
{
    return m_title->text();
}

} // namespace paradox::ui

#include "ui/widgets/message_bar.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <iterator>

namespace paradox::ui {
namespace {

QString levelName(MessageLevel level)
{
    switch (level) {
    case MessageLevel::Info:
        return QStringLiteral("info");
    case MessageLevel::Ok:
        return QStringLiteral("ok");
    case MessageLevel::Warning:
        return QStringLiteral("warning");
    case MessageLevel::Critical:
        return QStringLiteral("critical");
    }
    return {};
}

} // namespace

MessageBar::MessageBar(const Theme &theme, const Message &message, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_message(message),
      m_icon(new QLabel(this)),
      m_counter(new QLabel(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setProperty("level", levelName(message.level));
    setAccessibleName(message.title);
    setAccessibleDescription(message.text);
    setFocusPolicy(Qt::TabFocus);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 10, 6);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    auto *titleRow = new QHBoxLayout;
    auto *title = new QLabel(message.title, this);
    title->setFont(theme.font(Face::Strong));
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    titleRow->addWidget(title, 1);
    m_counter->hide();
    titleRow->addWidget(m_counter);
    texts->addLayout(titleRow);
    const QString code = message.code.isEmpty() ? QString() : QStringLiteral(" [%1]").arg(message.code);
    auto *text = new QLabel(message.text + code, this);
    text->setProperty("tone", QStringLiteral("secondary"));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setVisible(!text->text().isEmpty());
    texts->addWidget(text);
    row->addLayout(texts, 1);
    if (!message.action.isEmpty()) {
        auto *button = new QPushButton(message.action, this);
        button->setObjectName(QStringLiteral("messageAction"));
        button->setAccessibleName(message.action);
        connect(button, &QPushButton::clicked, this, [this] { Q_EMIT actionChosen(m_message.code); });
        row->addWidget(button, 0, Qt::AlignTop);
    }
    auto *close = new QToolButton(this);
    close->setObjectName(QStringLiteral("messageClose"));
    close->setAccessibleName(tr("Close this message"));
    close->setIcon(theme.icon(QStringLiteral("close")));
    close->setProperty("dockButton", true);
    connect(close, &QToolButton::clicked, this, &MessageBar::closed);
    row->addWidget(close, 0, Qt::AlignTop);
    connect(&theme, &Theme::changed, this, &MessageBar::paintIcon);
    paintIcon();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::paintIcon()
{
    switch (m_message.level) {
    case MessageLevel::Info:
        m_icon->setPixmap(
            m_theme.pixmap(QStringLiteral("info"), Token::AlertInfo, m_theme.px(16), devicePixelRatioF()));
        return;
    case MessageLevel::Ok:
        m_icon->setPixmap(m_theme.glyph(models::StateGroup::Settled, m_theme.px(14), devicePixelRatioF()));
        return;
    case MessageLevel::Warning:
        m_icon->setPixmap(m_theme.glyph(models::StateGroup::Stale, m_theme.px(14), devicePixelRatioF()));
        return;
    case MessageLevel::Critical:
        m_icon->setPixmap(
            m_theme.pixmap(QStringLiteral("critical"), Token::AlertCritical, m_theme.px(16), devicePixelRatioF()));
        return;
    }
}

void MessageBar::again()
{
    ++m_count;
    m_counter->setText(QStringLiteral("× %1").arg(m_count));
    m_counter->show();
}

void MessageBar::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(this);
    m_theme.paintRing(painter, rect());
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    const bool closable = m_message.level == MessageLevel::Info || m_message.level == MessageLevel::Ok;
    if (event->key() == Qt::Key_Escape && closable)
        Q_EMIT closed();
    else
        QFrame::keyPressEvent(event);
}

MessageStack::MessageStack(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_layout(new QVBoxLayout(this)),
      m_more(new QLabel(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_more->setProperty("tone", QStringLiteral("tertiary"));
    m_more->setContentsMargins(10, 2, 10, 2);
    m_layout->addWidget(m_more);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    arrange();
}

MessageBar *MessageStack::bar(const QString &code) const
{
    for (MessageBar *known : m_bars) {
        if (known->message().code == code)
            return known;
    }
    return nullptr;
}

template <class Condition>
void MessageStack::clearWhere(Condition &&isOver)
{
    for (MessageBar *known : QList<MessageBar *>(m_bars)) {
        if (!isOver(known->message()))
            continue;
        m_bars.removeOne(known);
        known->hide();
        known->deleteLater();
    }
    arrange();
}

void MessageStack::post(const Message &message)
{
    for (MessageBar *known : m_bars) {
        if (known->message() == message) {
            known->again();
            return;
        }
    }
    clearWhere([&message](const Message &known) {
        return known.code == message.code || (!message.subject.isEmpty() && known.subject == message.subject);
    });
    auto *fresh = new MessageBar(m_theme, message, this);
    connect(fresh, &MessageBar::actionChosen, this, &MessageStack::actionChosen);
    connect(fresh, &MessageBar::closed, this, [this, fresh] {
        m_bars.removeOne(fresh);
        fresh->deleteLater();
        arrange();
    });
    // What needs a person is not pushed out of sight by what went well.
    const auto place = std::ranges::find_if(
        m_bars, [&message](const MessageBar *bar) { return bar->message().level <= message.level; });
    const auto at = std::distance(m_bars.begin(), place);
    m_bars.insert(at, fresh);
    m_layout->insertWidget(static_cast<int>(at), fresh);
    arrange();
}

void MessageStack::clear(const QString &code)
{
    clearWhere([&code](const Message &message) { return message.code == code; });
}

void MessageStack::clearSubject(const QString &subject)
{
    clearWhere([&subject](const Message &message) { return message.subject == subject; });
}

void MessageStack::clearAll()
{
    clearWhere([](const Message &) { return true; });
}

void MessageStack::arrange()
{
    constexpr int shownMax = 2;
    for (qsizetype i = 0; i < m_bars.size(); ++i)
        m_bars[i]->setVisible(i < shownMax);
    m_more->setVisible(m_bars.size() > shownMax);
    m_more->setText(tr("%n more", nullptr, static_cast<int>(m_bars.size()) - shownMax));
    setVisible(!m_bars.isEmpty());
}

} // namespace paradox::ui

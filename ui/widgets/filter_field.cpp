#include "ui/widgets/filter_field.h"

#include "ui/theme/desk_style.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QCompleter>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QStringListModel>
#include <QTextCharFormat>
#include <QVBoxLayout>

namespace paradox::ui {
namespace {

/// QLineEdit cannot colour parts by itself; the format list of an input method event is the one door it has.
void colourKeys(QLineEdit &edit, const QColor &color)
{
    QList<QInputMethodEvent::Attribute> attributes;
    QTextCharFormat format;
    format.setForeground(color);
    for (const auto &[start, length] : models::FilterQuery::keySpans(edit.text())) {
        attributes.append(QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat,
                                                       static_cast<int>(start) - edit.cursorPosition(),
                                                       static_cast<int>(length), format));
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(&edit, &event);
}

} // namespace

FilterField::FilterField(const Theme &theme, const std::vector<models::FilterKey> &keys, const QString &example,
                         QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_keys(keys),
      m_edit(new QLineEdit(this)),
      m_reason(new QLabel(this)),
      m_completions(new QStringListModel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_edit);
    layout->addWidget(m_reason);
    m_reason->setProperty("tone", QStringLiteral("bad"));
    m_reason->hide();
    m_edit->setObjectName(QStringLiteral("filterField"));
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(example);
    m_edit->setClearButtonEnabled(false);
    m_edit->setMinimumWidth(theme.px(180));
    m_edit->addAction(theme.icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    QAction *clear = m_edit->addAction(theme.icon(QStringLiteral("close")), QLineEdit::TrailingPosition);
    clear->setToolTip(tr("Clear the filter (Esc)"));
    clear->setVisible(false);
    connect(clear, &QAction::triggered, this, [this] { setText(QString()); });
    connect(m_edit, &QLineEdit::textChanged, clear,
            [clear](const QString &text) { clear->setVisible(!text.isEmpty()); });
    connect(m_edit, &QLineEdit::textChanged, this, &FilterField::read);
    connect(&theme, &Theme::changed, this, [this] { colourKeys(*m_edit, m_theme.color(Token::Accent)); });
    auto *completer = new QCompleter(m_completions, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_edit->setCompleter(completer);
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);
}

QString FilterField::text() const
{
    return m_edit->text();
}

void FilterField::setText(const QString &text)
{
    m_edit->setText(text);
}

void FilterField::read()
{
    colourKeys(*m_edit, m_theme.color(Token::Accent));
    const auto query = models::FilterQuery::parse(m_edit->text(), m_keys);
    // What is still being typed is not wrong yet: "status:" waits for its value.
    const bool unfinished = !query && query.error().unfinished;
    m_problem = query || unfinished ? QString() : query.error().reason;
    m_reason->setText(m_problem);
    m_reason->setVisible(!m_problem.isEmpty());
    m_edit->setAccessibleDescription(m_problem);
    restyle(*m_edit, "wrong", !m_problem.isEmpty());
    complete();
    if (query)
        Q_EMIT queryChanged(*query);
}

void FilterField::complete()
{
    const QString text = m_edit->text();
    const qsizetype start = text.lastIndexOf(u' ') + 1;
    const QString head = text.left(start);
    const QString word = text.mid(start);
    QStringList offers;
    for (const models::FilterKey &key : m_keys) {
        if (!word.contains(u':')) {
            offers << head + key.name + u':';
            continue;
        }
        if (word.section(u':', 0, 0) != key.name)
            continue;
        for (const QString &value : key.values)
            offers << head + key.name + u':' + value;
    }
    m_completions->setStringList(offers);
}

bool FilterField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            if (m_edit->text().isEmpty())
                Q_EMIT left();
            else
                m_edit->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace paradox::ui

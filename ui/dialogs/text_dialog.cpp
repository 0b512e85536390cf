#include "ui/dialogs/text_dialog.h"

#include "ui/dialogs/dialog_frame.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tab_order.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace paradox::ui {

TextDialog::TextDialog(const Theme &theme, const Words &words, QWidget *parent) : QDialog(parent), m_words(words)
{
    QVBoxLayout *layout =
        frameDialog(*this, theme, {QStringLiteral("textDialog"), words.title, words.title, words.sentence, 460});
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    auto *cancel = new QPushButton(words.cancel, this);
    cancel->setObjectName(QStringLiteral("textCancel"));
    cancel->setAccessibleName(words.cancel);
    cancel->setDefault(words.field.isEmpty());
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    row->addWidget(cancel);
    if (!words.verb.isEmpty()) {
        m_verb = new QPushButton(words.verb, this);
        m_verb->setObjectName(QStringLiteral("textOk"));
        m_verb->setAccessibleName(words.verb);
        m_verb->setProperty(words.weight == Weight::Destructive ? "dangerFill" : "primary", true);
        m_verb->setDefault(!words.field.isEmpty());
        connect(m_verb, &QPushButton::clicked, this, [this] {
            const QString text = m_field != nullptr ? m_field->text().trimmed() : QString();
            accept();
            Q_EMIT chosen(text);
        });
        row->addWidget(m_verb);
    }
    if (words.field.isEmpty())
        cancel->setFocus();
    else
        addField(*layout);
    layout->addLayout(row);
    chainTabs({this});
}

void TextDialog::addField(QVBoxLayout &layout)
{
    auto *label = new QLabel(m_words.field, this);
    m_field = new QLineEdit(this);
    m_field->setObjectName(QStringLiteral("textField"));
    m_field->setAccessibleName(m_words.field);
    m_field->setMaxLength(100);
    label->setBuddy(m_field);
    layout.addWidget(label);
    layout.addWidget(m_field);
    m_problem = new QLabel(this);
    m_problem->setObjectName(QStringLiteral("textProblem"));
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    m_problem->setVisible(m_words.problem != nullptr);
    layout.addWidget(m_problem);
    connect(m_field, &QLineEdit::textChanged, this, &TextDialog::refresh);
    refresh();
    m_field->setFocus();
}

void TextDialog::refresh()
{
    const QString text = m_field->text().trimmed();
    const QString problem = text.isEmpty() || !m_words.problem ? QString() : m_words.problem(text);
    m_problem->setText(problem);
    m_field->setAccessibleDescription(problem);
    if (m_verb == nullptr)
        return;
    m_verb->setEnabled(!text.isEmpty() && problem.isEmpty());
    m_verb->setToolTip(problem);
}

} // namespace paradox::ui

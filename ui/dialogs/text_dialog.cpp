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

TextDialog::TextDialog(const Theme &theme, const Words &words, QWidget *parent) : QDialog(parent)
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
    QPushButton *verb = nullptr;
    if (!words.verb.isEmpty()) {
        verb = new QPushButton(words.verb, this);
        verb->setObjectName(QStringLiteral("textOk"));
        verb->setAccessibleName(words.verb);
        verb->setProperty(words.weight == Weight::Destructive ? "dangerFill" : "primary", true);
        verb->setDefault(!words.field.isEmpty());
        connect(verb, &QPushButton::clicked, this, [this] {
            const QString text = m_field != nullptr ? m_field->text().trimmed() : QString();
            accept();
            Q_EMIT chosen(text);
        });
        row->addWidget(verb);
    }
    if (!words.field.isEmpty()) {
        auto *label = new QLabel(words.field, this);
        m_field = new QLineEdit(this);
        m_field->setObjectName(QStringLiteral("textField"));
        m_field->setAccessibleName(words.field);
        m_field->setMaxLength(100);
        label->setBuddy(m_field);
        layout->addWidget(label);
        layout->addWidget(m_field);
        if (verb != nullptr) {
            verb->setEnabled(false);
            connect(m_field, &QLineEdit::textChanged, verb,
                    [verb](const QString &text) { verb->setEnabled(!text.trimmed().isEmpty()); });
        }
        m_field->setFocus();
    } else {
        cancel->setFocus();
    }
    layout->addLayout(row);
    chainTabs({this});
}

} // namespace paradox::ui

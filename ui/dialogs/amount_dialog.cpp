#include "ui/dialogs/amount_dialog.h"

#include "models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/amount_edit.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace paradox::ui {

AmountDialog::AmountDialog(const Theme &theme, const Words &words, QWidget *parent)
    : QDialog(parent),
      m_words(words),
      m_edit(new AmountEdit(theme, this)),
      m_note(new QLabel(this)),
      m_ok(new QPushButton(words.verb, this))
{
    setObjectName(QStringLiteral("amountDialog"));
    setWindowTitle(words.title);
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(480);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    auto *title = new QLabel(words.title, this);
    title->setFont(theme.font(Face::Lead));
    layout->addWidget(title);
    auto *sentence = new QLabel(words.sentence, this);
    sentence->setProperty("tone", QStringLiteral("secondary"));
    sentence->setWordWrap(true);
    layout->addWidget(sentence);
    layout->addWidget(m_edit);
    m_note->setProperty("tone", QStringLiteral("tertiary"));
    layout->addWidget(m_note);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("amountCancel"));
    cancel->setAccessibleName(cancel->text());
    cancel->setAutoDefault(false);
    m_ok->setObjectName(QStringLiteral("amountOk"));
    m_ok->setAccessibleName(m_ok->text());
    m_ok->setProperty("primary", true);
    m_ok->setDefault(true);
    row->addWidget(cancel);
    row->addWidget(m_ok);
    layout->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, [this] {
        const Lamports amount = *m_edit->amount();
        accept();
        Q_EMIT chosen(amount);
    });
    connect(m_edit, &AmountEdit::changed, this, &AmountDialog::refresh);
    refresh();
    m_edit->setFocus();
}

void AmountDialog::refresh()
{
    const auto amount = m_edit->amount();
    const bool tooMuch = amount && m_words.most && *amount > *m_words.most;
    const bool good = amount && amount->value > 0 && *amount <= amountMax && !tooMuch;
    m_ok->setEnabled(good);
    m_ok->setToolTip(good ? QString() : tooMuch ? tr("More than there is") : tr("Enter an amount"));
    if (m_words.most)
        m_note->setText(tooMuch
                            ? tr("%1 SOL more than there is").arg(models::shortSol(amount->value - m_words.most->value))
                            : tr("at most %1 SOL").arg(models::shortSol(m_words.most->value)));
}

} // namespace paradox::ui

#include "ui/dialogs/amount_dialog.h"

#include "models/format.h"
#include "ui/dialogs/dialog_frame.h"
#include "ui/theme/theme.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/tab_order.h"

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
    QVBoxLayout *layout =
        frameDialog(*this, theme, {QStringLiteral("amountDialog"), words.title, words.title, words.sentence, 480});
    layout->addWidget(m_edit);
    m_note->setObjectName(QStringLiteral("amountNote"));
    m_note->setProperty("tone", QStringLiteral("tertiary"));
    m_note->setWordWrap(true);
    layout->addWidget(m_note);
    auto *row = new QHBoxLayout;
    if (words.most) {
        auto *all = new QPushButton(tr("All"), this);
        all->setObjectName(QStringLiteral("amountAll"));
        all->setAccessibleName(tr("All there is"));
        all->setAutoDefault(false);
        connect(all, &QPushButton::clicked, this, [this] { m_edit->setAmount(m_words.most); });
        row->addWidget(all);
    }
    row->addStretch(1);
    addButtons(*row, *this, *m_ok, QStringLiteral("amountCancel"), QStringLiteral("amountOk"));
    layout->addLayout(row);
    connect(m_ok, &QPushButton::clicked, this, [this] {
        const Lamports amount = *m_edit->amount();
        accept();
        Q_EMIT chosen(amount);
    });
    connect(m_edit, &AmountEdit::changed, this, &AmountDialog::refresh);
    refresh();
    chainTabs({this});
    m_edit->setFocus();
}

void AmountDialog::refresh()
{
    const QString why = problem();
    m_ok->setEnabled(why.isEmpty());
    m_ok->setToolTip(why);
    // What is wrong with the digits themselves stands under the fields already.
    m_note->setText(!why.isEmpty() && m_edit->amount() ? why : advice());
}

QString AmountDialog::advice() const
{
    if (!m_words.most)
        return {};
    if (m_edit->amount() == m_words.most && !m_words.emptied.isEmpty())
        return m_words.emptied;
    const QString most = m_words.most->value == 0 ? tr("There is nothing to take.")
                                                  : tr("At most %1 SOL.").arg(models::shortSol(m_words.most->value));
    return m_words.beside.isEmpty() ? most : most + u' ' + m_words.beside;
}

QString AmountDialog::problem() const
{
    if (const QString lack = m_edit->lack(); !lack.isEmpty())
        return lack;
    const auto amount = m_edit->amount();
    if (amount->value == 0)
        return tr("Enter more than nothing");
    if (m_words.most && *amount > *m_words.most)
        return tr("%1 SOL more than there is").arg(models::shortSol(amount->value - m_words.most->value));
    if (m_words.most && *amount < *m_words.most && m_words.most->value - amount->value < m_words.keepLeast.value)
        return tr("Leaves %1 SOL in the wallet: it may keep nothing, or %2 SOL and more")
            .arg(models::shortSol(m_words.most->value - amount->value), models::shortSol(m_words.keepLeast.value));
    return {};
}

} // namespace paradox::ui

#include "ui/dialogs/new_session.h"

#include "ui/dialogs/dialog_frame.h"
#include "ui/dialogs/name_problem.h"
#include "ui/theme/theme.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/tab_order.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

namespace paradox::ui {

NewSessionDialog::NewSessionDialog(const Theme &theme, const models::KeyNames &names, QWidget *parent)
    : QDialog(parent),
      m_names(names),
      m_name(new QLineEdit(names.freeName(tr("Desk")), this)),
      m_total(new AmountEdit(theme, this)),
      m_each(new AmountEdit(theme, this)),
      m_count(new QLineEdit(QStringLiteral("1000"), this)),
      m_life(new QComboBox(this)),
      m_problem(new QLabel(this)),
      m_ok(new QPushButton(tr("Review and grant…"), this))
{
    QVBoxLayout *layout = frameDialog(
        *this, theme,
        {QStringLiteral("newSessionDialog"), tr("New session"), tr("Grant a session"),
         tr("A new key signs intents within these limits, without asking the wallet each time. Withdrawal is never "
            "grantable, and the chain refuses a debit beyond the limits."),
         560});
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->setSpacing(8);
    const auto row = [&](const QString &label, QWidget *field, const char *id, const QString &name) {
        auto *text = new QLabel(label, this);
        text->setProperty("tone", QStringLiteral("secondary"));
        text->setBuddy(field);
        field->setObjectName(QString::fromLatin1(id));
        field->setAccessibleName(name);
        form->addRow(text, field);
    };
    row(tr("&Name"), m_name, "sessionName", tr("Name"));
    auto *may = new QHBoxLayout;
    for (const char *action : {"TRADE", "BID", "BUY_NOW", "LIST"}) {
        auto *box = new QCheckBox(QString::fromLatin1(action), this);
        box->setObjectName(QStringLiteral("action.") + box->text());
        box->setAccessibleName(tr("May %1").arg(box->text()));
        box->setChecked(true);
        may->addWidget(box);
        m_actions << box;
        connect(box, &QCheckBox::toggled, this, &NewSessionDialog::refresh);
    }
    may->addStretch(1);
    auto *mayLabel = new QLabel(tr("May"), this);
    mayLabel->setProperty("tone", QStringLiteral("secondary"));
    form->addRow(mayLabel, may);
    row(tr("&Debit at most"), m_total, "sessionTotal", tr("Debit at most"));
    row(tr("&Each at most"), m_each, "sessionEach", tr("Each intent at most"));
    m_count->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,9}")), this));
    row(tr("&Intents"), m_count, "sessionCount", tr("Number of intents"));
    for (const auto &[text, seconds] :
         {std::pair{tr("1 hour"), 3600}, {tr("8 hours"), 28800}, {tr("1 day"), 86400}, {tr("7 days"), 604800}})
        m_life->addItem(text, seconds);
    row(tr("&Life"), m_life, "sessionLife", tr("Life"));
    layout->addLayout(form);
    auto *foot = new QHBoxLayout;
    m_problem->setProperty("tone", QStringLiteral("tertiary"));
    foot->addWidget(m_problem, 1);
    addButtons(*foot, *this, *m_ok, QStringLiteral("sessionCancel"), QStringLiteral("sessionGrant"));
    layout->addLayout(foot);
    m_total->setAmount(Lamports{100 * lamportsPerSol});
    m_each->setAmount(Lamports{25 * lamportsPerSol});
    connect(m_ok, &QPushButton::clicked, this, [this] {
        const client::GrantWish made = wish();
        const QString label = m_name->text().trimmed();
        accept();
        Q_EMIT chosen(made, label);
    });
    connect(m_name, &QLineEdit::textChanged, this, &NewSessionDialog::refresh);
    connect(m_count, &QLineEdit::textChanged, this, &NewSessionDialog::refresh);
    connect(m_total, &AmountEdit::changed, this, &NewSessionDialog::refresh);
    connect(m_each, &AmountEdit::changed, this, &NewSessionDialog::refresh);
    chainTabs({this});
    refresh();
}

client::GrantWish NewSessionDialog::wish() const
{
    client::GrantWish made;
    made.actions = 0;
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        if (m_actions[i]->isChecked())
            made.actions = static_cast<std::uint16_t>(made.actions | (1U << i));
    }
    made.maxTotal = m_total->amount().value_or(Lamports{});
    made.maxPerIntent = m_each->amount().value_or(Lamports{});
    made.maxIntents = m_count->text().toUInt();
    made.lifeSeconds = m_life->currentData().toLongLong();
    return made;
}

QString NewSessionDialog::problem() const
{
    const client::GrantWish made = wish();
    if (const QString wrong = nameProblem(m_names, m_name->text()); !wrong.isEmpty())
        return wrong;
    if (made.actions == 0)
        return tr("A session that may do nothing is none");
    if (!m_total->problem().isEmpty() || !m_each->problem().isEmpty())
        return tr("Correct the limits");
    if (made.maxTotal.value == 0 || made.maxPerIntent.value == 0)
        return tr("Enter both limits");
    if (made.maxPerIntent > made.maxTotal)
        return tr("One intent cannot exceed the total");
    return made.maxIntents == 0 ? tr("Allow at least one intent") : QString();
}

void NewSessionDialog::refresh()
{
    const QString why = problem();
    m_problem->setText(why);
    m_ok->setEnabled(why.isEmpty());
    m_ok->setToolTip(why);
}

} // namespace paradox::ui

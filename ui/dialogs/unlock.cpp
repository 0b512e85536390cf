#include "ui/dialogs/unlock.h"

#include "ui/signing/key_room.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace paradox::ui {

UnlockDialog::UnlockDialog(const Theme &theme, KeyRoom &keys, KeychainUnlock &keychain, QWidget *parent)
    : QDialog(parent),
      m_keys(keys),
      m_keychain(keychain),
      m_passphrase(new QLineEdit(this)),
      m_problem(new QLabel(this)),
      m_unlock(new QPushButton(tr("Unlock"), this)),
      m_useKeychain(new QPushButton(tr("Use the keychain"), this))
{
    setObjectName(QStringLiteral("unlockDialog"));
    setWindowTitle(tr("Unlock"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(420);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    auto *title = new QLabel(tr("Unlock the keys"), this);
    title->setFont(theme.font(Face::Lead));
    layout->addWidget(title);
    auto *sentence = new QLabel(tr("Nothing is signed by unlocking. Each signature is reviewed."), this);
    sentence->setProperty("tone", QStringLiteral("secondary"));
    layout->addWidget(sentence);
    auto *label = new QLabel(tr("&Passphrase"), this);
    label->setBuddy(m_passphrase);
    layout->addWidget(label);
    m_passphrase->setObjectName(QStringLiteral("unlockPassphrase"));
    m_passphrase->setAccessibleName(tr("Passphrase"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    layout->addWidget(m_passphrase);
    m_problem->setProperty("tone", QStringLiteral("bad"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    layout->addWidget(m_problem);
    auto *row = new QHBoxLayout;
    m_useKeychain->setObjectName(QStringLiteral("unlockKeychain"));
    m_useKeychain->setAccessibleName(m_useKeychain->text());
    m_useKeychain->setAutoDefault(false);
    m_useKeychain->setVisible(keychain.isOn());
    row->addWidget(m_useKeychain);
    row->addStretch(1);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("unlockCancel"));
    cancel->setAccessibleName(cancel->text());
    cancel->setAutoDefault(false);
    m_unlock->setObjectName(QStringLiteral("unlockButton"));
    m_unlock->setAccessibleName(m_unlock->text());
    m_unlock->setProperty("primary", true);
    m_unlock->setDefault(true);
    row->addWidget(cancel);
    row->addWidget(m_unlock);
    layout->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_unlock, &QPushButton::clicked, this, &UnlockDialog::tryUnlock);
    connect(m_useKeychain, &QPushButton::clicked, this, &UnlockDialog::askKeychain);
    m_passphrase->setFocus();
}

void UnlockDialog::setWorking(bool working)
{
    m_unlock->setEnabled(!working);
    m_unlock->setText(working ? tr("Unlocking…") : tr("Unlock"));
    m_useKeychain->setEnabled(!working);
}

void UnlockDialog::finish(const QString &problem)
{
    setWorking(false);
    if (problem.isEmpty())
        return accept();
    m_problem->setText(problem);
    m_problem->show();
    m_passphrase->setFocus();
}

void UnlockDialog::tryUnlock()
{
    QString text = m_passphrase->text();
    auto secret = takeSecret(text);
    m_passphrase->clear();
    if (!secret)
        return finish(tr("There is no memory that may be locked for the passphrase"));
    setWorking(true);
    m_keys.unlock(std::move(*secret), this, [this](const QString &problem) { finish(problem); });
}

void UnlockDialog::askKeychain()
{
    setWorking(true);
    m_keychain.unlock([dialog = QPointer<UnlockDialog>(this)](const QString &problem) {
        if (dialog)
            dialog->finish(problem);
    });
}

} // namespace paradox::ui

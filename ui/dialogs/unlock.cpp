#include "ui/dialogs/unlock.h"

#include "ui/dialogs/dialog_frame.h"
#include "ui/signing/key_room.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tab_order.h"

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
    QVBoxLayout *layout = frameDialog(*this, theme,
                                      {QStringLiteral("unlockDialog"), tr("Unlock"), tr("Unlock the keys"),
                                       tr("Nothing is signed by unlocking. Each signature is reviewed."), 420});
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
    addButtons(*row, *this, *m_unlock, QStringLiteral("unlockCancel"), QStringLiteral("unlockButton"));
    layout->addLayout(row);
    connect(m_unlock, &QPushButton::clicked, this, &UnlockDialog::tryUnlock);
    connect(m_useKeychain, &QPushButton::clicked, this, &UnlockDialog::askKeychain);
    chainTabs({this});
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

#include "models/settings.h"
#include "ui/signing/key_room.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/theme/theme.h"
#include "ui/wizard/pages.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPointer>
#include <QVBoxLayout>

namespace paradox::ui {

namespace setting = models::setting;

SecurityPage::SecurityPage(const WizardContext &context)
    : WizardPage(context, tr("Security"), tr("When nobody looks"),
                 tr("Locking wipes the keys from memory; monitoring goes on.")),
      m_keychain(new QCheckBox(tr("Unlock with the system's keychain"), this)),
      m_minutes(new QComboBox(this)),
      m_themeChoice(new QComboBox(this)),
      m_next(new QLabel(tr("When the node answers, the desk asks you to review and sign the sign-in text."), this))
{
    const auto row = [&](const QString &text, QComboBox *box, const char *id) {
        auto *label = new QLabel(text, this);
        label->setBuddy(box);
        label->setProperty("tone", QStringLiteral("secondary"));
        box->setObjectName(QString::fromLatin1(id));
        box->setAccessibleName(text);
        box->setMaximumWidth(m_context.theme.px(260));
        boxLayout()->addWidget(label);
        boxLayout()->addWidget(box);
        boxLayout()->addSpacing(8);
    };
    for (const auto &[minutes, words] :
         {std::pair{1, tr("1 minute")}, {5, tr("5 minutes")}, {15, tr("15 minutes")}, {60, tr("1 hour")}})
        m_minutes->addItem(words, minutes);
    m_minutes->setCurrentIndex(std::max(0, m_minutes->findData(context.settings.get(setting::lockMinutes))));
    row(tr("Lock after"), m_minutes, "securityMinutes");
    m_keychain->setObjectName(QStringLiteral("securityKeychain"));
    m_keychain->setAccessibleName(m_keychain->text());
    boxLayout()->addWidget(m_keychain);
    auto *about = new QLabel(tr("The keyring of your desktop session opens the keys beside the passphrase, also when "
                                "the desk starts. Whoever can use this session can then unlock them."),
                             this);
    about->setProperty("tone", QStringLiteral("secondary"));
    about->setWordWrap(true);
    about->setContentsMargins(22, 0, 0, 0);
    m_keychain->setAccessibleDescription(about->text());
    boxLayout()->addWidget(about);
    boxLayout()->addSpacing(8);
    m_themeChoice->addItem(tr("Dark"), QStringLiteral("dark"));
    m_themeChoice->addItem(tr("Light"), QStringLiteral("light"));
    m_themeChoice->addItem(tr("High contrast"), QStringLiteral("contrast"));
    m_themeChoice->setCurrentIndex(std::max(0, m_themeChoice->findData(context.settings.get(setting::theme))));
    row(tr("Theme"), m_themeChoice, "securityTheme");
    m_next->setObjectName(QStringLiteral("securityNext"));
    m_next->setProperty("tone", QStringLiteral("secondary"));
    m_next->setWordWrap(true);
    body()->addWidget(m_next);
}

QString SecurityPage::detail() const
{
    return m_context.settings.get(setting::hasKey) ? tr("Lock, theme, then sign in") : tr("Theme");
}

void SecurityPage::enter()
{
    const bool hasKey = m_context.settings.get(setting::hasKey);
    const QString none = tr("This profile has no key");
    m_minutes->setEnabled(hasKey);
    m_minutes->setToolTip(hasKey ? QString() : none);
    m_next->setVisible(hasKey);
    m_keychain->setEnabled(hasKey);
    m_keychain->setToolTip(hasKey ? QString() : none);
    m_keychain->setChecked(hasKey && m_context.keychain.isOn());
}

void SecurityPage::leave(std::function<void(QString)> done)
{
    const auto answered = [page = QPointer<SecurityPage>(this), done](const QString &problem) {
        if (!page)
            return;
        if (problem.isEmpty())
            page->finish(done);
        else
            done(problem);
    };
    const bool wanted = m_keychain->isChecked();
    if (wanted == m_context.keychain.isOn())
        return answered({});
    if (wanted)
        m_context.keychain.switchOn(answered);
    else
        m_context.keychain.switchOff(answered);
}

void SecurityPage::finish(const std::function<void(QString)> &done)
{
    m_context.settings.set(setting::lockMinutes, m_minutes->currentData().toInt());
    m_context.settings.set(setting::theme, m_themeChoice->currentData().toString());
    // Written last: a set-up that was broken off begins again.
    m_context.settings.set(setting::role, m_context.settings.get(setting::workspace) == QStringLiteral("operator")
                                              ? QStringLiteral("operator")
                                              : QStringLiteral("trader"));
    done({});
}

} // namespace paradox::ui

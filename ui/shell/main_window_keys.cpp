#include "ui/shell/main_window.h"

#include "models/settings.h"
#include "ui/desk/desk_core.h"
#include "ui/dialogs/unlock.h"
#include "ui/shell/action_registry.h"
#include "ui/signing/key_room.h"
#include "ui/signing/keychain_unlock.h"

#include <QApplication>
#include <QDialog>
#include <QKeyEvent>

#include <algorithm>

namespace paradox::ui {

void MainWindow::registerKeyActions()
{
    m_actions->add({QStringLiteral("keys.lock"), tr("Lock"), QStringLiteral("lock"), QKeySequence(tr("Ctrl+L")),
                    QStringLiteral("File"), tr("Wipes the keys from memory; monitoring goes on")},
                   this, [this] { lock(); });
    m_actions->add({QStringLiteral("keys.unlock"), tr("Unlock…"), QStringLiteral("unlock"), QKeySequence(tr("Ctrl+U")),
                    QStringLiteral("File"), tr("Opens the keystore with its passphrase")},
                   this, [this] { unlock(); });
    QAction *keychain = m_actions->add({QStringLiteral("keys.keychain"),
                                        tr("Unlock with the system's keychain"),
                                        QString(),
                                        {},
                                        QStringLiteral("File"),
                                        tr("The keyring of your desktop session opens the keys beside the "
                                           "passphrase, also when the desk starts")},
                                       this, [this] { toggleKeychain(); });
    keychain->setCheckable(true);
    connect(m_keychain, &KeychainUnlock::changed, this, &MainWindow::refreshKeyActions);
}

void MainWindow::refreshKeyActions()
{
    const bool keys = m_core.keys().exists();
    const QString none = tr("This profile has no key");
    m_actions->disable(QStringLiteral("keys.lock"), !keys                      ? none
                                                    : m_core.keys().isLocked() ? tr("The keys are locked already")
                                                                               : QString());
    m_actions->disable(QStringLiteral("keys.unlock"), !keys                      ? none
                                                      : m_core.keys().isLocked() ? QString()
                                                                                 : tr("The keys are open"));
    m_actions->disable(QStringLiteral("keys.keychain"), keys ? QString() : none);
    m_actions->action(QStringLiteral("keys.keychain"))->setChecked(m_keychain->isOn());
}

bool MainWindow::isOwnKey(const QKeyEvent &event) const
{
    if (event.modifiers() != Qt::ControlModifier || event.key() < Qt::Key_A || event.key() > Qt::Key_Z ||
        QApplication::activeModalWidget() != nullptr)
        return false;
    const QKeySequence keys(event.keyCombination());
    return std::ranges::any_of(m_actions->entries(), [&](const ActionRegistry::Entry &entry) {
        return m_actions->action(entry.id)->shortcut() == keys;
    });
}

bool MainWindow::locksBehindDialog(const QKeyEvent &event) const
{
    const QAction *lock = m_actions->action(QStringLiteral("keys.lock"));
    return QApplication::activeModalWidget() != nullptr && lock->isEnabled() &&
           lock->shortcut() == QKeySequence(event.keyCombination());
}

void MainWindow::lock()
{
    for (const char *secret : {"signReview", "unlockDialog"}) {
        for (auto *dialog : findChildren<QDialog *>(QLatin1String(secret)))
            dialog->reject();
    }
    m_core.keys().lock();
}

void MainWindow::unlock()
{
    openUnlock({});
}

void MainWindow::openUnlock(std::function<void(bool)> then)
{
    auto *dialog = new UnlockDialog(m_theme, m_core.keys(), *m_keychain, this);
    if (then)
        connect(dialog, &QDialog::finished, this, [then](int result) { then(result == QDialog::Accepted); });
    dialog->open();
}

void MainWindow::unlockAtStart()
{
    if (!m_keychain->isOn() || !m_core.keys().exists())
        return;
    m_keychain->unlock([this](const QString &problem) {
        if (!problem.isEmpty())
            showFailure({{}, tr("The keys stay locked"), problem, QStringLiteral("KEYCHAIN")});
    });
}

void MainWindow::toggleKeychain()
{
    const auto done = [this](const QString &problem) {
        // The menu shows what is, not what was clicked.
        refreshKeyActions();
        if (problem.isEmpty())
            clearMessages({"KEYCHAIN"});
        else
            showFailure({{}, tr("The system's keychain"), problem, QStringLiteral("KEYCHAIN")});
    };
    if (m_keychain->isOn())
        return m_keychain->switchOff(done);
    if (!m_core.keys().isLocked())
        return m_keychain->switchOn(done);
    openUnlock([this, done](bool unlocked) {
        if (unlocked)
            m_keychain->switchOn(done);
        else
            refreshKeyActions();
    });
}

} // namespace paradox::ui

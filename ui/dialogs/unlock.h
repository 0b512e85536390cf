#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace paradox::ui {

class KeychainUnlock;
class KeyRoom;
class Theme;

/// Asks for the passphrase and opens the keystore on the signer thread; where the keychain is switched on, it can be
/// asked instead. What goes wrong is said inline.
class UnlockDialog : public QDialog {
    Q_OBJECT

public:
    UnlockDialog(const Theme &theme, KeyRoom &keys, KeychainUnlock &keychain, QWidget *parent);

private:
    void tryUnlock();
    void askKeychain();
    void setWorking(bool working);
    void finish(const QString &problem);

    KeyRoom &m_keys;
    KeychainUnlock &m_keychain;
    QLineEdit *m_passphrase;
    QLabel *m_problem;
    QPushButton *m_unlock;
    QPushButton *m_useKeychain;
};

} // namespace paradox::ui

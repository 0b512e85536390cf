#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace paradox::ui {

class KeyRoom;
class Theme;

/// Asks for the passphrase and opens the keystore on the signer thread. A wrong one is answered inline.
class UnlockDialog : public QDialog {
    Q_OBJECT

public:
    UnlockDialog(const Theme &theme, KeyRoom &keys, QWidget *parent);

private:
    void tryUnlock();

    KeyRoom &m_keys;
    QLineEdit *m_passphrase;
    QLabel *m_problem;
    QPushButton *m_unlock;
};

} // namespace paradox::ui

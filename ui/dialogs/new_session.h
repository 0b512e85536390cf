#pragma once

#include "client/activities.h"
#include "models/key_names.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace paradox::ui {

class AmountEdit;
class Theme;

/// Limits for a new session key. The grant itself is reviewed from its bytes before it is signed.
class NewSessionDialog : public QDialog {
    Q_OBJECT

public:
    /// `names` outlives the dialog; the session gets a name that no key there has.
    NewSessionDialog(const Theme &theme, const models::KeyNames &names, QWidget *parent);
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void chosen(const paradox::client::GrantWish &wish, const QString &label);

private:
    void refresh();
    [[nodiscard]] client::GrantWish wish() const;

    const models::KeyNames &m_names;
    QLineEdit *m_name;
    QList<QCheckBox *> m_actions;
    AmountEdit *m_total;
    AmountEdit *m_each;
    QLineEdit *m_count;
    QComboBox *m_life;
    QLabel *m_problem;
    QPushButton *m_ok;
};

} // namespace paradox::ui

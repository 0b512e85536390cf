#pragma once

#include "ui/wizard/pages.h"

#include <optional>

namespace paradox::ui {

class KeyPage : public WizardPage {
    Q_OBJECT

public:
    explicit KeyPage(const WizardContext &context);
    [[nodiscard]] QString detail() const override;
    [[nodiscard]] QString problem() const override;
    void leave(std::function<void(QString)> done) override;
    void enter() override;

private:
    struct ReadKey {
        PublicKey address;
        bool isSeed = false;
    };
    void refresh();
    void readSecret(const QString &path);
    void readAddress();
    void sayWhereItLeads();
    void leaveWithoutKey(const std::function<void(QString)> &done);
    QRadioButton *m_keep, *m_create, *m_import, *m_watch, *m_none;
    QWidget *m_form;
    QLineEdit *m_name, *m_passphrase, *m_again, *m_address;
    QPlainTextEdit *m_secret;
    QPushButton *m_readFile;
    QLabel *m_leadsTo;
    QString m_fileProblem;   ///< why the file that was chosen last gave no key
    QString m_secretProblem; ///< why what stands in the field is no key
    std::optional<ReadKey> m_imported;
    int m_reading = 0; ///< of several texts read on the signer thread, only the last one counts
    QLabel *m_strength, *m_equal;
};

} // namespace paradox::ui

#pragma once

#include "domain/bytes.h"

#include <QWidget>

#include <functional>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QVBoxLayout;

namespace paradox::models {
class Settings;
}

namespace paradox::ui {

class KeychainUnlock;
class KeyRoom;
class Theme;

struct WizardContext {
    const Theme &theme;
    models::Settings &settings;
    KeyRoom &keys;
    KeychainUnlock &keychain;
};

/// One page: what it is called, why one cannot go on yet, and what leaving it does.
class WizardPage : public QWidget {
    Q_OBJECT

public:
    WizardPage(const WizardContext &context, const QString &step, const QString &title, const QString &sentence);

    [[nodiscard]] QString step() const { return m_step; }
    [[nodiscard]] virtual QString detail() const = 0; ///< second line in the list of steps
    [[nodiscard]] virtual QString problem() const { return {}; }
    [[nodiscard]] virtual bool applies() const { return true; }
    /// Does its work and calls `done` with an empty text, or with what went wrong.
    virtual void leave(std::function<void(QString)> done) = 0;
    virtual void enter() {}

Q_SIGNALS:
    void changed();

protected:
    QVBoxLayout *body() const { return m_body; }
    /// A choice with its sentence in the framed list.
    QRadioButton *choice(const QString &id, const QString &name, const QString &sentence);
    QVBoxLayout *boxLayout() const { return m_box; }

    WizardContext m_context;

private:
    QString m_step;
    QVBoxLayout *m_body;
    QVBoxLayout *m_box = nullptr;
};

class RolePage : public WizardPage {
    Q_OBJECT

public:
    explicit RolePage(const WizardContext &context);
    [[nodiscard]] QString detail() const override;
    void leave(std::function<void(QString)> done) override;

private:
    QRadioButton *m_trader;
    QRadioButton *m_operator;
};

class BackendPage : public WizardPage {
    Q_OBJECT

public:
    explicit BackendPage(const WizardContext &context);
    [[nodiscard]] QString detail() const override;
    [[nodiscard]] QString problem() const override;
    void leave(std::function<void(QString)> done) override;

private:
    QRadioButton *m_local;
    QRadioButton *m_demo;
    QRadioButton *m_remote;
    QLineEdit *m_url;
};

class BackupPage : public WizardPage {
    Q_OBJECT

public:
    explicit BackupPage(const WizardContext &context);
    [[nodiscard]] QString detail() const override;
    [[nodiscard]] QString problem() const override;
    [[nodiscard]] bool applies() const override;
    void leave(std::function<void(QString)> done) override;
    void enter() override;

private:
    QLabel *m_address;
    QLineEdit *m_passphrase;
    QLineEdit *m_file;
};

class SecurityPage : public WizardPage {
    Q_OBJECT

public:
    explicit SecurityPage(const WizardContext &context);
    [[nodiscard]] QString detail() const override;
    void leave(std::function<void(QString)> done) override;
    void enter() override;

private:
    void finish(const std::function<void(QString)> &done);

    QCheckBox *m_keychain;
    QComboBox *m_minutes;
    QComboBox *m_themeChoice;
    QLabel *m_next;
};

} // namespace paradox::ui

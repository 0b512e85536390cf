#pragma once

#include "signer/sign_request.h"
#include "signer/signing_policy.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace paradox::ui {

class CountdownButton;
class DeskCore;
class MessageStack;
class Theme;

/// What will be signed, decoded from the final bytes and from nothing else. Cancel is the default and has the focus;
/// Enter cancels; Sign needs a click or Alt+S, after the hold-off. Refused bytes have no Sign button at all.
class SignReview : public QDialog {
    Q_OBJECT

public:
    SignReview(const Theme &theme, DeskCore &core, const signer::SignRequest &request,
               const signer::PolicyAnswer &policy, QWidget *parent);
    SignReview(const Theme &theme, DeskCore &core, const signer::Refusal &refusal, const Bytes &bytes, QWidget *parent);

    /// An empty problem closes the review; otherwise it stays and says why.
    void finishSigning(const QString &problem);
    /// Everything that a person can read here, for tests and for copying.
    [[nodiscard]] QString shownText() const;
    [[nodiscard]] CountdownButton *signButton() const { return m_sign; }

Q_SIGNALS:
    void signChosen();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addKnownIntent(const IntentId &id);
    void buildHead(const QString &title, const QString &sentence);
    void buildFields(const signer::SignRequest &request);
    void buildIntentFields(const signer::SignRequest &request, const Intent &intent);
    void buildEffect(const Intent &intent);
    void buildFoot(const Bytes &bytes, bool maySign);
    void addRow(const QString &offset, const QString &name, QWidget *value, const QString &remark,
                bool attention = false);
    QLabel *valueLabel(const QString &text, bool mono);
    QWidget *fullKey(const QString &key);
    void fitToScreen();
    void startHold();

    const Theme &m_theme;
    DeskCore &m_core;
    QVBoxLayout *m_layout;
    MessageStack *m_messages;
    QWidget *m_fieldBox = nullptr;
    QScrollArea *m_scroll = nullptr;
    QGridLayout *m_fields = nullptr;
    QPlainTextEdit *m_hex = nullptr;
    CountdownButton *m_sign = nullptr;
    QPushButton *m_cancel = nullptr;
    std::int64_t m_holdMs = 0;
    QStringList m_shown;
};

} // namespace paradox::ui

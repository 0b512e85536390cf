#pragma once

#include "client/signatory.h"
#include "signer/sign_request.h"
#include "signer/signing_policy.h"

#include <QObject>

#include <deque>
#include <functional>

class QWidget;

namespace paradox::ui {

class DeskCore;
class Theme;

/// Signs by a person: decodes the bytes, asks the policy, shows the review, and only then the key room signs. One
/// review at a time, in order. Bytes that cannot be read or must not be signed are shown as such, without a Sign
/// button.
class ReviewSignatory : public QObject, public client::Signatory {
    Q_OBJECT

public:
    /// Asked when keys are locked: unlocks and answers whether they are open now.
    using Unlock = std::function<void(std::function<void(bool)>)>;

    ReviewSignatory(const Theme &theme, DeskCore &core, QWidget *window, Unlock unlock);

    [[nodiscard]] client::Reply<Signature> sign(const client::SignatureWanted &wanted) override;
    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// Where sign-in texts must come from and which cluster, program and venue bytes must name.
    void setContext(const signer::SignContext &context) { m_context = context; }
    [[nodiscard]] const signer::SignContext &context() const { return m_context; }
    void setWindow(QWidget *window) { m_window = window; }
    void unlockThen(std::function<void(bool)> then) { m_unlock(std::move(then)); }

Q_SIGNALS:
    void reviewOpened(QWidget *dialog);

private:
    struct Pending {
        client::SignatureWanted wanted;
        client::Promise<Signature> promise;
    };
    void next();
    void review(const signer::SignRequest &request, const signer::PolicyAnswer &answer);
    void decline(const QString &why);

    const Theme &m_theme;
    DeskCore &m_core;
    QWidget *m_window;
    Unlock m_unlock;
    signer::SignContext m_context;
    std::deque<Pending> m_waiting;
    bool m_busy = false;
};

} // namespace paradox::ui

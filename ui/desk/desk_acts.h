#pragma once

#include "client/activities.h"
#include "client/deposit_room.h"

#include <QObject>

#include <functional>

namespace paradox::ui {

class DeskCore;
class ReviewSignatory;

/// What a person does with the node, each from wish to answer: bytes, review, signature, answer. Errors end in the
/// core's `failed`, good news in `told`; `done` (if given) hears whether it worked. GUI thread.
class DeskActs : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(bool)>;

    DeskActs(DeskCore &core, ReviewSignatory &signatory, QObject *parent = nullptr);

    void signIn(Done done = {});
    void submit(const client::IntentWish &wish, Done done = {});
    void cancelIntent(const QString &intentId);
    void explain(const QString &intentId);
    /// Makes the session key in the keystore first, then grants.
    void newSession(const client::GrantWish &wish, const QString &label, Done done = {});
    void revokeSession(const QString &session);
    void revokeAll();
    /// How much a deposit may take; when the node does not tell, the failure is said and nothing follows.
    void withDepositRoom(std::function<void(const client::DepositRoom &)> then);
    void deposit(Lamports amount, Done done = {});
    void withdraw(Lamports amount, Done done = {});
    void registerItem(const QString &name, Done done = {});
    /// The key that an item of this name has, or will have once the own wallet registers it; empty without a node.
    [[nodiscard]] QString itemKey(const QString &name) const;
    void airdrop(Lamports amount);
    void cutNow();
    /// A nonce that this desk has not used for the session: from the clock, strictly rising.
    [[nodiscard]] std::uint64_t nextNonce();

Q_SIGNALS:
    /// The last word on what was done: `doing` as in a failure of it.
    void told(const QString &doing, const QString &title, const QString &sentence);
    void explained(const QString &title, const QString &words);

private:
    bool ready(const QString &doing, const Done &done);
    void relayed(const QString &doing, const client::Result<client::Relayed> &answer, const Done &done);

    DeskCore &m_core;
    ReviewSignatory &m_signatory;
    std::uint64_t m_lastNonce = 0;
};

} // namespace paradox::ui

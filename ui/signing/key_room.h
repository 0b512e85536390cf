#pragma once

#include "domain/clock.h"
#include "signer/keystore.h"
#include "signer/sign_request.h"
#include "signer/signing_policy.h"
#include "signer/signing_service.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>

namespace paradox::ui {

/// Where keys are kept on this computer.
struct KeyPaths {
    QString keystore;
    QString journal;
    QString known; ///< addresses dealt with before
};

struct NewWallet {
    QString label;
    std::shared_ptr<const signer::SecureBuffer> secret; ///< import: Solana CLI JSON or base58; none makes a new key
};

/// The keystore, the journal and the policy, on the signer thread. Nobody else touches them; the GUI asks and is
/// answered later on its own thread. Callbacks are dropped when their context has gone.
class KeyRoom : public QObject {
    Q_OBJECT

public:
    using Failure = QString; ///< empty: it worked
    using SharedSecret = std::shared_ptr<const signer::SecureBuffer>;

    KeyRoom(const KeyPaths &paths, const Clock &clock, Random &random, QObject *parent = nullptr);
    ~KeyRoom() override;

    [[nodiscard]] bool exists() const; ///< a keystore file is there
    [[nodiscard]] const QString &keystorePath() const { return m_paths.keystore; }
    [[nodiscard]] bool isLocked() const { return m_locked; }
    [[nodiscard]] const std::vector<signer::KeyEntry> &keys() const { return m_keys; } ///< also while locked
    [[nodiscard]] bool holds(const PublicKey &key) const;
    /// Monotonic milliseconds of the last lock or unlock.
    [[nodiscard]] std::int64_t changedAt() const { return m_changedAt; }

    void create(signer::SecureBuffer passphrase, const NewWallet &wallet, QObject *context,
                std::function<void(Failure, PublicKey)> done);
    void unlock(signer::SecureBuffer passphrase, QObject *context, std::function<void(Failure)> done);
    /// With what a keychain held, instead of the passphrase.
    void unlockWithKey(signer::SecureBuffer key, QObject *context, std::function<void(Failure)> done);
    /// What a keychain may hold; only of an open keystore.
    void unlockingKey(QObject *context, std::function<void(Failure, SharedSecret)> done);
    /// Wipes at once; what is being signed is finished first.
    void lock();
    void makeSessionKey(const PublicKey &owner, const QString &label, QObject *context,
                        std::function<void(Failure, PublicKey)> done);
    void judge(const signer::SignRequest &request, QObject *context, std::function<void(signer::PolicyAnswer)> done);
    void sign(const signer::SignRequest &request, signer::Agreement agreement, QObject *context,
              std::function<void(Failure, Signature)> done);
    /// The address that a key to import leads to; the keystore is not touched.
    void addressOf(SharedSecret secret, QObject *context, std::function<void(Failure, PublicKey)> done);
    /// Opens the keystore's file anew and checks the passphrase: the backup check.
    void checkPassphrase(signer::SecureBuffer passphrase, QObject *context, std::function<void(Failure)> done);
    void exportKey(const PublicKey &key, const QString &toFile, QObject *context, std::function<void(Failure)> done);

Q_SIGNALS:
    void lockedChanged(bool locked);
    void keysChanged();

private:
    class Worker;
    template <class Work>
    void post(Work work);
    void published(const std::vector<signer::KeyEntry> &keys, bool locked);

    KeyPaths m_paths;
    const Clock &m_clock;
    QThread m_thread;
    Worker *m_worker;
    std::vector<signer::KeyEntry> m_keys;
    bool m_locked = true;
    std::int64_t m_changedAt = 0;
};

/// Takes the text out of a line edit's string into locked memory and wipes the string.
[[nodiscard]] std::optional<signer::SecureBuffer> takeSecret(QString &text);

} // namespace paradox::ui

#pragma once

#include "signer/secure_buffer.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>

namespace paradox::signer {

enum class KeychainState : std::uint8_t {
    Unknown, ///< not probed yet
    Available,
    Absent, ///< no secret service, or one that does not keep anything: the passphrase is the only way
};

/// The system's keychain as a second holder of a keystore's unlocking key. It counts as present only after a write, a
/// read back and a removal have worked: some services answer reads and removals with success while they are locked.
/// Every failure means "no keychain", in words. Never anything less secure instead. GUI thread; answers come later.
class KeychainHolder : public QObject {
    Q_OBJECT

public:
    explicit KeychainHolder(const QString &service, QObject *parent = nullptr); ///< e.g. "paradox-desk"

    [[nodiscard]] KeychainState state() const { return m_state; }
    [[nodiscard]] QString why() const { return m_why; } ///< of Absent, for a person

    /// `done` runs once, later, unless `context` has gone.
    void probe(QObject *context, std::function<void(KeychainState)> done);
    void store(const QString &name, const SecureBuffer &key, QObject *context, std::function<void(bool)> done);
    void fetch(const QString &name, QObject *context, std::function<void(std::optional<SecureBuffer>)> done);
    void remove(const QString &name, QObject *context, std::function<void(bool)> done);

private:
    void enter(KeychainState state, const QString &why);
    void readBack(QObject *context, std::function<void(KeychainState)> done);

    QString m_service;
    QString m_why;
    KeychainState m_state = KeychainState::Unknown;
};

} // namespace paradox::signer

#pragma once

#include "signer/keychain_holder.h"

#include <QObject>
#include <QString>

#include <functional>

namespace paradox::models {
class Settings;
}

namespace paradox::ui {

class KeyRoom;

/// The system's keychain as a second way to open the keystore, beside the passphrase. A choice: off until a write, a
/// read and a removal have worked. What the keychain holds is the keystore's unlocking key, never the passphrase, and
/// there is nothing less secure to fall back to. Nothing here is automatic: who locks stays locked until he unlocks.
/// GUI thread; answers come later, an empty text says that it worked.
class KeychainUnlock : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(QString)>;

    KeychainUnlock(models::Settings &settings, KeyRoom &keys, QObject *parent = nullptr);

    [[nodiscard]] bool isOn() const;
    /// The keystore must be open: only then is there an unlocking key to hand over.
    void switchOn(Done done);
    /// Off at once; the answer says whether the keychain has forgotten the key, too.
    void switchOff(Done done);
    void unlock(Done done);

Q_SIGNALS:
    void changed();

private:
    void handOver(const Done &done);
    [[nodiscard]] QString entryName() const;
    [[nodiscard]] QString noKeychain() const;
    void setOn(bool on);

    models::Settings &m_settings;
    KeyRoom &m_keys;
    signer::KeychainHolder m_holder;
};

} // namespace paradox::ui

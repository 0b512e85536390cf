#include "ui/signing/keychain_unlock.h"

#include "models/settings.h"
#include "ui/signing/key_room.h"

#include <QFileInfo>

namespace paradox::ui {

KeychainUnlock::KeychainUnlock(models::Settings &settings, KeyRoom &keys, QObject *parent)
    : QObject(parent),
      m_settings(settings),
      m_keys(keys),
      m_holder(QStringLiteral("paradox-desk"))
{
    connect(&settings, &models::Settings::changed, this, [this](const QString &name) {
        if (name == QLatin1String(models::setting::keychain.name))
            Q_EMIT changed();
    });
}

bool KeychainUnlock::isOn() const
{
    return m_settings.get(models::setting::keychain);
}

void KeychainUnlock::setOn(bool on)
{
    m_settings.set(models::setting::keychain, on);
}

QString KeychainUnlock::entryName() const
{
    // Each keystore has an entry of its own, so two desks of one person do not overwrite each other.
    return QStringLiteral("unlocking key of %1").arg(QFileInfo(m_keys.keystorePath()).absoluteFilePath());
}

QString KeychainUnlock::noKeychain() const
{
    return tr("This session has no keychain that keeps anything (%1). Start or unlock the keyring of your desktop, for "
              "instance GNOME Keyring or KWallet, and try again, or go on with the passphrase.")
        .arg(m_holder.why().trimmed());
}

void KeychainUnlock::switchOn(Done done)
{
    if (m_keys.isLocked())
        return done(tr("Unlock the keys with the passphrase first: only then can the keychain be given their key."));
    m_holder.probe(this, [this, done](signer::KeychainState state) {
        if (state != signer::KeychainState::Available)
            return done(noKeychain());
        handOver(done);
    });
}

void KeychainUnlock::handOver(const Done &done)
{
    m_keys.unlockingKey(this, [this, done](const QString &problem, const KeyRoom::SharedSecret &key) {
        if (!problem.isEmpty() || !key)
            return done(problem.isEmpty() ? tr("The keys were locked meanwhile.") : problem);
        m_holder.store(entryName(), *key, this, [this, done](bool stored) {
            if (!stored)
                return done(noKeychain());
            setOn(true);
            done({});
        });
    });
}

void KeychainUnlock::switchOff(Done done)
{
    setOn(false);
    m_holder.remove(entryName(), this, [this, done](bool removed) {
        done(removed ? QString()
                     : tr("It is off here, but the keychain did not remove “%1” of paradox-desk. Remove it with the "
                          "program of your keyring.")
                           .arg(entryName()));
    });
}

void KeychainUnlock::unlock(Done done)
{
    m_holder.fetch(entryName(), this, [this, done](std::optional<signer::SecureBuffer> key) {
        if (!key) {
            const bool absent = m_holder.state() == signer::KeychainState::Absent;
            // A locked keyring answers like one without the entry.
            return done(absent ? noKeychain()
                               : tr("The keychain is locked or has no key for this keystore. Unlock with the "
                                    "passphrase; the choice in the File menu gives the keychain the key again."));
        }
        m_keys.unlockWithKey(std::move(*key), this, [done](const QString &problem) {
            done(problem.isEmpty() ? QString()
                                   : tr("The key in the keychain does not open this keystore. Unlock with the "
                                        "passphrase; the choice in the File menu gives the keychain the key again."));
        });
    });
}

} // namespace paradox::ui

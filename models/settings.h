#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>

namespace paradox::models {

/// A setting: its name in the file, its default, and the type both have. Declared once in the table below.
template <class T>
struct SettingKey {
    const char *name;
    T fallback;
    const char *about;
    const char *formerly = nullptr; ///< name in older files; read when the new name is not there
};

namespace setting {
inline const SettingKey<QString> theme{"look.theme", QStringLiteral("dark"), "dark, light or contrast"};
inline const SettingKey<QString> unit{"look.unit", QStringLiteral("SOL"), "SOL or lamports, everywhere at once"};
inline const SettingKey<bool> comfortable{"look.comfortable", false, "taller rows and larger controls"};
inline const SettingKey<QString> role{"profile.role", QString(), "trader or operator; empty before set-up"};
inline const SettingKey<QString> backend{"profile.backend", QStringLiteral("local"), "local, demo or remote"};
inline const SettingKey<QString> url{"profile.url", QString(), "address of a remote node"};
inline const SettingKey<QString> address{"profile.address", QString(), "own wallet; empty for a profile without key"};
inline const SettingKey<bool> hasKey{"profile.hasKey", false, "the keystore has the key of the address"};
inline const SettingKey<QString> walletName{"profile.walletName", QStringLiteral("Main wallet"),
                                            "name of the own wallet"};
inline const SettingKey<bool> keychain{"security.keychain", false, "unlock secret also in the system keychain"};
inline const SettingKey<int> lockMinutes{"security.lockMinutes", 5, "minutes without input until the keys are wiped"};
inline const SettingKey<QString> workspace{"window.workspace", QStringLiteral("trader"), "workspace shown last"};
inline const SettingKey<QByteArray> geometry{"window.geometry", QByteArray(), "main window"};
inline const SettingKey<QString> intentFilter{"filter.intents", QString(), "filter of the Intents panel"};
inline const SettingKey<QString> transactionFilter{"filter.transactions", QString(),
                                                   "filter of the Transactions panel"};
inline const SettingKey<QString> logFilter{"filter.log", QString(), "filter of the Log panel"};
inline const SettingKey<QString> draft{"draft.submit", QString(), "unfinished submit form, JSON"};
} // namespace setting

/// The settings file: one JSON object, written whole to a side file and renamed, so a crash leaves the old or the new
/// one. A broken file is kept as .bak and defaults are used. GUI thread.
class Settings : public QObject {
    Q_OBJECT

public:
    /// An empty path keeps everything in memory.
    explicit Settings(const QString &path, QObject *parent = nullptr);

    template <class T>
    [[nodiscard]] T get(const SettingKey<T> &key) const
    {
        return read(key.formerly != nullptr && !has(key.name) ? key.formerly : key.name, key.fallback);
    }
    template <class T>
    void set(const SettingKey<T> &key, const T &value)
    {
        write(key.name, value);
    }
    /// Settings that exist once for each workspace or table: layouts and column widths.
    [[nodiscard]] QByteArray blob(const QString &name) const;
    void setBlob(const QString &name, const QByteArray &value);

    /// True when the file was unreadable: the desk says so once.
    [[nodiscard]] bool wasBroken() const { return m_broken; }
    [[nodiscard]] QString path() const { return m_path; }

Q_SIGNALS:
    void changed(const QString &name);
    void notSaved(const QString &why);

private:
    [[nodiscard]] bool has(const char *name) const;
    QString read(const char *name, const QString &fallback) const;
    bool read(const char *name, bool fallback) const;
    int read(const char *name, int fallback) const;
    QByteArray read(const char *name, const QByteArray &fallback) const;
    void write(const char *name, const QString &value);
    void write(const char *name, bool value);
    void write(const char *name, int value);
    void write(const char *name, const QByteArray &value);
    void store(const QString &name, const QJsonValue &value);
    void save();

    QString m_path;
    QJsonObject m_values;
    bool m_broken = false;
};

} // namespace paradox::models

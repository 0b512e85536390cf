#include "models/key_names.h"

#include "domain/base58.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace paradox::models {

KeyNames::KeyNames(const QString &path, QObject *parent) : QObject(parent), m_path(path)
{
    load();
}

void KeyNames::load()
{
    QFile file(m_path);
    if (m_path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isObject()) {
        // Kept: the next name would write over what may still be mended by hand.
        QFile::remove(m_path + QStringLiteral(".bak"));
        file.rename(m_path + QStringLiteral(".bak"));
        return;
    }
    const QJsonObject object = document.object();
    const QJsonObject names = object.value(QLatin1String("names")).toObject();
    for (auto it = names.begin(); it != names.end(); ++it)
        m_names.insert(it.key(), it.value().toString());
    for (const QJsonValue key : object.value(QLatin1String("met")).toArray())
        m_met.insert(key.toString());
}

void KeyNames::save()
{
    if (m_path.isEmpty())
        return;
    QJsonObject names;
    for (auto it = m_names.begin(); it != m_names.end(); ++it) {
        if (!isOwn(it.key()))
            names.insert(it.key(), it.value());
    }
    QJsonArray met;
    for (const QString &key : m_met)
        met.append(key);
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write(QJsonDocument(QJsonObject{{QStringLiteral("names"), names}, {QStringLiteral("met"), met}}).toJson());
    file.commit();
}

void KeyNames::setOwn(const QString &address, const QString &ownName)
{
    if (address != m_own)
        m_names.remove(m_own);
    m_own = address;
    if (!address.isEmpty())
        m_names.insert(address, ownName);
    Q_EMIT changed();
}

void KeyNames::name(const QString &key, const QString &text)
{
    if (text.isEmpty())
        m_names.remove(key);
    else
        m_names.insert(key, text);
    save();
    Q_EMIT changed();
}

void KeyNames::met(const QString &key)
{
    if (key.isEmpty() || m_met.contains(key))
        return;
    m_met.insert(key);
    save();
}

KeyText KeyNames::text(const QString &key) const
{
    return {m_names.value(key), key, {}};
}

bool KeyNames::isFirstTime(const QString &key) const
{
    return !key.isEmpty() && !isOwn(key) && !m_met.contains(key) && !m_names.contains(key);
}

QStringList KeyNames::keysNamed(const QString &text) const
{
    const QString wanted = text.trimmed();
    QStringList keys;
    for (auto it = m_names.begin(); it != m_names.end(); ++it) {
        if (it.value().compare(wanted, Qt::CaseInsensitive) == 0)
            keys << it.key();
    }
    return keys;
}

QString KeyNames::freeName(const QString &wanted) const
{
    QString name = wanted;
    for (int number = 2; !keysNamed(name).isEmpty(); ++number)
        name = QStringLiteral("%1 %2").arg(wanted).arg(number);
    return name;
}

std::expected<QString, NameError> KeyNames::resolve(const QString &text) const
{
    const QString trimmed = text.trimmed();
    if (fromBase58<PublicKey>(trimmed.toStdString()))
        return trimmed;
    const QStringList keys = keysNamed(trimmed);
    if (keys.size() == 1)
        return keys.front();
    return std::unexpected(keys.isEmpty() ? NameError::Unknown : NameError::Ambiguous);
}

} // namespace paradox::models

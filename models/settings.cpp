#include "models/settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace paradox::models {

Settings::Settings(const QString &path, QObject *parent) : QObject(parent), m_path(path)
{
    QFile file(path);
    if (path.isEmpty() || !file.exists())
        return;
    if (file.open(QIODevice::ReadOnly)) {
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
        file.close();
        if (document.isObject()) {
            m_values = document.object();
            return;
        }
    }
    m_broken = true;
    QFile::remove(path + QStringLiteral(".bak"));
    QFile::rename(path, path + QStringLiteral(".bak"));
}

bool Settings::has(const char *name) const
{
    return m_values.contains(QLatin1String(name));
}

QString Settings::read(const char *name, const QString &fallback) const
{
    const QJsonValue value = m_values.value(QLatin1String(name));
    return value.isString() ? value.toString() : fallback;
}

bool Settings::read(const char *name, bool fallback) const
{
    return m_values.value(QLatin1String(name)).toBool(fallback);
}

int Settings::read(const char *name, int fallback) const
{
    return m_values.value(QLatin1String(name)).toInt(fallback);
}

QByteArray Settings::read(const char *name, const QByteArray &fallback) const
{
    const QJsonValue value = m_values.value(QLatin1String(name));
    return value.isString() ? QByteArray::fromBase64(value.toString().toLatin1()) : fallback;
}

void Settings::write(const char *name, const QString &value)
{
    store(QLatin1String(name), value);
}

void Settings::write(const char *name, bool value)
{
    store(QLatin1String(name), value);
}

void Settings::write(const char *name, int value)
{
    store(QLatin1String(name), value);
}

void Settings::write(const char *name, const QByteArray &value)
{
    store(QLatin1String(name), QString::fromLatin1(value.toBase64()));
}

QByteArray Settings::blob(const QString &name) const
{
    return QByteArray::fromBase64(m_values.value(name).toString().toLatin1());
}

void Settings::setBlob(const QString &name, const QByteArray &value)
{
    store(name, QString::fromLatin1(value.toBase64()));
}

void Settings::store(const QString &name, const QJsonValue &value)
{
    if (m_values.value(name) == value)
        return;
    m_values.insert(name, value);
    save();
    Q_EMIT changed(name);
}

void Settings::save()
{
    if (m_path.isEmpty())
        return;
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QSaveFile file(m_path);
    const QByteArray text = QJsonDocument(m_values).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        Q_EMIT notSaved(file.errorString());
}

} // namespace paradox::models

#pragma once

#include "models/format.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace paradox::models {

/// Names for keys: the own wallet, sessions, and what a person named. An unknown key has no name and is never given
/// one.
class KeyNames : public QObject {
    Q_OBJECT

public:
    /// `path` keeps the names between starts; empty keeps them in memory.
    explicit KeyNames(const QString &path, QObject *parent = nullptr);

    void setOwn(const QString &address, const QString &name);
    void name(const QString &key, const QString &name);
    /// Counterparties seen in signed intents or settled trades: not "first time" any more.
    void met(const QString &key);

    [[nodiscard]] KeyText text(const QString &key) const;
    [[nodiscard]] QString nameOf(const QString &key) const { return m_names.value(key); }
    [[nodiscard]] bool isOwn(const QString &key) const { return !key.isEmpty() && key == m_own; }
    [[nodiscard]] bool isFirstTime(const QString &key) const;
    [[nodiscard]] QString own() const { return m_own; }
    [[nodiscard]] const QHash<QString, QString> &all() const { return m_names; }
    /// Key of a name or of a pasted key; empty when neither.
    [[nodiscard]] QString resolve(const QString &text) const;

Q_SIGNALS:
    void changed();

private:
    void load();
    void save();

    QString m_path;
    QString m_own;
    QHash<QString, QString> m_names;
    QSet<QString> m_met;
};

} // namespace paradox::models

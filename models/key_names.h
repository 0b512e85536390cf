#pragma once

#include "models/format.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>

#include <expected>

namespace paradox::models {

enum class NameError { Unknown, Ambiguous };

/// Names for keys: the own wallet, sessions, and what a person named. An unknown key has no name and is never given
/// one. Forms give each name once; where a book has one twice all the same, it stands for neither key.
class KeyNames : public QObject {
    Q_OBJECT

public:
    /// `path` keeps the names between starts; empty keeps them in memory.
    explicit KeyNames(const QString &path, QObject *parent = nullptr);

    /// The settings keep the own wallet's name, so the book does not: it would outlive the wallet.
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
    /// The key of a name, or the pasted key itself. Case and blanks around it do not matter.
    [[nodiscard]] std::expected<QString, NameError> resolve(const QString &text) const;
    [[nodiscard]] QStringList keysNamed(const QString &text) const;
    /// `wanted`, or the first of "wanted 2", "wanted 3" … that no key has.
    [[nodiscard]] QString freeName(const QString &wanted) const;

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

#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include <functional>
#include <vector>

namespace paradox::ui {

class Theme;

/// Every action of the desk, once: menus, tool bars, the palette and the help read from here. GUI thread.
class ActionRegistry : public QObject {
    Q_OBJECT

public:
    struct Entry {
        QString id;   ///< "intent.cancel"
        QString text; ///< verb with its object
        QString icon; ///< file name without ".svg", or empty
        QKeySequence shortcut;
        QString menu;  ///< "File", "Edit" …; empty: palette only
        QString about; ///< one sentence for tool tip and help
    };

    explicit ActionRegistry(const Theme &theme, QObject *parent = nullptr);

    QAction *add(const Entry &entry, QObject *context, std::function<void()> run);
    /// Says why an action cannot run now; an empty reason enables it.
    void disable(const QString &id, const QString &reason);
    [[nodiscard]] QAction *action(const QString &id) const;
    [[nodiscard]] const std::vector<Entry> &entries() const { return m_entries; }
    [[nodiscard]] QString reason(const QString &id) const;
    /// Text with its shortcut, for buttons: "Revoke all sessions…   Ctrl+Shift+K".
    [[nodiscard]] QString shortcutText(const QString &id) const;

Q_SIGNALS:
    void changed();

private:
    const Theme &m_theme;
    std::vector<Entry> m_entries;
    QHash<QString, QAction *> m_actions;
    QHash<QString, QString> m_reasons;
};

} // namespace paradox::ui

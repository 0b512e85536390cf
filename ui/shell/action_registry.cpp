#include "ui/shell/action_registry.h"

#include "domain/assert.h"
#include "ui/theme/theme.h"

namespace paradox::ui {

ActionRegistry::ActionRegistry(const Theme &theme, QObject *parent) : QObject(parent), m_theme(theme)
{
}

QAction *ActionRegistry::add(const Entry &entry, QObject *context, std::function<void()> run)
{
    PARADOX_ASSERT(!m_actions.contains(entry.id));
    auto *action = new QAction(entry.text, this);
    action->setObjectName(entry.id);
    action->setShortcut(entry.shortcut);
    action->setToolTip(entry.about);
    action->setStatusTip(entry.about);
    if (!entry.icon.isEmpty())
        action->setIcon(m_theme.icon(entry.icon));
    connect(action, &QAction::triggered, context, std::move(run));
    m_actions.insert(entry.id, action);
    m_entries.push_back(entry);
    Q_EMIT changed();
    return action;
}

void ActionRegistry::disable(const QString &id, const QString &reason)
{
    QAction *known = m_actions.value(id);
    if (known == nullptr || m_reasons.value(id) == reason)
        return;
    m_reasons.insert(id, reason);
    known->setEnabled(reason.isEmpty());
    for (const Entry &entry : m_entries) {
        if (entry.id == id)
            known->setToolTip(reason.isEmpty() ? entry.about : reason);
    }
    Q_EMIT changed();
}

QAction *ActionRegistry::action(const QString &id) const
{
    QAction *known = m_actions.value(id);
    PARADOX_ASSERT(known != nullptr);
    return known;
}

QString ActionRegistry::reason(const QString &id) const
{
    return m_reasons.value(id);
}

QString ActionRegistry::shortcutText(const QString &id) const
{
    return action(id)->shortcut().toString(QKeySequence::NativeText);
}

} // namespace paradox::ui

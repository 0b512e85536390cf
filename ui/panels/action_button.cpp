#include "ui/panels/action_button.h"

#include "ui/shell/action_registry.h"

#include <QPushButton>

namespace paradox::ui {

QPushButton *actionButton(ActionRegistry &actions, const QString &id, QWidget *parent, const QString &look)
{
    QAction *action = actions.action(id);
    auto *button = new QPushButton(action->icon(), action->text(), parent);
    button->setObjectName(QStringLiteral("button.") + id);
    button->setAccessibleName(action->text());
    button->setProperty(look.toLatin1().constData(), true);
    button->setAutoDefault(false);
    const auto follow = [button, action, &actions, id] {
        button->setEnabled(action->isEnabled());
        const QString keys = actions.shortcutText(id);
        button->setToolTip(keys.isEmpty() ? action->toolTip() : action->toolTip() + QStringLiteral(" (%1)").arg(keys));
        button->setIcon(action->icon());
    };
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

} // namespace paradox::ui

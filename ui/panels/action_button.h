#pragma once

#include <QString>

class QPushButton;
class QWidget;

namespace paradox::ui {

class ActionRegistry;

/// A button for an action of the registry: its text, icon, shortcut, and the reason when it is off.
QPushButton *actionButton(ActionRegistry &actions, const QString &id, QWidget *parent,
                          const QString &look = QStringLiteral("flat"));

} // namespace paradox::ui

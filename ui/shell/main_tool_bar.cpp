#include "ui/shell/main_tool_bar.h"

#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/network_frame.h"

#include <QActionGroup>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace paradox::ui {

MainToolBar::MainToolBar(const Theme &theme, ActionRegistry &actions, QWidget *parent)
    : QToolBar(tr("Tools"), parent),
      m_theme(theme),
      m_actions(actions),
      m_workspaces(new QActionGroup(this)),
      m_search(new QPushButton(theme.icon(QStringLiteral("command")), QString(), this)),
      m_network(new NetworkFrame(theme, this))
{
    setObjectName(QStringLiteral("mainToolBar"));
    setMovable(false);
    setFloatable(false);
    QWidget *row = buildRow();
    fold(Fold::Words);
    row->setMinimumWidth(m_row->sizeHint().width());
    row->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    addWidget(row);
    fold(Fold::Nothing);
}

QWidget *MainToolBar::buildRow()
{
    auto *inner = new QWidget(this);
    m_row = new QHBoxLayout(inner);
    m_row->setContentsMargins(8, 4, 10, 4);
    m_row->setSpacing(0);
    buildWorkspaces();
    addRule();
    addTool(QStringLiteral("intent.new"));
    addRule();
    addTool(QStringLiteral("edit.find"));
    addTool(QStringLiteral("view.freeze"));
    m_row->addStretch(1);
    m_search->setObjectName(QStringLiteral("toolPalette"));
    m_search->setAccessibleName(tr("Search or run"));
    m_search->setFocusPolicy(Qt::TabFocus);
    connect(m_search, &QPushButton::clicked, m_actions.action(QStringLiteral("palette.open")), &QAction::trigger);
    m_row->addWidget(m_search);
    m_row->addSpacing(10);
    m_network->setObjectName(QStringLiteral("networkFrame"));
    m_row->addWidget(m_network);
    m_row->addSpacing(6);
    addTool(QStringLiteral("keys.lock"));
    addTool(QStringLiteral("view.theme"));
    return inner;
}

void MainToolBar::buildWorkspaces()
{
    for (const char *name : {"trader", "operator", "node"}) {
        QAction *action = m_actions.action(QStringLiteral("workspace.") + QLatin1String(name));
        action->setCheckable(true);
        m_workspaces->addAction(action);
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setObjectName(QStringLiteral("workspaceButton.") + QLatin1String(name));
        button->setAccessibleName(tr("Workspace %1").arg(action->text()));
        button->setProperty("segment", true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        m_row->addWidget(button);
        m_spaces << button;
    }
}

void MainToolBar::addTool(const QString &id)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(m_actions.action(id));
    button->setObjectName(QStringLiteral("tool.") + id);
    button->setAccessibleName(m_actions.action(id)->text());
    button->setIconSize({m_theme.px(16), m_theme.px(16)});
    m_row->addWidget(button);
    m_tools << button;
}

void MainToolBar::addRule()
{
    auto *line = new QFrame(this);
    line->setProperty("vrule", true);
    line->setFixedHeight(m_theme.px(18));
    m_row->addSpacing(8);
    m_row->addWidget(line);
    m_row->addSpacing(8);
}

void MainToolBar::setNetwork(const QString &network)
{
    m_network->setNetwork(network);
    fit();
}

void MainToolBar::fold(Fold fold)
{
    for (QToolButton *button : m_spaces) {
        QAction *action = button->defaultAction();
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        action->setIconText(fold == Fold::Nothing ? QStringLiteral("%1   %2").arg(action->text(), keys)
                                                  : action->text());
    }
    for (QToolButton *button : m_tools)
        button->setToolButtonStyle(fold == Fold::Words ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_search->setText(fold == Fold::Nothing     ? tr("Search or run   Ctrl+K")
                      : fold == Fold::Shortcuts ? tr("Search or run")
                                                : QString());
    m_search->setMinimumWidth(fold == Fold::Nothing ? m_theme.px(220) : 0);
}

void MainToolBar::fit()
{
    for (const Fold stage : {Fold::Nothing, Fold::Shortcuts, Fold::Words}) {
        fold(stage);
        if (m_row->sizeHint().width() <= width())
            return;
    }
}

void MainToolBar::resizeEvent(QResizeEvent *event)
{
    QToolBar::resizeEvent(event);
    fit();
}

void MainToolBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::StyleChange && m_row != nullptr)
        fit();
}

} // namespace paradox::ui

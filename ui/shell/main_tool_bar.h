#pragma once

#include <QToolBar>

class QActionGroup;
class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace paradox::ui {

class ActionRegistry;
class NetworkFrame;
class Theme;

/// Workspaces, the few actions that are always at hand, search, network and lock. Where the window is too narrow for
/// all words the shortcuts go first, then the words beside icons.
class MainToolBar : public QToolBar {
    Q_OBJECT

public:
    MainToolBar(const Theme &theme, ActionRegistry &actions, QWidget *parent);
    void setNetwork(const QString &network);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Fold { Nothing, Shortcuts, Words };

    QWidget *buildRow();
    void buildWorkspaces();
    void addTool(const QString &id);
    void addRule();
    void fold(Fold fold);
    void fit();

    const Theme &m_theme;
    ActionRegistry &m_actions;
    QActionGroup *m_workspaces;
    QList<QToolButton *> m_spaces;
    QList<QToolButton *> m_tools;
    QPushButton *m_search;
    NetworkFrame *m_network;
    QHBoxLayout *m_row = nullptr;
};

} // namespace paradox::ui

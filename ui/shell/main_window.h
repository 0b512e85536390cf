#pragma once

#include "client/link.h"
#include "ui/panels/panel_context.h"

#include <QMainWindow>

#include <initializer_list>
#include <memory>

namespace paradox::client {
class LocalNode;
}

namespace paradox::ui {

class BatchDetailPanel;
class BatchesPanel;
class CommandPalette;
class DockFrame;
class IntentsPanel;
class KeychainUnlock;
class LifeLinePanel;
class LogPanel;
class MessageStack;
class MainToolBar;
class NodePanel;
class ReviewSignatory;
class SessionsPanel;
class SubmitPanel;
class TransactionsPanel;
class WalletPanel;
struct Failure;
struct PaletteEntry;

struct WindowParts {
    Theme &theme;
    DeskCore &core;
    client::LocalNode *local = nullptr; ///< nothing for a remote node
    QString nodeWords;                  ///< "Local node", "Remote node"
    QString nodeUrl{};                  ///< of a remote node
};

/// Docks, menus, tool bar and strip; three workspaces, each restored as it was left.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(const WindowParts &parts, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// No part of the window lies beyond the edge: it takes a screen whole that is smaller than it.
    void fitToScreen();
    void showWorkspace(const QString &name); ///< "trader", "operator", "node"
    void lock();
    void unlock();
    /// Opens the keys through the keychain where a person chose that; else they wait for the passphrase.
    void unlockAtStart();
    [[nodiscard]] ActionRegistry &actions() const { return *m_actions; }
    [[nodiscard]] ReviewSignatory &signatory() const { return *m_signatory; }
    [[nodiscard]] DeskActs &acts() const { return *m_acts; }
    [[nodiscard]] CommandPalette &palettePopup() const { return *m_palette; }
    [[nodiscard]] SubmitPanel &submit() const { return *m_submit; }
    [[nodiscard]] IntentsPanel &intents() const { return *m_intents; }
    [[nodiscard]] BatchesPanel &batches() const { return *m_batches; }
    [[nodiscard]] BatchDetailPanel &batchDetail() const { return *m_batchDetail; }
    [[nodiscard]] DockFrame *dock(const QString &id) const;
    [[nodiscard]] QString workspace() const { return m_workspace; }

Q_SIGNALS:
    void setUpWanted();

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void childEvent(QChildEvent *event) override;

private:
    void registerActions();
    void registerKeyActions();
    void registerTradeActions();
    void registerViewActions();
    void buildDocks();
    DockFrame *addDock(const QString &id, const QString &name, const QString &icon, QWidget *panel);
    void buildMenus();
    void connectParts();
    void arrange(); ///< the docks of the workspace, as they were left or as they are made
    void layoutTrader();
    void layoutOperator();
    void layoutNode();
    /// Tool bar, docks that are seen with their tabs, and strip.
    [[nodiscard]] QWidgetList partsInReadingOrder() const;
    void focusNextPart(int step);
    void focusFirstTable();
    void focusWorkspace(QWidget *before); ///< after the panels changed: where it was, else on the first table
    void storeLayout();
    void showPanels(const QByteArray &panels); ///< as storeLayout() kept them
    void refreshTitle();
    void refreshContext();
    void followDensity(); ///< rows and controls as high as the settings say, also when they change
    void setLamports(bool lamports);
    void raiseDock(const QString &id);
    [[nodiscard]] MessageStack &frontMessages() const; ///< of the workspace's first panel, where a person looks
    void clearMessages(std::initializer_list<const char *> codes);
    void showFailure(const Failure &failure);
    void tellOfLink(const client::LinkState &link);
    void tellOfSilence(const client::LinkState &link);
    void tellOfLocalNode();
    void askDeposit();
    void askWithdraw();
    void askRegister();
    void askNewSession();
    void askRevokeAll();
    void openUnlock(std::function<void(bool)> then);
    /// A letter with Ctrl that an action has. Text fields take some of these for editing on X11: Ctrl+U there would
    /// empty the filter and let it have the passphrase that was meant for Unlock.
    [[nodiscard]] bool isOwnKey(const QKeyEvent &event) const;
    /// Menus and shortcuts rest while a dialog is open; locking does not.
    [[nodiscard]] bool locksBehindDialog(const QKeyEvent &event) const;
    void toggleKeychain();
    void refreshKeyActions();
    [[nodiscard]] std::vector<PaletteEntry> paletteEntries(const QString &query);

    WindowParts m_parts;
    Theme &m_theme;
    DeskCore &m_core;
    ActionRegistry *m_actions;
    KeychainUnlock *m_keychain;
    ReviewSignatory *m_signatory;
    DeskActs *m_acts;
    CommandPalette *m_palette = nullptr;
    QList<DockFrame *> m_docks;
    MainToolBar *m_toolBar = nullptr;
    QString m_workspace;
    IntentsPanel *m_intents = nullptr;
    LifeLinePanel *m_lifeLine = nullptr;
    SubmitPanel *m_submit = nullptr;
    SessionsPanel *m_sessions = nullptr;
    BatchesPanel *m_batches = nullptr;
    BatchDetailPanel *m_batchDetail = nullptr;
    TransactionsPanel *m_transactions = nullptr;
    WalletPanel *m_wallet = nullptr;
    NodePanel *m_node = nullptr;
    LogPanel *m_log = nullptr;
    std::int64_t m_lastInput = 0;
    bool m_wasShown = false;
    bool m_silenceTold = false; ///< one outage, one message: a try that fails is no other
};

} // namespace paradox::ui

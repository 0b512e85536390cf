#pragma once

#include "client/link.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;

namespace paradox::client {
class LocalNode;
}

namespace paradox::ui {

class KeyLabel;
class StatePill;

struct NodeShown {
    client::LocalNode *local = nullptr; ///< nothing for a remote node
    QString url;                        ///< of a remote one
};

/// The node: where it is, its phases, slots and settings; start and stop of a local one.
class NodePanel : public QWidget {
    Q_OBJECT

public:
    NodePanel(const PanelContext &context, const NodeShown &shown, QWidget *parent = nullptr);

private:
    void addLine(QGridLayout &grid, const QString &name, QWidget *value);
    QLabel *line(QGridLayout &grid, const QString &name, bool mono);
    KeyLabel *keyLine(QGridLayout &grid, const QString &name, const char *id);
    void refresh();
    [[nodiscard]] QString linkWord() const; ///< how a remote node stands
    void refreshLink(const client::LinkState &link);

    PanelContext m_context;
    client::LocalNode *m_local;
    StatePill *m_state;
    QLabel *m_about;
    QLabel *m_detail;
    QLabel *m_version, *m_chain, *m_mode;
    KeyLabel *m_genesis, *m_program, *m_venue, *m_engineKey, *m_treasury;
    QLabel *m_slot, *m_final, *m_seq, *m_uptime, *m_api;
    QLabel *m_rpc = nullptr, *m_process = nullptr, *m_restarts = nullptr; ///< of a local node
    QPushButton *m_start;
    QPushButton *m_stop;
};

} // namespace paradox::ui

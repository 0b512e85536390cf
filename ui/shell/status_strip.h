#pragma once

#include <QStatusBar>

class QToolButton;

namespace paradox::ui {

class DeskCore;
class StaleBadge;
class Theme;

/// Feed and seq, node in words, slot, latency, outbox, session, lock, unit, UTC clock. Fields keep their width;
/// where there is no room for all, latency goes first, then slot, session and node.
class StatusStrip : public QStatusBar {
    Q_OBJECT

public:
    StatusStrip(const Theme &theme, DeskCore &core, const QString &nodeWords, QWidget *parent = nullptr);

Q_SIGNALS:
    void panelWanted(const QString &dock);
    void lockToggled();
    void unitToggled();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *field(const QString &id, const QString &name, const QString &widest);
    void refresh();
    void fit();

    const Theme &m_theme;
    DeskCore &m_core;
    StaleBadge *m_badge;
    QToolButton *m_node, *m_slot, *m_latency, *m_outbox, *m_session, *m_lock, *m_unit, *m_clock;
};

} // namespace paradox::ui

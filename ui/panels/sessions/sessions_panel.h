#pragma once

#include "models/rows.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

class QLabel;

namespace paradox::ui {

class LiveTable;

/// Session cockpit: limits held, spent and left, time to expiry, revoke one and all.
class SessionsPanel : public QWidget {
    Q_OBJECT

public:
    SessionsPanel(const PanelContext &context, QWidget *parent = nullptr);
    [[nodiscard]] LiveTable &table() const { return *m_table; }

private:
    void refresh();

    PanelContext m_context;
    models::SessionModel m_model;
    QLabel *m_summary;
    LiveTable *m_table;
};

} // namespace paradox::ui

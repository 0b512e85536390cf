#pragma once

#include "ui/panels/panel_context.h"

#include <QWidget>

class QLabel;

namespace paradox::ui {

class LiveTable;

/// The log ring of desk and local node, filterable.
class LogPanel : public QWidget {
    Q_OBJECT

public:
    LogPanel(const PanelContext &context, QWidget *parent = nullptr);
    [[nodiscard]] LiveTable &table() const { return *m_table; }

private:
    PanelContext m_context;
    QLabel *m_kept;
    LiveTable *m_table;
};

} // namespace paradox::ui

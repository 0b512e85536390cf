#pragma once

#include "models/rows.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

namespace paradox::ui {

class LiveTable;

/// Pending and past intents; what each waits for, and cancel and explain.
class IntentsPanel : public QWidget {
    Q_OBJECT

public:
    IntentsPanel(const PanelContext &context, QWidget *parent = nullptr);
    [[nodiscard]] LiveTable &table() const { return *m_table; }
    [[nodiscard]] models::IntentModel &model() { return m_model; }

Q_SIGNALS:
    void currentChanged(const QString &intentId);

private:
    void refreshActions();

    PanelContext m_context;
    models::IntentModel m_model;
    LiveTable *m_table;
};

} // namespace paradox::ui

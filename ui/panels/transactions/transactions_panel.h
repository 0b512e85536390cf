#pragma once

#include "models/rows.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

namespace paradox::ui {

class LiveTable;

/// Operations, from wallet transactions to settlement chunks, with attempts, fee, slot and signature.
class TransactionsPanel : public QWidget {
    Q_OBJECT

public:
    TransactionsPanel(const PanelContext &context, QWidget *parent = nullptr);
    [[nodiscard]] LiveTable &table() const { return *m_table; }

Q_SIGNALS:
    void currentChanged(const QString &operation);

private:
    PanelContext m_context;
    models::OperationModel m_model;
    LiveTable *m_table;
};

} // namespace paradox::ui

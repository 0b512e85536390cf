#pragma once

#include "models/rows.h"
#include "ui/delegates/lane_delegate.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

class QLabel;

namespace paradox::ui {

class LiveTable;

/// Flight deck: each batch on one lane of time, from open to finalized.
class BatchesPanel : public QWidget {
    Q_OBJECT

public:
    BatchesPanel(const PanelContext &context, QWidget *parent = nullptr);
    [[nodiscard]] LiveTable &table() const { return *m_table; }

Q_SIGNALS:
    void currentChanged(const QString &batch);
    void opened(const QString &batch);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();

    PanelContext m_context;
    models::BatchModel m_model;
    TimeScale m_scale;
    QLabel *m_counts; ///< of the last hour
    QLabel *m_sums;
    LiveTable *m_table;
};

} // namespace paradox::ui

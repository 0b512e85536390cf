#pragma once

#include "models/rows.h"
#include "ui/panels/panel_context.h"

#include <QWidget>

class QScrollArea;

namespace paradox::ui {

class Timeline;

/// The life line of what was chosen last: an intent, a batch or an operation.
class LifeLinePanel : public QWidget {
    Q_OBJECT

public:
    LifeLinePanel(const PanelContext &context, QWidget *parent = nullptr);
    void showIntent(const QString &id);
    void showBatch(const QString &id);
    void showOperation(const QString &id);
    [[nodiscard]] Timeline &timeline() const { return *m_timeline; }

Q_SIGNALS:
    void titleChanged(const QString &title, const QString &summary);

private:
    enum class Kind { None, Intent, Batch, Operation };
    void show(Kind kind, const QString &id);
    void refresh();

    PanelContext m_context;
    QScrollArea *m_scroll;
    Timeline *m_timeline;
    Kind m_kind = Kind::None;
    QString m_id;
};

} // namespace paradox::ui

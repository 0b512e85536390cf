#include "ui/shell/main_window.h"

#include "ui/desk/desk_core.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/dock_frame.h"

#include <QLayout>
#include <QPointer>
#include <QSet>

#include <algorithm>

namespace paradox::ui {

void MainWindow::showWorkspace(const QString &name)
{
    if (name == m_workspace)
        return;
    // Before the window is shown nothing has been laid out yet: there is no arrangement of anybody's to keep.
    if (!m_workspace.isEmpty() && isVisible())
        storeLayout();
    m_workspace =
        name == QStringLiteral("operator") || name == QStringLiteral("node") ? name : QStringLiteral("trader");
    m_core.settings().set(models::setting::workspace, m_workspace);
    m_actions->action(QStringLiteral("workspace.") + m_workspace)->setChecked(true);
    const QPointer<QWidget> focus(focusWidget());
    arrange();
    refreshTitle();
    if (isVisible())
        focusWorkspace(focus);
}

void MainWindow::arrange()
{
    const QSize before = size();
    for (DockFrame *frame : m_docks) {
        frame->setFloating(false);
        removeDockWidget(frame);
    }
    const QByteArray kept = m_core.settings().blob(QStringLiteral("layout.") + m_workspace);
    const QByteArray panels = m_core.settings().blob(QStringLiteral("panels.") + m_workspace);
    // Of what is restored before a maximised window is shown, Qt keeps a second copy and applies it later: with items
    // that the next arrangement has deleted.
    if (m_wasShown && !kept.isEmpty() && !panels.isEmpty() && restoreState(kept, 1)) {
        showPanels(panels);
    } else {
        if (m_workspace == QStringLiteral("operator"))
            layoutOperator();
        else if (m_workspace == QStringLiteral("node"))
            layoutNode();
        else
            layoutTrader();
    }
    layout()->activate();
    if (size() != before)
        resize(before);
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    // Only now bars and strip have their heights, and the docks what they leave: places kept to the pixel fit.
    if (std::exchange(m_wasShown, true))
        return;
    arrange();
    focusFirstTable();
}

void MainWindow::showPanels(const QByteArray &panels)
{
    // Qt shows the docks that a kept arrangement does not know and takes their room from the others: they go, and the
    // others get their sizes back.
    QList<QDockWidget *> docks;
    QList<int> widths;
    QList<int> heights;
    QSet<QString> shown;
    for (const QByteArray &line : panels.split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        DockFrame *frame = dock(QString::fromUtf8(words.first()));
        if (frame == nullptr)
            continue;
        shown.insert(frame->objectName());
        if (words.size() != 3 || frame->isFloating())
            continue;
        docks << frame;
        widths << std::max(1, words[1].toInt());
        heights << std::max(1, words[2].toInt());
    }
    for (DockFrame *frame : m_docks)
        frame->setVisible(shown.contains(frame->objectName()));
    resizeDocks(docks, widths, Qt::Horizontal);
    resizeDocks(docks, heights, Qt::Vertical);
}

void MainWindow::layoutTrader()
{
    DockFrame *intents = dock(QStringLiteral("dockIntents"));
    DockFrame *life = dock(QStringLiteral("dockLifeLine"));
    DockFrame *sessions = dock(QStringLiteral("dockSessions"));
    DockFrame *submit = dock(QStringLiteral("dockSubmit"));
    DockFrame *wallet = dock(QStringLiteral("dockWallet"));
    addDockWidget(Qt::LeftDockWidgetArea, intents);
    addDockWidget(Qt::LeftDockWidgetArea, life);
    addDockWidget(Qt::LeftDockWidgetArea, sessions);
    addDockWidget(Qt::RightDockWidgetArea, submit);
    addDockWidget(Qt::RightDockWidgetArea, wallet);
    for (DockFrame *frame : {intents, life, sessions, submit, wallet})
        frame->show();
    resizeDocks({intents, submit}, {1088, 500}, Qt::Horizontal);
    resizeDocks({intents, life, sessions}, {470, 112, 290}, Qt::Vertical);
    resizeDocks({submit, wallet}, {500, 372}, Qt::Vertical);
}

void MainWindow::layoutOperator()
{
    DockFrame *batches = dock(QStringLiteral("dockBatches"));
    DockFrame *transactions = dock(QStringLiteral("dockTransactions"));
    DockFrame *life = dock(QStringLiteral("dockLifeLine"));
    DockFrame *detail = dock(QStringLiteral("dockBatchDetail"));
    addDockWidget(Qt::LeftDockWidgetArea, batches);
    addDockWidget(Qt::LeftDockWidgetArea, transactions);
    addDockWidget(Qt::LeftDockWidgetArea, life);
    addDockWidget(Qt::RightDockWidgetArea, detail);
    for (DockFrame *frame : {batches, transactions, life, detail})
        frame->show();
    resizeDocks({batches, detail}, {1000, 590}, Qt::Horizontal);
    resizeDocks({batches, transactions, life}, {430, 330, 112}, Qt::Vertical);
}

void MainWindow::layoutNode()
{
    DockFrame *node = dock(QStringLiteral("dockNode"));
    DockFrame *transactions = dock(QStringLiteral("dockTransactions"));
    DockFrame *log = dock(QStringLiteral("dockLog"));
    addDockWidget(Qt::TopDockWidgetArea, node);
    splitDockWidget(node, transactions, Qt::Horizontal);
    addDockWidget(Qt::BottomDockWidgetArea, log);
    for (DockFrame *frame : {node, transactions, log})
        frame->show();
    resizeDocks({node, transactions}, {560, 1030}, Qt::Horizontal);
    resizeDocks({node, log}, {460, 410}, Qt::Vertical);
}

void MainWindow::storeLayout()
{
    // Before that it is arranged as made, whatever was kept.
    if (!m_wasShown)
        return;
    // A line for each panel that is shown: its name, width and height.
    QByteArrayList panels;
    for (const DockFrame *frame : m_docks) {
        if (!frame->isHidden())
            panels << QStringLiteral("%1 %2 %3")
                          .arg(frame->objectName())
                          .arg(frame->width())
                          .arg(frame->height())
                          .toUtf8();
    }
    m_core.settings().setBlob(QStringLiteral("panels.") + m_workspace, panels.join('\n'));
    m_core.settings().setBlob(QStringLiteral("layout.") + m_workspace, saveState(1));
}

void MainWindow::raiseDock(const QString &id)
{
    DockFrame *frame = dock(id);
    if (frame == nullptr)
        return;
    if (dockWidgetArea(frame) == Qt::NoDockWidgetArea)
        addDockWidget(Qt::RightDockWidgetArea, frame);
    frame->show();
    frame->raise();
}

} // namespace paradox::ui

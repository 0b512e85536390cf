#include "client/local_node.h"
#include "models/format.h"
#include "ui/desk/desk_core.h"
#include "ui/desk/error_text.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/message_bar.h"

namespace paradox::ui {

using client::LinkPhase;
using client::NodePhase;

MessageStack &MainWindow::frontMessages() const
{
    const QString where = m_workspace == QStringLiteral("node")       ? QStringLiteral("dockNode")
                          : m_workspace == QStringLiteral("operator") ? QStringLiteral("dockBatches")
                                                                      : QStringLiteral("dockIntents");
    return *dock(where)->messages();
}

void MainWindow::clearMessages(std::initializer_list<const char *> codes)
{
    for (const DockFrame *frame : m_docks) {
        for (const char *code : codes)
            frame->messages()->clear(QString::fromLatin1(code));
    }
}

void MainWindow::showFailure(const Failure &failure)
{
    const bool declined = failure.code == QStringLiteral("NOT_SIGNED");
    frontMessages().post({declined ? MessageLevel::Info : MessageLevel::Critical,
                          failure.title,
                          failure.text,
                          failure.code,
                          {},
                          failure.doing});
}

void MainWindow::tellOfLink(const client::LinkState &link)
{
    switch (link.phase) {
    case LinkPhase::Live:
        // The cause is gone: what was said of the silence leaves every panel; the log keeps it.
        m_silenceTold = false;
        clearMessages({"FEED_SILENT", "UNREACHABLE", "TIMED_OUT", "NODE_RESTART_LIMIT", "BAD_ANSWER", "WRONG_CLUSTER"});
        return;
    case LinkPhase::Offline:
        return tellOfSilence(link);
    case LinkPhase::WrongCluster:
    case LinkPhase::Incompatible:
    case LinkPhase::Stopped: {
        if (!link.error)
            return;
        const ErrorText text = errorText(*link.error);
        frontMessages().post(
            {MessageLevel::Critical, tr("Nothing is read: %1").arg(text.title), text.sentence, text.code, {}});
        return;
    }
    case LinkPhase::Closed:
    case LinkPhase::Starting:
    case LinkPhase::Connecting:
    case LinkPhase::CatchingUp:
    case LinkPhase::Stale:
        return;
    }
}

void MainWindow::tellOfSilence(const client::LinkState &link)
{
    if (std::exchange(m_silenceTold, true))
        return;
    const bool wasHeard = m_core.health().has_value();
    const QString cause = link.error ? errorText(*link.error).sentence : tr("The desk keeps trying.");
    const QString since = models::formatTime(m_core.freshness().lastHeard());
    frontMessages().post({MessageLevel::Warning,
                          wasHeard ? tr("No news from the node since %1").arg(since) : tr("The node does not answer"),
                          wasHeard ? tr("Numbers are as of then. The desk keeps trying.") : cause,
                          QStringLiteral("FEED_SILENT"),
                          {}});
}

void MainWindow::tellOfLocalNode()
{
    const client::LocalNode &node = *m_parts.local;
    if (node.phase() != NodePhase::GaveUp)
        return clearMessages({"NODE_RESTART_LIMIT"});
    frontMessages().post(
        {MessageLevel::Critical, tr("The local node stopped too often"),
         tr("%1 It is not started again by itself. The Log panel has what it said; start it once the cause is gone.")
             .arg(node.lastWords()),
         QStringLiteral("NODE_RESTART_LIMIT"), tr("Start node")});
}

} // namespace paradox::ui

#include "ui/shell/main_window.h"

#include "ui/desk/desk_acts.h"
#include "ui/desk/desk_core.h"
#include "ui/dialogs/amount_dialog.h"
#include "ui/dialogs/name_problem.h"
#include "ui/dialogs/new_session.h"
#include "ui/dialogs/text_dialog.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/batches/batches_panel.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/log/log_panel.h"
#include "ui/panels/sessions/sessions_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/panels/transactions/transactions_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/command_palette.h"
#include "ui/signing/key_room.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>

#include <algorithm>

namespace paradox::ui {

void MainWindow::registerActions()
{
    const auto add = [this](const char *id, const QString &text, const char *icon, const QKeySequence &keys,
                            const char *menu, const QString &about, std::function<void()> run) {
        m_actions->add(
            {QString::fromLatin1(id), text, QString::fromLatin1(icon), keys, QString::fromLatin1(menu), about}, this,
            std::move(run));
    };
    add("file.setup", tr("Set up…"), "settings", {}, "File", tr("Runs the first steps again: role, back end, key"),
        [this] { Q_EMIT setUpWanted(); });
    add("keys.signIn", tr("Sign in…"), "sessions", QKeySequence(tr("Ctrl+I")), "File",
        tr("Signs in to the node with the wallet key"), [this] { m_acts->signIn(); });
    registerKeyActions();
    add("file.quit", tr("Quit"), "", QKeySequence(tr("Ctrl+Q")), "File", tr("Closes the desk and stops its local node"),
        [this] { close(); });
    add("palette.open", tr("Search or run…"), "command", QKeySequence(tr("Ctrl+K")), "Edit",
        tr("Finds every action, intent, batch and key"), [this] { m_palette->popUp(); });
    add("edit.find", tr("Find"), "filter", QKeySequence(QKeySequence::Find), "Edit", tr("Filters the table in front"),
        [this] {
            for (auto *table : findChildren<LiveTable *>()) {
                if (table->filter() != nullptr && table->isVisible() && !table->visibleRegion().isEmpty())
                    return table->filter()->edit()->setFocus();
            }
        });
    registerTradeActions();
    registerViewActions();
}

void MainWindow::registerTradeActions()
{
    const auto add = [this](const char *id, const QString &text, const char *icon, const QKeySequence &keys,
                            const char *menu, const QString &about, std::function<void()> run) {
        m_actions->add(
            {QString::fromLatin1(id), text, QString::fromLatin1(icon), keys, QString::fromLatin1(menu), about}, this,
            std::move(run));
    };
    add("intent.new", tr("New intent"), "submit", QKeySequence(tr("Ctrl+N")), "Trade", tr("Goes to the Submit form"),
        [this] {
            raiseDock(QStringLiteral("dockSubmit"));
            m_submit->focusFirst();
        });
    add("intent.review", tr("Review and sign…"), "submit", QKeySequence(tr("Ctrl+Return")), "Trade",
        tr("Shows what the form's bytes say before anything is signed"), [this] { m_submit->review(); });
    add("intent.cancel", tr("Cancel intent"), "cancel", QKeySequence(tr("Ctrl+Backspace")), "Trade",
        tr("Cancels a pending intent; its session signs"),
        [this] { m_acts->cancelIntent(m_intents->table().currentId()); });
    add("intent.explain", tr("Explain"), "explain", QKeySequence(tr("Ctrl+E")), "Trade",
        tr("Asks the node why the intent is not settled"), [this] { m_acts->explain(m_intents->table().currentId()); });
    add("intent.older", tr("Older intents"), "", {}, "Trade", tr("Reads intents from before those that are shown"),
        [this] { m_core.intentList().readOlder(); });
    add("session.new", tr("New session…"), "sessions", QKeySequence(tr("Ctrl+Shift+N")), "Trade",
        tr("Grants a session key limits"), [this] { askNewSession(); });
    add("session.revoke", tr("Revoke"), "cancel", {}, "Trade", tr("Ends the chosen session"),
        [this] { m_acts->revokeSession(m_sessions->table().currentId()); });
    add("session.revokeAll", tr("Revoke all sessions…"), "revoke-all", QKeySequence(tr("Ctrl+Shift+K")), "Trade",
        tr("Ends every session of this wallet"), [this] { askRevokeAll(); });
    add("wallet.deposit", tr("Deposit…"), "", QKeySequence(tr("Ctrl+D")), "Trade",
        tr("Moves lamports from the wallet into the vault"), [this] { askDeposit(); });
    add("wallet.withdraw", tr("Withdraw…"), "", {}, "Trade", tr("Moves free lamports from the vault to the wallet"),
        [this] { askWithdraw(); });
    add("wallet.register", tr("Register item…"), "", {}, "Trade", tr("Registers an item of your own on chain"),
        [this] { askRegister(); });
    add("wallet.airdrop", tr("Airdrop"), "", {}, "Trade", tr("Asks the local test network for 100 SOL"),
        [this] { m_acts->airdrop({100 * lamportsPerSol}); });
    add("wallet.copyAddress", tr("Copy wallet address"), "copy", {}, "Edit", tr("Full base58 of the own wallet"),
        [this] { QApplication::clipboard()->setText(m_core.names().own()); });
    add("batch.open", tr("Open batch"), "batch-detail", {}, "Batches",
        tr("Shows verdicts, legs and header of the chosen batch"), [this] {
            m_batchDetail->showBatch(m_batches->table().currentId());
            raiseDock(QStringLiteral("dockBatchDetail"));
        });
    add("batch.verify", tr("Verify"), "verify", QKeySequence(tr("Ctrl+Shift+V")), "Batches",
        tr("Nets the batch in Batch detail again on this desk and compares"), [this] {
            raiseDock(QStringLiteral("dockBatchDetail"));
            m_batchDetail->verify();
        });
    add("trade.prove", tr("Prove this trade"), "verify", {}, "Batches",
        tr("Reads the receipt of the chosen verdict and works it out on this desk"), [this] {
            raiseDock(QStringLiteral("dockBatchDetail"));
            m_batchDetail->prove();
        });
    add("trade.copyReceipt", tr("Copy receipt"), "copy", {}, "Batches", tr("The receipt of the proved trade, as JSON"),
        [this] { m_batchDetail->copyReceipt(); });
    add("trade.saveReceipt", tr("Save receipt…"), "export", {}, "Batches",
        tr("Keeps the receipt of the proved trade in a file"), [this] { m_batchDetail->saveReceipt(); });
    add("batch.older", tr("Older batches"), "", {}, "Batches", tr("Reads batches from before those that are shown"),
        [this] { m_core.batchList().readOlder(); });
    add("operation.older", tr("Older transactions"), "", {}, "Batches",
        tr("Reads transactions from before those that are shown"), [this] { m_core.operationList().readOlder(); });
    add("batch.cut", tr("Cut now"), "batches", {}, "Batches", tr("Closes the open batch without waiting for its time"),
        [this] { m_acts->cutNow(); });
}

void MainWindow::registerViewActions()
{
    const auto add = [this](const char *id, const QString &text, const char *icon, const QKeySequence &keys,
                            const char *menu, const QString &about, std::function<void()> run) {
        m_actions->add(
            {QString::fromLatin1(id), text, QString::fromLatin1(icon), keys, QString::fromLatin1(menu), about}, this,
            std::move(run));
    };
    add("workspace.trader", tr("Trader"), "", QKeySequence(tr("Ctrl+1")), "View",
        tr("Intents, submit, sessions, wallet"), [this] { showWorkspace(QStringLiteral("trader")); });
    add("workspace.operator", tr("Operator"), "", QKeySequence(tr("Ctrl+2")), "View",
        tr("Batches, batch detail, transactions"), [this] { showWorkspace(QStringLiteral("operator")); });
    add("workspace.node", tr("Node"), "", QKeySequence(tr("Ctrl+3")), "View", tr("Node, log, transactions"),
        [this] { showWorkspace(QStringLiteral("node")); });
    add("workspace.reset", tr("Reset this workspace"), "", {}, "View", tr("Puts the docks back where they were made"),
        [this] {
            m_core.settings().setBlob(QStringLiteral("layout.") + m_workspace, {});
            const QString name = std::exchange(m_workspace, QString());
            showWorkspace(name);
        });
    add("view.theme", tr("Theme"), "settings", QKeySequence(tr("Ctrl+Shift+T")), "View",
        tr("Dark, light, high contrast"), [this] {
            const ThemeName next = m_theme.name() == ThemeName::Dark    ? ThemeName::Light
                                   : m_theme.name() == ThemeName::Light ? ThemeName::Contrast
                                                                        : ThemeName::Dark;
            m_core.settings().set(models::setting::theme, toText(next));
            m_theme.apply(next);
            refreshTitle();
        });
    add("view.comfortable", tr("Comfortable rows"), "", {}, "View", tr("Taller rows and larger controls"), [this] {
        models::Settings &settings = m_core.settings();
        settings.set(models::setting::comfortable, !settings.get(models::setting::comfortable));
    });
    m_actions->action(QStringLiteral("view.comfortable"))->setCheckable(true);
    add("view.freeze", tr("Freeze view"), "pause", QKeySequence(tr("Ctrl+Space")), "View",
        tr("Holds new events back until you let them in"), [this] {
            const bool frozen = !m_core.pump().isFrozen();
            m_core.pump().setFrozen(frozen);
            m_actions->action(QStringLiteral("view.freeze"))->setText(frozen ? tr("Let events in") : tr("Freeze view"));
        });
    add("window.nextPart", tr("Next panel"), "", QKeySequence(tr("F6")), "Window",
        tr("Goes to tool bar, panels and strip one after the other"), [this] { focusNextPart(1); });
    add("window.previousPart", tr("Previous panel"), "", QKeySequence(tr("Shift+F6")), "Window",
        tr("Goes through tool bar, panels and strip the other way round"), [this] { focusNextPart(-1); });
    add("node.refresh", tr("Read everything again"), "retry", QKeySequence(QKeySequence::Refresh), "Node",
        tr("Reads the lists from the node; your place stays"), [this] { m_core.resnapshot(); });
    add("node.panel", tr("Show the node"), "node", {}, "Node", tr("Phases, ports, slots"),
        [this] { raiseDock(QStringLiteral("dockNode")); });
    add("node.log", tr("Show the log"), "log", {}, "Node", tr("Lines of desk and node"),
        [this] { raiseDock(QStringLiteral("dockLog")); });
    add("help.about", tr("About Paradox Desk"), "", {}, "Help", tr("Version and licence"), [this] {
        auto *about =
            new TextDialog(m_theme,
                           {tr("Paradox Desk"),
                            tr("Signs trade intents and watches them settle. Free software under the GNU General "
                               "Public License, version 3 or later."),
                            {},
                            tr("Close"),
                            {}},
                           this);
        about->open();
    });
}

void MainWindow::askDeposit()
{
    m_acts->withDepositRoom([this](const client::DepositRoom &room) {
        auto *dialog = new AmountDialog(
            m_theme,
            {tr("Deposit into the vault"),
             tr("The venue's vault holds what intents may spend. You sign the transaction after reviewing it."),
             tr("Review and sign…"), room.most, room.keepLeast,
             tr("The network takes %1 SOL beside it.").arg(models::shortSol(room.fees.value)),
             tr("Empties the wallet: until it gets more it cannot pay the fee of a withdrawal.")},
            this);
        connect(dialog, &AmountDialog::chosen, this, [this](Lamports amount) { m_acts->deposit(amount); });
        dialog->open();
    });
}

void MainWindow::askWithdraw()
{
    const auto free = m_core.store().balance().free();
    auto *dialog = new AmountDialog(
        m_theme,
        {tr("Withdraw from the vault"),
         tr("Only what no batch or intent holds can leave. You sign the transaction after reviewing it."),
         tr("Review and sign…"), free ? std::optional(Lamports{*free}) : std::nullopt},
        this);
    connect(dialog, &AmountDialog::chosen, this, [this](Lamports amount) { m_acts->withdraw(amount); });
    dialog->open();
}

void MainWindow::askRegister()
{
    auto *dialog = new TextDialog(
        m_theme,
        {tr("Register an item"),
         tr("The item belongs to your wallet afterwards. The name stays on this computer; the chain keeps its hash."),
         tr("Name of the item"), tr("Cancel"), tr("Review and sign…"), TextDialog::Weight::Ordinary,
         [this](const QString &name) {
             const QString key = m_acts->itemKey(name);
             return m_core.store().items.find(key) != nullptr ? tr("You own an item of this name: choose another")
                                                              : nameProblem(m_core.names(), name, key);
         }},
        this);
    connect(dialog, &TextDialog::chosen, this, [this](const QString &name) { m_acts->registerItem(name); });
    dialog->open();
}

void MainWindow::askNewSession()
{
    auto *dialog = new NewSessionDialog(m_theme, m_core.names(), this);
    connect(dialog, &NewSessionDialog::chosen, this,
            [this](const client::GrantWish &wish, const QString &label) { m_acts->newSession(wish, label); });
    dialog->open();
}

void MainWindow::askRevokeAll()
{
    auto *dialog = new TextDialog(
        m_theme,
        {tr("Revoke all sessions"),
         tr("Every session of this wallet ends at the node at once; pending intents of theirs become revoked. "
            "Netted ones still settle. You review and sign twice: for the node, and for the chain."),
         {},
         tr("Cancel"),
         tr("Revoke all sessions…"),
         TextDialog::Weight::Destructive},
        this);
    connect(dialog, &TextDialog::chosen, this, [this] { m_acts->revokeAll(); });
    dialog->open();
}

std::vector<PaletteEntry> MainWindow::paletteEntries(const QString &typed)
{
    constexpr std::size_t eachMax = 8;
    const QChar prefix = typed.isEmpty() ? QChar() : typed[0];
    const bool narrowed = prefix == u'>' || prefix == u'#' || prefix == u'@';
    const QString query = narrowed ? typed.mid(1) : typed;
    std::vector<PaletteEntry> found;
    std::size_t count = 0;
    for (const ActionRegistry::Entry &entry : m_actions->entries()) {
        if ((narrowed && prefix != u'>') || !CommandPalette::matches(query, entry.text + u' ' + entry.about))
            continue;
        const QString reason = m_actions->reason(entry.id);
        found.push_back({tr("Actions"), entry.text, reason.isEmpty() ? entry.about : reason,
                         m_actions->shortcutText(entry.id), entry.icon, reason.isEmpty(),
                         [this, id = entry.id] { m_actions->action(id)->trigger(); }});
        if (++count >= (query.isEmpty() ? m_actions->entries().size() : eachMax))
            break;
    }
    count = 0;
    m_core.store().batches.forEach([&](const models::BatchRow &batch) {
        const QString text = tr("Batch #%1").arg(batch.seq);
        if (query.isEmpty() || count >= eachMax || (narrowed && prefix != u'#') ||
            !CommandPalette::matches(query, text + u' ' + batch.state + u' ' + batch.batchId))
            return;
        ++count;
        found.push_back({tr("Batches"),
                         text,
                         batch.state,
                         {},
                         QStringLiteral("batches"),
                         true,
                         [this, id = models::idText(batch.id())] {
                             m_batchDetail->showBatch(id);
                             raiseDock(QStringLiteral("dockBatchDetail"));
                         }});
    });
    count = 0;
    // The newest ones: a key press does not wait for a long history, and the filter of the panel finds the rest.
    constexpr std::size_t lookedMax = 3000;
    const models::ShelfOf<models::IntentRow> &intents = m_core.store().intents;
    const std::vector<models::SlotNumber> slots =
        query.isEmpty() || narrowed ? std::vector<models::SlotNumber>() : intents.slots();
    for (std::size_t i = 0; i < std::min(slots.size(), lookedMax) && count < eachMax; ++i) {
        const models::IntentRow &intent = intents.at(slots[slots.size() - 1 - i]);
        const QString id = models::idText(intent.intentId);
        const QString item = models::itemName(intent.item, m_core.names());
        const QString text =
            QStringLiteral("%1 %2, %3").arg(models::typeWord(intent.type), item, models::priceText(intent));
        const QString &status = models::statusWord(intent);
        if (!CommandPalette::matches(query, text + u' ' + id + u' ' + status))
            continue;
        ++count;
        found.push_back({tr("Intents"), text, status, {}, QStringLiteral("intents"), true, [this, id] {
                             raiseDock(QStringLiteral("dockIntents"));
                             m_intents->table().selectId(id);
                         }});
    }
    count = 0;
    for (auto it = m_core.names().all().begin(); it != m_core.names().all().end(); ++it) {
        if (query.isEmpty() || count >= eachMax || (narrowed && prefix != u'@') ||
            !CommandPalette::matches(query, it.value() + u' ' + it.key()))
            continue;
        ++count;
        found.push_back({tr("Keys"), it.value(), models::elided(it.key(), 6), tr("copy"), QStringLiteral("copy"), true,
                         [key = it.key()] { QApplication::clipboard()->setText(key); }});
    }
    return found;
}

} // namespace paradox::ui

#include "domain/encoding.h"
#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/person.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/batch_detail/proof_view.h"
#include "ui/panels/sessions/sessions_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/key_label.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stale_badge.h"
#include "ui/widgets/state_pill.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>

using namespace paradox;
using namespace paradox::ui;
using paradox::test::patienceMs;
using paradox::test::Person;

/// One pass through everything with a real node: nothing between the clicks and the chain is replaced.
class RealNodeTest : public QObject {
    Q_OBJECT

private:
    QString submitList(Person &person)
    {
        SubmitPanel &submit = person.window().submit();
        submit.setType(IntentType::List);
        person.type(&submit, "submitItemEdit", QStringLiteral("Storm Sigil"));
        person.type(&submit, "amountSol", QStringLiteral("3.5"));
        if (!submit.problem().isEmpty()) {
            qWarning("%s", qPrintable(submit.problem()));
            return {};
        }
        person.press(&submit, "submitReview");
        if (!person.readAndSign().contains(QStringLiteral("3.500000000")))
            return {};
        QString id;
        static_cast<void>(QTest::qWaitFor(
            [&] {
                person.store().intents.forEach([&](const models::IntentRow &row) {
                    if (row.status == IntentState::Pending && row.seq && !row.resolving)
                        id = models::idText(row.intentId);
                });
                return !id.isEmpty();
            },
            patienceMs));
        return id;
    }

    /// As the node tells it.
    std::optional<client::BatchDetail> readBatch(Person &person, const QString &seq)
    {
        std::optional<client::BatchDetail> batch;
        person.core().backend().batch(BatchSeq{seq.toULongLong()}).onDone(this, [&](const auto &answer) {
            if (answer)
                batch = *answer;
        });
        static_cast<void>(QTest::qWaitFor([&] { return batch.has_value(); }, patienceMs));
        return batch;
    }

private Q_SLOTS:
    void initTestCase() { QCoreApplication::setApplicationName(QStringLiteral("paradox-desk")); }

    void fromFirstStepsToAListedItemThatOutlivesTheNode()
    {
        QTemporaryDir dir;
        Person person(dir.filePath(QStringLiteral("home")));
        if (!person.becomeTrader())
            return;
        person.deposit(20);
        person.registerItem(QStringLiteral("Storm Sigil"));
        if (QTest::currentTestFailed())
            return;
        const QString intent = submitList(person);
        QVERIFY2(!intent.isEmpty(), person.lastWords());
        QVERIFY2(person.core().ackText().contains(QStringLiteral("sign→ack")), qPrintable(person.core().ackText()));

        const qint64 first = person.node().pid();
        QVERIFY(first > 0);
        const StaleBadge *badge = person.window().dock(QStringLiteral("dockIntents"))->badge();
        bool saidOffline = false;
        connect(&person.core().freshness(), &models::Freshness::changed, this,
                [&] { saidOffline |= badge->shownText().startsWith(QStringLiteral("Offline since")); });
        QCOMPARE(::kill(static_cast<pid_t>(first), SIGKILL), 0);
        QVERIFY2(QTest::qWaitFor([&] { return saidOffline; }, patienceMs), qPrintable(badge->shownText()));
        QVERIFY2(QTest::qWaitFor(
                     [&] { return person.node().phase() == client::NodePhase::Ready && person.node().pid() != first; },
                     patienceMs),
                 person.lastWords());
        QVERIFY2(QTest::qWaitFor(
                     [&] {
                         return person.core().backend().link().phase == client::LinkPhase::Live &&
                                badge->shownText().startsWith(QStringLiteral("Live as of"));
                     },
                     patienceMs),
                 person.lastWords());
        const models::IntentRow *again = person.store().intents.findText(intent);
        QVERIFY2(again != nullptr, person.lastWords());
        QCOMPARE(again->status, IntentState::Pending);
        QCOMPARE(person.store().items.size(), 1);
        QCOMPARE(person.store().balance().available.value_or(0), 20 * lamportsPerSol);
    }

    void aSessionIsRevokedAtTheNodeAndThenOnChain()
    {
        QTemporaryDir dir;
        Person person(dir.filePath(QStringLiteral("home")));
        if (!person.becomeTrader())
            return;
        LiveTable &sessions = person.window().findChild<SessionsPanel *>()->table();
        QCOMPARE(sessions.view()->model()->rowCount(), 1);
        sessions.view()->selectRow(0);
        const QString session = sessions.currentId();
        const auto status = [&] {
            const models::SessionRow *row = person.store().sessions.findText(session);
            return row == nullptr ? QString() : row->status;
        };
        QCOMPARE(status(), QStringLiteral("active"));
        person.window().actions().action(QStringLiteral("session.revoke"))->trigger();
        const QString forTheNode = person.readAndSign();
        QVERIFY2(forTheNode.contains(session), qPrintable(forTheNode));
        QVERIFY2(QTest::qWaitFor([&] { return status() == QStringLiteral("revoked"); }, patienceMs),
                 person.lastWords());
        const QString forTheChain = person.readAndSign();
        QVERIFY2(forTheChain.contains(session), qPrintable(forTheChain));
        const auto isEndedOnChain = [&] {
            bool isEnded = false;
            person.store().operations.forEach([&](const models::OperationRow &row) {
                isEnded |= row.kind == QStringLiteral("session_revocation") && row.status == QStringLiteral("settled");
            });
            return isEnded;
        };
        QVERIFY2(QTest::qWaitFor(isEndedOnChain, patienceMs), person.lastWords());
        QVERIFY(!person.window().actions().reason(QStringLiteral("session.revoke")).isEmpty());
    }

    void theDeskGoesOnAfterTheFirstSteps()
    {
        QTemporaryDir dir;
        Person person(dir.filePath(QStringLiteral("home")));
        constexpr int wentOn = 7;
        // Only an application that runs ends itself with its last window.
        QTimer::singleShot(0, this, [&] {
            person.takeFirstSteps();
            QTimer::singleShot(0, this, [] { QApplication::exit(wentOn); });
        });
        QCOMPARE(QApplication::exec(), wentOn);
        QVERIFY(person.window().isVisible());
    }

    /// The demo market's batches are the node's own work; the button nets them again here.
    void verifyFindsAnHonestBatchAndATamperedOne()
    {
        QTemporaryDir dir;
        Person person(dir.filePath(QStringLiteral("home")), true);
        QVERIFY(person.start());
        BatchDetailPanel &detail = person.window().batchDetail();
        auto *verify = detail.findChild<QPushButton *>(QStringLiteral("button.batch.verify"));
        QVERIFY(verify != nullptr && !verify->isEnabled());
        QVERIFY2(QTest::qWaitFor([&] { return !detail.shownBatch().isEmpty() && verify->isEnabled(); }, patienceMs),
                 person.lastWords());
        const auto *sent = detail.findChild<QTableView *>(QStringLiteral("batchTransactionsTable"));
        QVERIFY2(QTest::qWaitFor([&] { return sent->model()->rowCount() > 0; }, patienceMs), person.lastWords());
        const QString token = dir.filePath(QStringLiteral("home/demo-node/desk.token"));
        QCOMPARE(QFile::permissions(token) &
                     (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        QTest::mouseClick(verify, Qt::LeftButton);
        QVERIFY2(QTest::qWaitFor([&] { return detail.messages()->barCount() == 1; }, patienceMs), person.lastWords());
        const auto said = [](const BatchDetailPanel &panel) {
            const Message &message = panel.messages()->findChild<MessageBar *>()->message();
            return message.title + u' ' + message.text;
        };
        QVERIFY2(said(detail).startsWith(QStringLiteral("Match")), qPrintable(said(detail)));

        std::optional<client::BatchDetail> batch = readBatch(person, detail.shownBatch());
        QVERIFY(batch.has_value());
        const std::string fees = "\"fees\":\"";
        const std::size_t at = batch->json.find(fees);
        QVERIFY2(at != std::string::npos, batch->json.substr(0, 400).c_str());
        batch->json.insert(at + fees.size(), "1");
        test::DeskFixture other;
        other.backend.putBatch(*batch);
        other.window->showWorkspace(QStringLiteral("operator"));
        other.window->show();
        other.goLive();
        BatchDetailPanel &tampered = other.window->batchDetail();
        tampered.showBatch(detail.shownBatch());
        auto *again = tampered.findChild<QPushButton *>(QStringLiteral("button.batch.verify"));
        QVERIFY(QTest::qWaitFor([&] { return again->isEnabled(); }, patienceMs));
        QTest::mouseClick(again, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return tampered.messages()->barCount() == 1; }, patienceMs));
        QVERIFY2(said(tampered).startsWith(QStringLiteral("Mismatch")), qPrintable(said(tampered)));
    }

    /// Receipts of the node's own making, worked out here; the tampered one claims the other verdict.
    void aTradeIsProvedFromItsReceiptAndATamperedOneIsNot()
    {
        QTemporaryDir dir;
        Person person(dir.filePath(QStringLiteral("home")), true);
        QVERIFY(person.start());
        BatchDetailPanel &detail = person.window().batchDetail();
        const auto stateOf = [](const BatchDetailPanel &panel) {
            const auto *pill = panel.proof().findChild<StatePill *>(QStringLiteral("proofVerdict"));
            return pill->state().word;
        };
        const auto countOf = [](const BatchDetailPanel &panel, const QString &word) {
            return std::ranges::count_if(panel.proof().findChildren<StatePill *>(),
                                         [&](const StatePill *pill) { return pill->state().word == word; });
        };
        const auto proveFirst = [&](BatchDetailPanel &panel, MainWindow &window) {
            panel.trades().view()->selectRow(0);
            window.actions().action(QStringLiteral("trade.prove"))->trigger();
            const auto *tabs = panel.findChild<QTabWidget *>(QStringLiteral("batchTabs"));
            return QTest::qWaitFor([&] { return tabs->currentWidget() == &panel.proof(); }, patienceMs);
        };
        QVERIFY2(QTest::qWaitFor(
                     [&] {
                         person.store().batches.forEach([&](const models::BatchRow &batch) {
                             if (batch.state == QStringLiteral("finalized") &&
                                 detail.shownBatch() != QString::number(batch.seq))
                                 detail.showBatch(QString::number(batch.seq));
                         });
                         const models::BatchRow *shown = person.store().batches.findText(detail.shownBatch());
                         return shown != nullptr && shown->state == QStringLiteral("finalized") &&
                                detail.trades().view()->model()->rowCount() > 0;
                     },
                     patienceMs),
                 person.lastWords());
        QVERIFY2(proveFirst(detail, person.window()), person.lastWords());
        QCOMPARE(stateOf(detail), QStringLiteral("proved"));
        QCOMPARE(countOf(detail, QStringLiteral("fails")), 0);
        QVERIFY(countOf(detail, QStringLiteral("equal")) >= 2); // leaf and root at least
        person.window().actions().action(QStringLiteral("trade.copyReceipt"))->trigger();
        const std::string receipt = detail.proof().receipt().toStdString();
        QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), receipt);

        person.window().actions().action(QStringLiteral("trade.saveReceipt"))->trigger();
        auto *chooser = detail.findChild<QFileDialog *>();
        QVERIFY(chooser != nullptr);
        const QString path = dir.filePath(QStringLiteral("kept.json"));
        chooser->selectFile(path);
        QMetaObject::invokeMethod(chooser, "accept");
        QFile kept(path);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll().toStdString(), receipt);
        QVERIFY(detail.messages()->bar(QStringLiteral("RECEIPT_SAVED")) != nullptr);
        // As its words promise, the command line reads it, without a node.
        QCOMPARE(QProcess::execute(QCoreApplication::applicationDirPath() + QStringLiteral("/paradox"),
                                   {QStringLiteral("verify"), path}),
                 0);

        const std::optional<client::BatchDetail> batch = readBatch(person, detail.shownBatch());
        QVERIFY(batch.has_value());
        // The header's bytes give the batch its id; here they are hashed again.
        const auto *header = detail.findChild<QWidget *>(QStringLiteral("batchHeader"));
        QCOMPARE(header->findChildren<KeyLabel *>().first()->key().key.toStdString(),
                 hexEncode(batch->batch.id->bytes));
        const auto *bytes = header->findChild<QLabel *>(QStringLiteral("headerBytes"));
        QVERIFY2(bytes->text().startsWith(QStringLiteral("000  ff707076")), qPrintable(bytes->text()));

        const std::string honest(toText(netting::parseReceipt(receipt)->verdict));
        const std::size_t place = receipt.find('"' + honest + '"');
        QVERIFY2(place != std::string::npos, receipt.c_str());
        std::string lie = receipt;
        lie.replace(place + 1, honest.size(), honest == "INSOLVENT" ? "ACCEPTED" : "INSOLVENT");
        test::DeskFixture other;
        other.backend.putBatch(*batch);
        for (const client::TradeRecord &trade : batch->trades)
            other.backend.putReceipt(trade.sellerIntent, lie);
        other.window->showWorkspace(QStringLiteral("operator"));
        other.window->show();
        other.goLive();
        BatchDetailPanel &tampered = other.window->batchDetail();
        tampered.showBatch(detail.shownBatch());
        QVERIFY(QTest::qWaitFor([&] { return tampered.trades().view()->model()->rowCount() > 0; }, patienceMs));
        QVERIFY(proveFirst(tampered, *other.window));
        QCOMPARE(stateOf(tampered), QStringLiteral("not proved"));
        QCOMPARE(countOf(tampered, QStringLiteral("differs")), 2); // both roots; of the way there nothing is ticked
        QCOMPARE(countOf(tampered, QStringLiteral("equal")), 0);

        // A receipt that holds, but of another trade, proves nothing of this one.
        test::DeskFixture swapped;
        swapped.backend.putBatch(*batch);
        for (const client::TradeRecord &trade : batch->trades)
            swapped.backend.putReceipt(trade.sellerIntent, receipt);
        swapped.window->showWorkspace(QStringLiteral("operator"));
        swapped.window->show();
        swapped.goLive();
        BatchDetailPanel &cheated = swapped.window->batchDetail();
        cheated.showBatch(detail.shownBatch());
        QVERIFY(QTest::qWaitFor([&] { return cheated.trades().view()->model()->rowCount() > 1; }, patienceMs));
        cheated.trades().view()->selectRow(1);
        swapped.window->actions().action(QStringLiteral("trade.prove"))->trigger();
        QVERIFY(QTest::qWaitFor([&] { return cheated.messages()->barCount() == 1; }, patienceMs));
        const MessageBar *refused = cheated.messages()->bar(QStringLiteral("PROOF_UNREADABLE"));
        QVERIFY(refused != nullptr);
        QCOMPARE(refused->message().text, QStringLiteral("the node gave the receipt of another intent"));
        QVERIFY(cheated.proof().receipt().isEmpty());

        // Where the node gives no receipt, the batch itself still says where the trade stands.
        test::DeskFixture stranger;
        stranger.backend.putBatch(*batch);
        stranger.window->showWorkspace(QStringLiteral("operator"));
        stranger.window->show();
        stranger.goLive();
        BatchDetailPanel &bare = stranger.window->batchDetail();
        bare.showBatch(detail.shownBatch());
        QVERIFY(QTest::qWaitFor([&] { return bare.trades().view()->model()->rowCount() > 0; }, patienceMs));
        QVERIFY(proveFirst(bare, *stranger.window));
        QCOMPARE(stateOf(bare), QStringLiteral("proved"));
        QCOMPARE(countOf(bare, QStringLiteral("equal")), countOf(detail, QStringLiteral("equal")));
        QCOMPARE(countOf(bare, QStringLiteral("holds")), 0);
        QVERIFY(bare.proof().receipt().isEmpty());
    }
};

QTEST_MAIN(RealNodeTest)
#include "real_node_test.moc"

#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/market.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/batch_detail/proof_view.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/key_label.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"

#include <QLabel>
#include <QTableView>
#include <QTest>

#include <algorithm>

using namespace paradox;
using namespace paradox::ui;

/// Batch detail: what it shows of a batch, and what it says when it cannot.
class BatchDetailTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void aBatchShowsItsOwnTransactionsAndNoOthers()
    {
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.window->show();
        desk.goLive();
        BatchDetailPanel &detail = desk.window->batchDetail();
        const auto *view = detail.findChild<QTableView *>(QStringLiteral("batchTransactionsTable"));
        QVERIFY(view != nullptr);
        const auto kinds = [&] {
            QStringList list;
            for (int row = 0; row < view->model()->rowCount(); ++row)
                list << view->model()->index(row, models::OperationModel::Kind).data().toString();
            list.sort();
            return list;
        };
        detail.showBatch(QStringLiteral("4808"));
        QVERIFY(QTest::qWaitFor([&] { return view->model()->rowCount() == 2; }));
        QCOMPARE(kinds(), QStringList({QStringLiteral("commit_net_chunk"), QStringLiteral("lock_net_chunk")}));
        detail.showBatch(QStringLiteral("4810"));
        QVERIFY(QTest::qWaitFor([&] { return kinds() == QStringList(QStringLiteral("finalize_net_batch")); }));
    }

    void aBatchSaysWhetherItsLegsCancelOut()
    {
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        client::BatchDetail lame;
        lame.batch.seq = {4900};
        lame.deltas = {{test::keyOf(1), {}, 3'000'000'000}, {test::keyOf(2), {}, -1'000'000'000}};
        desk.backend.putBatch(lame);
        desk.window->showWorkspace(QStringLiteral("operator"));
        desk.window->show();
        desk.goLive();
        BatchDetailPanel &detail = desk.window->batchDetail();
        const auto *sum = detail.findChild<QLabel *>(QStringLiteral("legSum"));
        const auto *owners = detail.findChild<QTableView *>(QStringLiteral("ownersTable"));
        QVERIFY(sum->isHidden());
        detail.showBatch(QStringLiteral("4808"));
        QVERIFY(QTest::qWaitFor([&] { return !sum->isHidden(); }));
        QVERIFY2(sum->text().endsWith(QStringLiteral("cancel out exactly.")), qPrintable(sum->text()));
        QCOMPARE(owners->model()->rowCount(), 12);
        detail.showBatch(QStringLiteral("4900"));
        QVERIFY(sum->isHidden());
        QVERIFY(QTest::qWaitFor([&] { return !sum->isHidden(); }));
        QVERIFY2(sum->text().startsWith(QStringLiteral("Credits 3 SOL, debits 1 SOL: they do NOT cancel out")),
                 qPrintable(sum->text()));
        QCOMPARE(owners->model()->rowCount(), 0);
    }

    void whatCannotBeProvedSaysWhy()
    {
        test::DeskFixture desk;
        client::BatchDetail batch;
        batch.batch.seq = {4900};
        batch.batch.state = BatchState::Finalized;
        batch.batch.id = BatchId{{7}};
        batch.json = "{}"; // no batch's object
        batch.trades.push_back({.seq = {101}, .sellerIntent = IntentId{{1}}, .buyerIntent = IntentId{{2}}});
        batch.trades.push_back({.seq = {102}, .sellerIntent = IntentId{{3}}, .buyerIntent = IntentId{{4}}});
        desk.backend.putReceipt(IntentId{{1}}, "{}");
        desk.window->showWorkspace(QStringLiteral("operator"));
        desk.window->show();
        const ActionRegistry &actions = desk.window->actions();
        const QString prove = QStringLiteral("trade.prove");
        QCOMPARE(actions.reason(prove), QStringLiteral("Open a batch first"));
        desk.backend.putBatch(batch);
        desk.goLive();
        BatchDetailPanel &detail = desk.window->batchDetail();
        detail.showBatch(QStringLiteral("4900"));
        QVERIFY(QTest::qWaitFor([&] { return detail.trades().view()->model()->rowCount() == 2; }));
        detail.trades().view()->clearSelection();
        detail.trades().view()->setCurrentIndex({});
        QCOMPARE(actions.reason(prove), QStringLiteral("Choose a trade in Verdicts first"));
        // One has a receipt that is none; the receipt of the other is not to be had, and the batch is no help.
        for (const char *trade : {"101", "102"}) {
            detail.messages()->clearAll();
            detail.trades().selectId(QString::fromLatin1(trade));
            QCOMPARE(actions.reason(prove), QString());
            actions.action(prove)->trigger();
            QVERIFY(QTest::qWaitFor([&] { return detail.messages()->barCount() == 1; }));
            const MessageBar *said = detail.messages()->bar(QStringLiteral("PROOF_UNREADABLE"));
            QVERIFY(said != nullptr);
            QCOMPARE(said->message().title, QStringLiteral("Trade %1 cannot be proved").arg(QLatin1String(trade)));
            QVERIFY(!said->message().text.isEmpty());
            QVERIFY(detail.proof().receipt().isEmpty());
            QCOMPARE(actions.reason(QStringLiteral("trade.copyReceipt")), QStringLiteral("Prove a trade first"));
        }
    }

    void theHeaderIsDecodedFromItsBytesAndElseWhatTheNodeSays()
    {
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        client::BatchDetail detail;
        detail.batch.seq = {4900};
        // What the node says beside the bytes is another number than the one in them.
        detail.batch.feeBps = 30;
        detail.header = netting::encodeHeader({.seq = {4900}, .feeBps = 25, .intentCount = 3});
        client::BatchDetail strange = detail;
        strange.batch.seq = {4901};
        strange.header->front() = 0; // no header's tag
        desk.backend.putBatch(detail);
        desk.backend.putBatch(strange);
        desk.goLive();
        BatchDetailPanel &panel = desk.window->batchDetail();
        const auto *header = panel.findChild<QWidget *>(QStringLiteral("batchHeader"));
        const auto *bytes = header->findChild<QLabel *>(QStringLiteral("headerBytes"));
        const auto says = [&](const QString &text) {
            const auto labels = header->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text() == text; });
        };
        panel.showBatch(QStringLiteral("4900"));
        QVERIFY(QTest::qWaitFor([&] { return says(QStringLiteral("25 bps")); }));
        QVERIFY(!says(QStringLiteral("30 bps")));
        QVERIFY(says(QStringLiteral("inputs digest")));
        QCOMPARE(bytes->text().split(u'\n').size(), 22); // 341 bytes
        panel.showBatch(QStringLiteral("4901"));
        const QString noHeader =
            QStringLiteral("The bytes that the node gives are no header. This is what it says beside them.");
        QVERIFY(QTest::qWaitFor([&] { return says(noHeader); }));
        QVERIFY(says(QStringLiteral("30 bps")));
        QVERIFY(!says(QStringLiteral("inputs digest")));
    }
};

QTEST_MAIN(BatchDetailTest)
#include "batch_detail_test.moc"

#include "models/format.h"
#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/market.h"
#include "ui/desk/desk_acts.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace paradox;
using namespace paradox::ui;

/// What the core puts on the screen: the outbox, and whole lists.
class CoreTest : public QObject {
    Q_OBJECT

private:
    static client::SignedIntent signedIntent()
    {
        Intent intent{
            .type = IntentType::Bid, .amount = {5}, .nonce = 7, .createdAt = {1}, .expiresAt = {4'000'000'000}};
        intent.owner = intent.to = test::keyOf(1);
        intent.from = test::keyOf(2);
        intent.session = test::keyOf(3);
        intent.item = test::keyOf(4);
        return {.intent = intent, .signature = {}};
    }

    static QString stripText(const test::DeskFixture &desk)
    {
        return desk.window->findChild<QToolButton *>(QStringLiteral("stripOutbox"))->text();
    }

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void aLostAnswerIsARowUntilTheNodeHasSpoken()
    {
        QTemporaryDir dir;
        QString problem;
        const auto outbox = client::Outbox::open(dir.filePath(QStringLiteral("outbox")), problem);
        QVERIFY2(outbox != nullptr, qPrintable(problem));
        test::DeskFixture desk(outbox.get());
        desk.window->show();
        desk.goLive();
        QCOMPARE(stripText(desk), QStringLiteral("Outbox 0"));
        const client::SignedIntent intent = signedIntent();
        const IntentId id = intentIdOf(encodeIntent(intent.intent));
        QVERIFY(outbox->put(intent, desk.clock.wall()));
        QCOMPARE(stripText(desk), QStringLiteral("Outbox 1"));
        QCOMPARE(desk.core.store().intents.size(), 0);

        QVERIFY(outbox->mark(id, client::OutboxState::Resolving));
        QCOMPARE(stripText(desk), QStringLiteral("Outbox 1 resolving"));
        QCOMPARE(desk.core.store().intents.size(), 1);
        const QAbstractItemModel *table = desk.window->intents().table().view()->model();
        QCOMPARE(table->rowCount(), 1);
        QCOMPARE(table->index(0, models::IntentModel::State).data().toString(), QStringLiteral("resolving"));

        // The node's list lacks it: the row stays.
        QSignalSpy live(&desk.core.freshness(), &models::Freshness::stateChanged);
        desk.core.resnapshot();
        QVERIFY(QTest::qWaitFor(
            [&] { return live.count() > 0 && desk.core.freshness().state() == models::FreshState::Live; }));
        QCOMPARE(desk.core.store().intents.size(), 1);

        client::IntentRecord taken = test::intentOf(0, desk.clock.wall());
        taken.id = id;
        taken.status = IntentState::Pending;
        desk.backend.putIntent(taken);
        desk.core.resnapshot();
        QVERIFY(outbox->remove(id));
        QCOMPARE(stripText(desk), QStringLiteral("Outbox 0"));
        QVERIFY(QTest::qWaitFor([&] {
            const models::IntentRow *row = desk.core.store().intents.find(models::rowOf(taken).intentId);
            return row != nullptr && !row->resolving && row->status == IntentState::Pending;
        }));
    }

    void aSessionsLimitsMoveWithTheFeed()
    {
        test::DeskFixture desk;
        client::SessionRecord session = test::sessionOf(test::keyOf(11), test::keyOf(1), desk.clock.wall());
        desk.backend.putSession(session);
        desk.window->show();
        desk.goLive();
        QVERIFY(QTest::qWaitFor([&] { return desk.core.store().sessions.size() == 1; }));
        auto *typed = desk.window->submit().findChild<QLineEdit *>(QStringLiteral("submitItemEdit"));
        typed->setText(QStringLiteral("Ember Lance"));
        typed->setCursorPosition(3);
        const auto *table = desk.window->findChild<QTableView *>(QStringLiteral("sessionsTable"));
        const auto cell = [&](int column) { return table->model()->index(0, column).data().toString(); };
        QCOMPARE(cell(models::SessionModel::Left), QStringLiteral("30.029999999"));
        // No state moves: an intent is held, then settled.
        session.held = {19 * lamportsPerSol};
        session.spent = {52 * lamportsPerSol};
        session.left = {29 * lamportsPerSol};
        session.intents = 215;
        session.updatedAt = {desk.clock.wall().value + 1};
        client::LiveEvent news;
        news.topic = "sessions";
        news.from = news.to = "active";
        news.data = session;
        desk.backend.emitEvent(news);
        QVERIFY(QTest::qWaitFor([&] { return cell(models::SessionModel::Left) == QStringLiteral("29.000000000"); }));
        QCOMPARE(cell(models::SessionModel::Meter), QStringLiteral("spent 52, held 19 of 100 SOL"));
        QCOMPARE(cell(models::SessionModel::Intents), QStringLiteral("215 of 2\u202F000"));
        QCOMPARE(typed->cursorPosition(), 3);
        QCOMPARE(typed->text(), QStringLiteral("Ember Lance"));
        const auto *summary = desk.window->findChild<QLabel *>(QStringLiteral("sessionsSummary"));
        QCOMPARE(summary->text(), QStringLiteral("1 active · 29 SOL left to debit"));
    }

    void theWalletEndsAtWhatTheLastMoveLeft()
    {
        test::DeskFixture desk;
        const PublicKey wallet = test::keyOf(1);
        client::Balances balances;
        balances.address = wallet;
        balances.available = {50 * lamportsPerSol};
        desk.backend.putBalances(balances);
        desk.useWallet(wallet);
        desk.goLive();
        const auto available = [&] { return desk.core.store().balance().available.value_or(0); };
        QVERIFY(QTest::qWaitFor([&] { return available() == 50 * lamportsPerSol; }));
        // Within a second of the last reading.
        balances.available = {40 * lamportsPerSol};
        desk.backend.putBalances(balances);
        client::LiveEvent news;
        news.topic = "batches";
        news.data = test::batchOf(4900, BatchState::Finalized, desk.clock.wall());
        QSignalSpy released(&desk.core.pump(), &models::EventPump::released);
        desk.backend.emitEvent(news);
        QVERIFY(QTest::qWaitFor([&] { return released.count() > 0; }));
        desk.clock.advance(1'000);
        Q_EMIT desk.core.second();
        QVERIFY(QTest::qWaitFor([&] { return available() == 40 * lamportsPerSol; }));
    }

    void whatWasSaidOfASilentNodeLeavesWhenItAnswers()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.core.reportError(QStringLiteral("Reading intents"),
                              {.code = client::ErrorCode::Unreachable, .detail = "connection refused"});
        const MessageStack *bars = desk.window->dock(QStringLiteral("dockIntents"))->messages();
        QCOMPARE(bars->barCount(), 1);
        desk.goLive();
        QVERIFY(QTest::qWaitFor([&] { return bars->barCount() == 0; }));
    }

    void eachWorkspaceComesBackWithItsOwnPanelsOnly()
    {
        test::DeskFixture desk;
        desk.window->show();
        const auto shown = [&](const char *workspace) {
            desk.window->showWorkspace(QString::fromLatin1(workspace));
            QStringList names;
            for (const DockFrame *frame : desk.window->findChildren<DockFrame *>()) {
                if (!frame->isHidden())
                    names << frame->objectName();
            }
            names.sort();
            return names;
        };
        const QSize size = desk.window->size();
        const QStringList trader = shown("trader");
        const QStringList operating = shown("operator");
        const QStringList node = shown("node");
        QCOMPARE(node.size(), 3);
        QCOMPARE(shown("trader"), trader);
        QCOMPARE(shown("operator"), operating);
        QCOMPARE(shown("node"), node);
        QCOMPARE(desk.window->size(), size);
    }

    void withoutAnOutboxNothingIsSubmitted()
    {
        test::DeskFixture desk(nullptr, QStringLiteral("The outbox file is not an outbox or cannot be written."));
        const PublicKey wallet = desk.makeWallet();
        desk.window->show();
        desk.goLive();
        const MessageBar *bar =
            desk.window->dock(QStringLiteral("dockSubmit"))->messages()->bar(QStringLiteral("OUTBOX_FAILED"));
        QVERIFY(bar != nullptr);
        QCOMPARE(bar->message().level, MessageLevel::Critical);
        QCOMPARE(stripText(desk), QStringLiteral("No outbox"));
        QVERIFY(!desk.window->submit().problem().isEmpty());
        std::optional<bool> worked;
        client::IntentWish wish;
        wish.type = IntentType::List;
        wish.session = wish.item = wish.from = wallet;
        desk.window->acts().submit(wish, [&](bool done) { worked = done; });
        QCOMPARE(worked, std::optional(false));
        QCOMPARE(desk.backend.submissions(), std::uint64_t{0});
    }

    void upIsCountedOnWhileTheNodeIsHeard()
    {
        test::DeskFixture desk;
        client::Health health = test::healthNow(desk.clock.wall());
        health.uptimeSeconds = 100;
        desk.backend.setHealth(health);
        desk.window->show();
        desk.goLive();
        const auto *shown = desk.window->findChild<QLabel *>(QStringLiteral("nodeUptime"));
        Q_EMIT desk.core.second();
        QCOMPARE(shown->text(), QStringLiteral("1:40"));
        desk.clock.advance(25'000);
        desk.core.freshness().heard();
        Q_EMIT desk.core.second();
        QCOMPARE(shown->text(), QStringLiteral("2:05"));
        // Nobody knows how long a node is up that is not heard.
        client::LinkState gone;
        gone.phase = client::LinkPhase::Offline;
        desk.backend.setLink(gone);
        QVERIFY(QTest::qWaitFor([&] { return desk.core.freshness().state() == models::FreshState::Offline; }));
        desk.clock.advance(60'000);
        Q_EMIT desk.core.second();
        QCOMPARE(shown->text(), QStringLiteral("2:05"));
    }

    void panelsKeepTheirHeightsWhenTheWorkspaceIsLeftAndComeBackTo()
    {
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.useWallet(test::keyOf(1));
        desk.window->show();
        desk.goLive();
        const auto heights = [&](const char *workspace) {
            desk.window->showWorkspace(QString::fromLatin1(workspace));
            QCoreApplication::processEvents();
            QStringList all;
            for (const DockFrame *frame : desk.window->findChildren<DockFrame *>()) {
                if (!frame->isHidden())
                    all << QStringLiteral("%1 %2").arg(frame->objectName()).arg(frame->height());
            }
            all.sort();
            return all;
        };
        const auto lifeLine = [&] { return desk.window->dock(QStringLiteral("dockLifeLine"))->height(); };
        desk.window->findChild<QTableView *>(QStringLiteral("transactionsTable"))->selectRow(1);
        const QStringList trader = heights("trader");
        const int wanted = lifeLine();
        const QStringList operating = heights("operator");
        QCOMPARE(lifeLine(), wanted);
        heights("node");
        for (int round = 0; round < 3; ++round) {
            QCOMPARE(heights("trader"), trader);
            QCOMPARE(heights("operator"), operating);
        }
    }

    void everyWorkspaceComesBackToThePixelAfterARestart_data()
    {
        QTest::addColumn<QString>("workspace");
        for (const char *workspace : {"trader", "operator", "node"})
            QTest::addRow("%s", workspace) << QString::fromLatin1(workspace);
    }
    void everyWorkspaceComesBackToThePixelAfterARestart()
    {
        QFETCH(QString, workspace);
        test::DeskFixture desk;
        const auto places = [&] {
            QCoreApplication::processEvents();
            QStringList all;
            for (const DockFrame *frame : desk.window->findChildren<DockFrame *>()) {
                const QRect place = frame->geometry();
                if (!frame->isHidden())
                    all << QStringLiteral("%1 %2,%3 %4x%5")
                               .arg(frame->objectName())
                               .arg(place.x())
                               .arg(place.y())
                               .arg(place.width())
                               .arg(place.height());
            }
            all.sort();
            return all;
        };
        desk.window->show();
        desk.window->showWorkspace(workspace);
        const QStringList made = places();
        // Not as it was made: else a window that restores nothing comes back the same.
        const QMap<QString, QPair<QString, QString>> moved{
            {QStringLiteral("trader"), {QStringLiteral("dockIntents"), QStringLiteral("dockSubmit")}},
            {QStringLiteral("operator"), {QStringLiteral("dockBatches"), QStringLiteral("dockBatchDetail")}},
            {QStringLiteral("node"), {QStringLiteral("dockNode"), QStringLiteral("dockTransactions")}}};
        DockFrame *wider = desk.window->dock(moved[workspace].first);
        DockFrame *narrower = desk.window->dock(moved[workspace].second);
        desk.window->resizeDocks({wider, narrower}, {wider->width() + 60, narrower->width() - 60}, Qt::Horizontal);
        const QStringList left = places();
        QVERIFY(left != made);
        for (int start = 0; start < 3; ++start) {
            desk.window->close();
            desk.window.reset();
            desk.window =
                std::make_unique<MainWindow>(WindowParts{desk.theme, desk.core, nullptr, QStringLiteral("Test node")});
            desk.window->show();
            QCOMPARE(desk.window->workspace(), workspace);
            QCOMPARE(places(), left);
        }
    }

    void rowsAndControlsGrowAsSoonAsTheSettingSaysSo()
    {
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.window->show();
        desk.goLive();
        const auto rowOf = [&](const char *table) {
            return desk.window->findChild<QTableView *>(QLatin1String(table))->verticalHeader()->defaultSectionSize();
        };
        const auto titleOf = [&] {
            return desk.window->dock(QStringLiteral("dockIntents"))->titleBarWidget()->height();
        };
        const int row = rowOf("intentsTable"), tall = rowOf("sessionsTable"), lane = rowOf("batchesTable");
        const int title = titleOf();
        const QAction *action = desk.window->actions().action(QStringLiteral("view.comfortable"));
        QVERIFY(!action->isChecked());
        desk.settings.set(models::setting::comfortable, true);
        QCOMPARE(rowOf("intentsTable"), row + 6);
        QCOMPARE(rowOf("sessionsTable"), tall + 8);
        QCOMPARE(rowOf("batchesTable"), lane + 7);
        QTRY_VERIFY(titleOf() > title);
        QVERIFY(action->isChecked());
        desk.window->actions().action(QStringLiteral("view.comfortable"))->trigger();
        QCOMPARE(desk.settings.get(models::setting::comfortable), false);
        QCOMPARE(rowOf("intentsTable"), row);
        QVERIFY(!action->isChecked());
    }

    void noTableNeedsAHorizontalScrollBar_data()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<QSize>("size");
        QTest::addRow("first size") << 9 << QSize(1600, 1000);
        QTest::addRow("laptop") << 9 << QSize(1280, 800);
        QTest::addRow("twice the text") << 18 << QSize(1600, 1000);
        QTest::addRow("twice the text on a laptop") << 18 << QSize(1440, 900);
        QTest::addRow("twice the text on a small laptop") << 18 << QSize(1280, 800);
    }
    void noTableNeedsAHorizontalScrollBar()
    {
        QFETCH(int, points);
        QFETCH(QSize, size);
        const auto putBack = qScopeGuard([font = QApplication::font()] { QApplication::setFont(font); });
        QApplication::setFont(QFont(QApplication::font().family(), points));
        test::DeskFixture desk;
        desk.window->resize(size);
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.useWallet(test::keyOf(1));
        desk.window->show();
        desk.goLive();
        desk.window->batchDetail().showBatch(QStringLiteral("4808"));
        for (const char *workspace : {"trader", "operator", "node"}) {
            desk.window->showWorkspace(QString::fromLatin1(workspace));
            QCoreApplication::processEvents();
            QCOMPARE(desk.window->size(), size);
            for (const auto *table : desk.window->findChildren<LiveTable *>()) {
                const QTableView *view = table->view();
                if (view->isVisible())
                    QVERIFY2(view->horizontalHeader()->length() == view->viewport()->width(),
                             qPrintable(QStringLiteral("%1 in %2: %3 in %4")
                                            .arg(view->objectName(), QString::fromLatin1(workspace))
                                            .arg(view->horizontalHeader()->length())
                                            .arg(view->viewport()->width())));
            }
        }
    }

    void widthsThatAPersonSetStay()
    {
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.useWallet(test::keyOf(1));
        desk.window->show();
        desk.goLive();
        QTableView *view = desk.window->intents().table().view();
        QHeaderView *header = view->horizontalHeader();
        const int column = models::IntentModel::Item;
        const int before = header->sectionSize(column);
        const QPoint edge(header->sectionViewportPosition(column) + before - 1, header->height() / 2);
        QTest::mouseMove(header->viewport(), edge);
        QTest::mousePress(header->viewport(), Qt::LeftButton, {}, edge);
        QTest::mouseMove(header->viewport(), edge + QPoint(30, 0));
        QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, edge + QPoint(30, 0));
        QCOMPARE(header->sectionSize(column), before + 30);
        desk.window->resize(desk.window->width() - 200, desk.window->height());
        QCoreApplication::processEvents();
        QCOMPARE(header->sectionSize(column), before + 30);
    }

    void atTheLimitTheOwnIntentsStayAndOlderOnesAreReadAgain()
    {
        constexpr std::size_t limit = 40;
        test::DeskFixture desk(nullptr, {}, {.intents = limit});
        const auto put = [&](std::uint32_t number, const PublicKey &owner) {
            client::IntentRecord record = test::intentOf(number, desk.clock.wall());
            record.seq = {1000 + number};
            record.owner = owner;
            desk.backend.putIntent(record);
            return record;
        };
        const auto isHere = [&](const client::IntentRecord &record) {
            return desk.core.store().intents.find(models::rowOf(record).intentId) != nullptr;
        };
        const client::IntentRecord oldOwn = put(0, test::keyOf(1));
        const client::IntentRecord oldOther = put(1, test::keyOf(2));
        for (std::uint32_t number = 2; number < 60; ++number)
            put(number, test::keyOf(2));
        desk.useWallet(test::keyOf(1));
        desk.window->show();
        desk.goLive();
        QVERIFY(QTest::qWaitFor([&] { return desk.core.store().intents.size() > 0; }));
        QVERIFY(desk.core.store().intents.size() <= qsizetype{limit});
        QVERIFY(isHere(oldOwn));
        const auto *kept = desk.window->findChild<QLabel *>(QStringLiteral("intentsTableKept"));
        QCOMPARE(kept->text(), QStringLiteral("Rows: 40, full: the longest silent leave"));
        for (std::uint32_t number = 60; number < 160; ++number) {
            client::LiveEvent news;
            news.topic = "intents";
            news.data = put(number, test::keyOf(2));
            desk.backend.emitEvent(news);
        }
        QVERIFY(QTest::qWaitFor([&] { return isHere(put(159, test::keyOf(2))); }));
        QVERIFY(desk.core.store().intents.size() <= qsizetype{limit});
        QVERIFY(isHere(oldOwn));
        QVERIFY(!isHere(oldOther));
        // Each press reaches further back, until the node has no more.
        for (int press = 0; press < 20 && desk.core.intentList().hasOlder(); ++press) {
            QSignalSpy read(&desk.core.intentList(), &LongList::olderRead);
            desk.window->actions().action(QStringLiteral("intent.older"))->trigger();
            QVERIFY(read.count() > 0 || read.wait());
        }
        QVERIFY(isHere(oldOther));
        QVERIFY(isHere(oldOwn));
        QVERIFY(desk.core.store().intents.size() <= qsizetype{limit});
        QVERIFY(!desk.window->actions().action(QStringLiteral("intent.older"))->isEnabled());
    }

    void batchesAndTransactionsHaveALimitAndReadOlderOnesToo()
    {
        test::DeskFixture desk(nullptr, {}, {.batches = 30, .operations = 30});
        models::LiveStore &store = desk.core.store();
        std::vector<models::BatchRow> batches;
        std::vector<models::OperationRow> operations;
        for (std::uint64_t seq = 0; seq < 100; ++seq) {
            batches.push_back(
                models::rowOf(test::batchOf(seq + 1, seq == 0 ? BatchState::Locking : BatchState::Finalized, {1})));
            client::OperationRecord operation;
            operation.operationId = "op-" + std::to_string(seq);
            operation.status = seq == 0 ? OperationState::Submitted : OperationState::Settled;
            operations.push_back(models::rowOf(operation));
        }
        for (std::size_t i = 0; i < 100; ++i) {
            store.batches.apply({batches[i]});
            store.operations.apply({operations[i]});
        }
        QVERIFY(store.batches.size() <= 30 && store.operations.size() <= 30);
        // What is under way stays, the newest do, and what left can be read again.
        QVERIFY(store.batches.find(1) != nullptr && store.batches.find(100) != nullptr);
        QVERIFY(store.batches.find(2) == nullptr);
        QVERIFY(store.operations.find(QStringLiteral("op-0")) != nullptr);
        QVERIFY(store.operations.find(QStringLiteral("op-99")) != nullptr);
        QVERIFY(desk.core.batchList().hasOlder() && desk.core.operationList().hasOlder());
    }

    void olderRowsAreReadFromBeforeTheOldestOrFromWhereTheLastReadingStopped()
    {
        std::vector<std::optional<std::string>> asked;
        const AskPage<client::BatchRecord> ask = [&](const client::PageRequest &page) {
            asked.push_back(page.cursor);
            client::Page<client::BatchRecord> answer;
            const std::uint64_t before = page.cursor ? std::stoull(*page.cursor) : 10'001;
            for (std::uint64_t seq = before - 1; seq > 0 && before - seq <= 500; --seq)
                answer.items.push_back(test::batchOf(seq, BatchState::Finalized, {1}));
            if (!answer.items.empty() && answer.items.back().seq.value > 1)
                answer.next = std::to_string(answer.items.back().seq.value);
            return client::Reply<client::Page<client::BatchRecord>>::ready(answer);
        };
        using List = LongListOf<models::BatchRow, client::BatchRecord>;
        for (const bool tellsItsPlace : {true, false}) {
            models::LiveStore store;
            List::Rules rules{
                .doing = {}, .rowsMax = 20'000, .ask = ask, .mustStay = [](const models::BatchRow &) { return false; }};
            if (tellsItsPlace)
                rules.place = [](const models::BatchRow &batch) { return std::optional(batch.seq); };
            List list(store.batches, rules, nullptr);
            std::vector<models::BatchRow> newest;
            for (std::uint64_t seq = 10'000; seq > 9'500; --seq)
                newest.push_back(models::rowOf(test::batchOf(seq, BatchState::Finalized, {1})));
            list.take({newest, "9501"});
            for (const qsizetype size : {5'500, 10'000}) {
                asked.clear();
                QSignalSpy read(&list, &LongList::olderRead);
                list.readOlder();
                list.readOlder(); // one reading at a time
                QVERIFY(read.count() > 0 || read.wait());
                QCOMPARE(store.batches.size(), size);
                QVERIFY(asked.front() == std::optional<std::string>(size == 5'500 ? "9501" : "4501"));
            }
            if (tellsItsPlace) {
                QSignalSpy read(&list, &LongList::olderRead);
                list.readOlder();
                QVERIFY(read.count() > 0 || read.wait());
            }
            QVERIFY(!list.hasOlder());
            // A row that leaves is an older one again.
            store.batches.remove(7);
            QVERIFY(list.hasOlder());
        }
    }

    void listsAreReadPageByPageUpToABound()
    {
        std::uint64_t asked = 0;
        bool endless = false;
        const AskPage<client::BatchRecord> ask = [&](const client::PageRequest &page) {
            const std::uint64_t from = page.cursor ? std::stoull(*page.cursor) : 0;
            ++asked;
            client::Page<client::BatchRecord> answer;
            for (std::uint64_t i = 0; i < 200; ++i)
                answer.items.push_back(test::batchOf(from + i, BatchState::Finalized, {1}));
            if (endless || from < 400)
                answer.next = std::to_string(from + 200);
            return client::Reply<client::Page<client::BatchRecord>>::ready(answer);
        };
        const auto countRead = [&] {
            std::optional<std::size_t> count;
            readPages<models::BatchRow, client::BatchRecord>(
                this, ask,
                [&](const client::Result<ListPart<models::BatchRow>> &part) { count = part ? part->rows.size() : 0; });
            return QTest::qWaitFor([&] { return count.has_value(); }) ? *count : 0;
        };
        QCOMPARE(countRead(), std::size_t{600});
        QCOMPARE(asked, std::uint64_t{3});
        endless = true;
        QCOMPARE(countRead(), listRowsMax);
    }
};

QTEST_MAIN(CoreTest)
#include "core_test.moc"

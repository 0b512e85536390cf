#include "models/format.h"
#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/market.h"
#include "ui/desk/desk_acts.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/theme/desk_style.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
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
    void initTestCase()
    {
        test::prepareLook();
        static Theme theme;
        QApplication::setStyle(new DeskStyle(theme));
    }

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
                [&](const client::Result<std::vector<models::BatchRow>> &rows) { count = rows ? rows->size() : 0; });
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

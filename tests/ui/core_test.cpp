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
#include <QSignalSpy>
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
            return row != nullptr && !row->resolving && row->status == QStringLiteral("pending");
        }));
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

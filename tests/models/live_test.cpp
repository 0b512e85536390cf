#include "models/event_pump.h"
#include "models/live_store.h"
#include "models/rows.h"
#include "tests/models/random_rows.h"
#include "tests/support/manual_clock.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <string_view>

using namespace paradox;
using namespace paradox::models;
using paradox::testing::ManualClock;
using paradox::testing::RandomRows;

namespace {

client::LiveEvent intentEvent(std::uint64_t feedSeq, std::uint8_t number, IntentState state)
{
    client::IntentRecord record;
    record.id.bytes[0] = number;
    record.seq = {number};
    record.status = state;
    record.updatedAt = {static_cast<std::int64_t>(feedSeq)};
    client::LiveEvent event;
    event.seq = {feedSeq};
    event.topic = "intents";
    event.data = record;
    return event;
}

IntentId idOf(const char *name)
{
    IntentId id;
    std::ranges::copy_n(name, std::min<std::ptrdiff_t>(std::ssize(std::string_view(name)), 32), id.bytes.begin());
    return id;
}

IntentRow row(const char *id, const char *status)
{
    IntentRow made;
    made.intentId = idOf(id);
    made.status = parseIntentState(status).value();
    return made;
}

BatchRow batch(std::uint64_t seq, const char *state)
{
    BatchRow made;
    made.seq = seq;
    made.state = QString::fromLatin1(state);
    return made;
}

QString statusOf(const LiveStore &store, const char *id)
{
    const IntentRow *found = store.intents.find(idOf(id));
    return found == nullptr ? QString() : statusWord(*found);
}

LiveEvents one(const IntentRow &intent)
{
    return {.intents = {intent}, .count = 1};
}

} // namespace

class LiveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsOfOneEntityApplyInTheOrderOfTheFeed()
    {
        LiveStore store;
        const QList<client::LiveEvent> events = {
            intentEvent(5, 1, IntentState::Pending), intentEvent(6, 2, IntentState::Pending),
            intentEvent(7, 1, IntentState::Netted), intentEvent(8, 1, IntentState::Settled)};
        const LiveEvents rows = rowsOf(events);
        QCOMPARE(rows.count, std::uint64_t{4});
        store.apply(rows);
        QCOMPARE(store.intents.size(), 2);
        QCOMPARE(store.intents.find(rows.intents[0].id())->status, IntentState::Settled);
        QCOMPARE(store.intents.find(rows.intents[1].id())->status, IntentState::Pending);
    }

    void aDuplicateIsNoChange()
    {
        LiveStore store;
        const LiveEvents rows = rowsOf({intentEvent(5, 1, IntentState::Pending)});
        store.apply(rows);
        const QSignalSpy changes(&store.intents, &Shelf::changed);
        store.apply(rows);
        QCOMPARE(changes.count(), 0);
    }

    void oneApplicationIsOneSignalPerKind()
    {
        LiveStore store;
        const QSignalSpy intents(&store.intents, &Shelf::changed);
        const QSignalSpy batches(&store.batches, &Shelf::changed);
        store.apply({.intents = {row("a", "pending"), row("b", "pending"), row("a", "netted")},
                     .batches = {batch(1, "open")},
                     .count = 4});
        QCOMPARE(intents.count(), 1);
        QCOMPARE(batches.count(), 1);
        QCOMPARE(intents[0][0].value<Changes>().inserted,
                 (std::vector{store.intents.slotOf(idOf("a")), store.intents.slotOf(idOf("b"))}));
    }

    void afterAGapTheSnapshotIsComparedNotReset()
    {
        LiveStore store;
        store.intents.apply({row("kept", "pending"), row("moved", "pending"), row("gone", "pending")});
        const IntentRow *kept = store.intents.find(idOf("kept"));
        const SlotNumber gone = store.intents.slotOf(idOf("gone"));
        const QSignalSpy changes(&store.intents, &Shelf::changed);
        store.beginSnapshot();
        store.intents.reconcile({row("kept", "pending"), row("moved", "settled"), row("new", "pending")});
        QCOMPARE(changes.count(), 1);
        const auto told = changes[0][0].value<Changes>();
        QCOMPARE(told.inserted, std::vector{store.intents.slotOf(idOf("new"))});
        QCOMPARE(told.changed, std::vector{store.intents.slotOf(idOf("moved"))});
        QCOMPARE(told.removed, std::vector{gone});
        QCOMPARE(store.intents.find(idOf("kept")), kept);
    }

    void anEventThatOvertakesASnapshotStays()
    {
        LiveStore store;
        store.intents.apply({row("a", "pending")});
        store.beginSnapshot();
        // The node wrote the list, then these moved, then the list arrived.
        store.apply({.intents = {row("a", "settled"), row("b", "pending")}, .count = 2});
        store.intents.reconcile({row("a", "netted"), row("c", "pending")});
        QCOMPARE(statusOf(store, "a"), QStringLiteral("settled"));
        QCOMPARE(statusOf(store, "b"), QStringLiteral("pending"));
        QCOMPARE(statusOf(store, "c"), QStringLiteral("pending"));
        // The next snapshot is the truth again.
        store.beginSnapshot();
        store.intents.reconcile({row("c", "expired")});
        QCOMPARE(store.intents.size(), 1);
        QCOMPARE(statusOf(store, "c"), QStringLiteral("expired"));
    }

    void aSnapshotWithARowTwiceKeepsTheLast()
    {
        LiveStore store;
        // Pages shift while they are read; the later page was read later.
        store.intents.reconcile({row("a", "pending"), row("a", "netted")});
        QCOMPARE(store.intents.size(), 1);
        QCOMPARE(statusOf(store, "a"), QStringLiteral("netted"));
    }

    void theOpenBatchIsTheNewestOpenOne()
    {
        LiveStore store;
        QCOMPARE(store.openBatch(), nullptr);
        RandomRows random(3, 12);
        for (int round = 0; round < 500; ++round) {
            std::vector<BatchRow> rows = {random.batch(), random.batch()};
            if (round % 25 == 24)
                store.batches.reconcile(rows);
            else
                store.batches.apply(rows);
            const BatchRow *expected = nullptr;
            store.batches.forEach([&](const BatchRow &each) {
                if (each.state == QStringLiteral("open") && (expected == nullptr || each.seq > expected->seq))
                    expected = &each;
            });
            QCOMPARE(store.openBatch(), expected);
        }
    }

    void anItemIsListedWhileAnOwnIntentOffersIt()
    {
        LiveStore store;
        KeyNames names{QString()};
        names.setOwn(QStringLiteral("me"), QStringLiteral("Main wallet"));
        ManualClock clock;
        ItemModel model({store, names, clock});
        store.items.apply({ItemRow{QStringLiteral("helm"), QStringLiteral("me"), 1, {}}});
        const auto state = [&] { return model.index(0, ItemModel::State).data().toString(); };
        IntentRow offer = row("a", "pending");
        offer.type = IntentType::List;
        offer.side = Side::Seller;
        offer.item = QStringLiteral("helm");
        offer.owner = QStringLiteral("me");
        IntentRow foreign = offer;
        foreign.intentId = idOf("b");
        foreign.owner = QStringLiteral("somebody");
        store.intents.apply({foreign});
        QCOMPARE(state(), QStringLiteral("owned"));
        store.intents.apply({offer});
        QCOMPARE(state(), QStringLiteral("listed"));
        IntentRow second = offer;
        second.intentId = idOf("c");
        second.type = IntentType::Trade;
        store.intents.apply({second});
        QCOMPARE(state(), QStringLiteral("offered"));
        second.status = IntentState::Cancelled;
        store.intents.apply({second});
        QCOMPARE(state(), QStringLiteral("listed"));
        offer.status = IntentState::Netted;
        offer.batchSeq = 4811;
        store.intents.apply({offer});
        QCOMPARE(state(), QStringLiteral("leaving, #4811"));
        store.intents.remove(idOf("a"));
        QCOMPARE(state(), QStringLiteral("owned"));
    }

    void thePumpLetsTheFirstEventOutAtOnce()
    {
        ManualClock clock;
        EventPump pump(clock);
        QSignalSpy released(&pump, &EventPump::released);
        clock.advanceSeconds(60);
        pump.push(one(row("a", "pending")));
        QVERIFY(released.wait());
        QCOMPARE(released.count(), 1);
    }

    void thePumpReleasesByItselfWhenThePeriodIsOver()
    {
        ManualClock clock;
        EventPump pump(clock);
        QSignalSpy released(&pump, &EventPump::released);
        pump.push(one(row("a", "pending")));
        pump.tick();
        pump.push(one(row("b", "pending")));
        pump.tick();
        QCOMPARE(released.count(), 1);
        clock.advanceSeconds(1);
        QTRY_COMPARE(released.count(), 2);
    }

    void thePumpKeepsOnlyTheLastStateOfAnEntityAndCountsAllEvents()
    {
        ManualClock clock;
        EventPump pump(clock);
        QSignalSpy released(&pump, &EventPump::released);
        pump.setFrozen(true);
        for (int i = 0; i < 5000; ++i)
            pump.push(one(row(i % 2 == 0 ? "a" : "b", i < 4998 ? "pending" : "settled")));
        QCOMPARE(pump.waiting(), std::uint64_t{5000});
        pump.setFrozen(false);
        QCOMPARE(released.count(), 1);
        const auto events = released[0][0].value<LiveEvents>();
        QCOMPARE(events.count, std::uint64_t{5000});
        QCOMPARE(events.intents.size(), std::size_t{2});
        QCOMPARE(events.intents[0].status, IntentState::Settled);
        QCOMPARE(pump.waiting(), std::uint64_t{0});
    }

    void thePumpIsNeverInTwoReleasesAtOnce()
    {
        ManualClock clock;
        EventPump pump(clock);
        int inside = 0;
        int most = 0;
        int calls = 0;
        connect(&pump, &EventPump::released, this, [&] {
            most = std::max(most, ++inside);
            ++calls;
            if (calls < 5) {
                pump.push(one(row("a", "pending"))); // a slot that causes news
                pump.tick();
            }
            --inside;
        });
        pump.push(one(row("a", "pending")));
        for (int i = 0; i < 10; ++i) {
            pump.tick();
            clock.advanceSeconds(1);
        }
        QCOMPARE(most, 1);
        QCOMPARE(calls, 5);
    }

    void aDroppedPumpForgetsWhatASnapshotWillSay()
    {
        ManualClock clock;
        EventPump pump(clock);
        QSignalSpy released(&pump, &EventPump::released);
        pump.push(one(row("a", "pending")));
        pump.drop();
        pump.push(one(row("b", "pending")));
        pump.tick();
        QCOMPARE(released.count(), 1);
        QCOMPARE(released[0][0].value<LiveEvents>().intents.size(), std::size_t{1});
        QCOMPARE(released[0][0].value<LiveEvents>().intents[0].intentId, idOf("b"));
    }
};

QTEST_GUILESS_MAIN(LiveTest)
#include "live_test.moc"

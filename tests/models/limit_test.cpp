#include "models/live_store.h"
#include "models/rows.h"
#include "tests/models/random_rows.h"
#include "tests/support/manual_clock.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace paradox;
using namespace paradox::models;
using paradox::testing::ManualClock;
using paradox::testing::RandomRows;

namespace {

const QString me = QStringLiteral("me");

IntentRow row(std::uint64_t seq, const QString &owner = QStringLiteral("somebody"))
{
    IntentRow made;
    for (std::size_t i = 0; i < 8; ++i)
        made.intentId.bytes[i] = static_cast<std::uint8_t>(seq >> (8 * i));
    made.seq = seq;
    made.owner = owner;
    return made;
}

std::vector<IntentRow> rowsFrom(std::uint64_t first, std::uint64_t count)
{
    std::vector<IntentRow> rows;
    for (std::uint64_t seq = first; seq < first + count; ++seq)
        rows.push_back(row(seq));
    return rows;
}

QList<std::uint64_t> seqsOn(const LiveStore &store)
{
    QList<std::uint64_t> seqs;
    store.intents.forEach([&](const IntentRow &intent) { seqs << *intent.seq; });
    std::ranges::sort(seqs);
    return seqs;
}

void keepTen(LiveStore &store)
{
    store.intents.keepAtMost(10, [](const IntentRow &intent) { return intent.owner == me; });
}

} // namespace

class LimitTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void atTheLimitTheLongestSilentLeave()
    {
        LiveStore store;
        keepTen(store);
        store.intents.apply(rowsFrom(1, 10));
        QCOMPARE(store.intents.size(), 10);
        store.intents.apply(rowsFrom(11, 3));
        QCOMPARE(seqsOn(store), (QList<std::uint64_t>{4, 5, 6, 7, 8, 9, 10, 11, 12, 13}));
    }

    void whoIsSpokenOfStays()
    {
        LiveStore store;
        keepTen(store);
        store.intents.apply(rowsFrom(1, 10));
        store.intents.apply({row(1), row(2)});
        store.intents.apply(rowsFrom(11, 3));
        QCOMPARE(seqsOn(store), (QList<std::uint64_t>{1, 2, 6, 7, 8, 9, 10, 11, 12, 13}));
    }

    void whatIsTheOwnNeverLeaves()
    {
        LiveStore store;
        keepTen(store);
        std::vector<IntentRow> own;
        for (std::uint64_t seq = 1; seq <= 8; ++seq)
            own.push_back(row(seq, me));
        store.intents.apply(own);
        for (std::uint64_t seq = 100; seq < 200; ++seq)
            store.intents.apply({row(seq)});
        QCOMPARE(seqsOn(store), (QList<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 198, 199}));
        // More of them than the limit: all stay, and there is no room for others.
        for (std::uint64_t seq = 9; seq <= 14; ++seq)
            store.intents.apply({row(seq, me)});
        store.intents.apply({row(200)});
        for (std::uint64_t seq = 1; seq <= 14; ++seq)
            QVERIFY(store.intents.find(row(seq).intentId) != nullptr);
        QCOMPARE(store.intents.size(), 14);
    }

    void aRushLargerThanTheLimitLeavesNothingTwice()
    {
        LiveStore store;
        keepTen(store);
        store.intents.apply(rowsFrom(1, 10));
        std::vector<Changes> heard;
        connect(&store.intents, &Shelf::changed, this, [&](const Changes &changes) { heard.push_back(changes); });
        std::vector<IntentRow> rush = rowsFrom(1, 1);
        rush.front().status = IntentState::Settled;
        for (const IntentRow &fresh : rowsFrom(100, 9))
            rush.push_back(fresh);
        store.intents.apply(rush);
        QCOMPARE(heard.size(), std::size_t{1});
        const Changes &changes = heard.front();
        QCOMPARE(changes.inserted.size(), std::size_t{9});
        QCOMPARE(changes.removed.size(), std::size_t{9});
        for (const SlotNumber slot : changes.removed)
            QVERIFY(std::ranges::find(changes.inserted, slot) == changes.inserted.end() &&
                    std::ranges::find(changes.changed, slot) == changes.changed.end());
        QVERIFY(store.intents.find(row(1).intentId) != nullptr);
    }

    void ofARushThatIsTooLargeTheNewestAreTaken()
    {
        LiveStore store;
        keepTen(store);
        store.intents.apply(rowsFrom(1, 4));
        store.intents.apply(rowsFrom(5, 30));
        QCOMPARE(seqsOn(store), (QList<std::uint64_t>{25, 26, 27, 28, 29, 30, 31, 32, 33, 34}));
        std::vector<IntentRow> snapshot = rowsFrom(100, 20);
        snapshot.front().owner = me;
        std::ranges::reverse(snapshot);
        store.intents.reconcile(snapshot);
        QCOMPARE(seqsOn(store), (QList<std::uint64_t>{100, 111, 112, 113, 114, 115, 116, 117, 118, 119}));
    }

    void aTableAtItsLimitShowsWhatTheShelfHas()
    {
        LiveStore store;
        store.intents.keepAtMost(200, [](const IntentRow &intent) { return intent.owner == me; });
        const KeyNames names({});
        const ManualClock clock;
        const IntentModel model({store, names, clock});
        RandomRows random(11, 1);
        for (std::uint64_t round = 0; round < 60; ++round) {
            const std::uint64_t first = round * 25;
            std::vector<IntentRow> rows = rowsFrom(first, 25);
            for (int i = 0; i < 10; ++i)
                rows.push_back(row(random.below(static_cast<std::uint32_t>(first + 25))));
            store.intents.apply(rows);
            QVERIFY(store.intents.size() <= 200);
            QCOMPARE(model.rowCount(), static_cast<int>(store.intents.size()));
            QSet<QString> shown;
            for (int at = 0; at < model.rowCount(); ++at) {
                shown.insert(model.idAt(at));
                QCOMPARE(model.rowOf(model.idAt(at)), at);
            }
            QCOMPARE(shown.size(), qsizetype{model.rowCount()});
        }
    }

    void whoLeftWhileASnapshotWasReadComesBackWithIt()
    {
        LiveStore store;
        keepTen(store);
        store.beginSnapshot();
        store.intents.apply(rowsFrom(1, 10));
        store.intents.apply(rowsFrom(11, 5));
        QVERIFY(store.intents.find(row(1).intentId) == nullptr);
        store.intents.reconcile({row(1)});
        QVERIFY(store.intents.find(row(1).intentId) != nullptr);
        QCOMPARE(store.intents.size(), 10);
    }
};

QTEST_GUILESS_MAIN(LimitTest)
#include "limit_test.moc"

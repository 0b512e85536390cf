#include "models/query_filter_proxy.h"
#include "models/rows.h"
#include "tests/models/random_rows.h"
#include "tests/support/manual_clock.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

#include <map>

using namespace paradox;
using namespace paradox::models;
using paradox::testing::intentId;
using paradox::testing::RandomRows;

namespace {

constexpr std::uint32_t manyRows = 5 * QueryFilterProxy::sliceRows + 100;
constexpr auto report = QAbstractItemModelTester::FailureReportingMode::QtTest;

IntentRow intentRow(std::uint32_t number, IntentState status)
{
    IntentRow row;
    row.intentId = intentId(number);
    row.seq = number;
    row.amount = number * 7919U % 1000;
    row.status = status;
    return row;
}

/// Every third is settled, the rest is pending.
std::vector<IntentRow> intentRows(std::uint32_t count)
{
    std::vector<IntentRow> rows;
    for (std::uint32_t number = 0; number < count; ++number)
        rows.push_back(intentRow(number, number % 3 == 0 ? IntentState::Settled : IntentState::Pending));
    return rows;
}

} // namespace

/// Large tables: queries in slices, many rows at once, and what holds a million rows small.
class ProxyTest : public QObject {
    Q_OBJECT

    LiveStore m_store;
    KeyNames m_names{QString()};
    testing::ManualClock m_clock;

    [[nodiscard]] FilterQuery query(const IntentModel &model, const char *text) const
    {
        return FilterQuery::parse(QString::fromLatin1(text), model.filterKeys()).value();
    }
    [[nodiscard]] int countOf(IntentState status) const
    {
        int count = 0;
        m_store.intents.forEach([&](const IntentRow &row) { count += row.status == status ? 1 : 0; });
        return count;
    }

private Q_SLOTS:
    void cleanup() { m_store.intents.reconcile({}); }

    void aQueryOverManyRowsIsAskedInSlicesAndTheLastOneHoldsMeanwhile()
    {
        m_store.intents.apply(intentRows(manyRows));
        IntentModel model({m_store, m_names, m_clock});
        QueryFilterProxy proxy(model);
        const QAbstractItemModelTester tester(&proxy, report);
        proxy.setQuery(query(model, "status:settled"));
        QCOMPARE(proxy.rowCount(), int{manyRows});
        QTRY_COMPARE(proxy.rowCount(), countOf(IntentState::Settled));
        proxy.setQuery(query(model, "status:pending"));
        QCOMPARE(proxy.rowCount(), countOf(IntentState::Settled));
        // A newer query takes the place of one that is still being asked.
        proxy.setQuery(FilterQuery());
        QCOMPARE(proxy.rowCount(), int{manyRows});
        QCoreApplication::processEvents();
        QCOMPARE(proxy.rowCount(), int{manyRows});
    }

    void rowsThatComeMoveAndGoWhileAQueryIsAskedAnswerItToo()
    {
        m_store.intents.apply(intentRows(manyRows));
        IntentModel model({m_store, m_names, m_clock});
        QueryFilterProxy proxy(model);
        const QAbstractItemModelTester tester(&proxy, report);
        proxy.sort(IntentModel::Amount);
        proxy.setQuery(query(model, "status:settled"));
        // Rows that were asked already, and rows that were not yet.
        m_store.intents.apply({intentRow(1, IntentState::Settled), intentRow(3, IntentState::Pending),
                               intentRow(manyRows - 2, IntentState::Settled)});
        m_store.intents.remove(intentId(0));
        m_store.intents.remove(intentId(manyRows - 1));
        m_store.intents.apply({intentRow(manyRows + 5, IntentState::Settled)});
        QTRY_COMPARE(proxy.rowCount(), countOf(IntentState::Settled));
        for (int row = 0; row < proxy.rowCount(); ++row)
            QCOMPARE(proxy.index(row, IntentModel::State).data().toString(), QStringLiteral("settled"));
    }

    void howeverManyRowsAQueryHidesOrShowsViewsHearOfOneRangeAndTwoMovesAtMost()
    {
        m_store.intents.apply(intentRows(manyRows));
        IntentModel model({m_store, m_names, m_clock});
        QueryFilterProxy proxy(model);
        proxy.sort(IntentModel::SeqColumn);
        QItemSelectionModel selection(&proxy);
        const QPersistentModelIndex stays = proxy.index(300, 0);
        const QPersistentModelIndex leaves = proxy.index(301, 0);
        selection.select(stays, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        selection.select(leaves, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        const QString id = stays.data(IdRole).toString();
        const QSignalSpy removed(&proxy, &QAbstractItemModel::rowsRemoved);
        const QSignalSpy inserted(&proxy, &QAbstractItemModel::rowsInserted);
        const QSignalSpy moves(&proxy, &QAbstractItemModel::layoutChanged);
        const QSignalSpy resets(&proxy, &QAbstractItemModel::modelReset);
        proxy.setQuery(query(model, "status:settled"));
        QTRY_COMPARE(proxy.rowCount(), countOf(IntentState::Settled));
        QCOMPARE(removed.count(), 1);
        QVERIFY(moves.count() <= 2);
        QVERIFY(stays.isValid() && !leaves.isValid());
        QCOMPARE(stays.data(IdRole).toString(), id);
        QCOMPARE(selection.selectedRows().size(), 1);
        proxy.setQuery(FilterQuery());
        QCOMPARE(proxy.rowCount(), int{manyRows});
        QCOMPARE(inserted.count(), 1);
        QVERIFY(moves.count() <= 4);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(stays.row(), 300);
        for (int row = 0; row < proxy.rowCount(); ++row)
            QCOMPARE(proxy.index(row, IntentModel::SeqColumn).data(SortRole).toULongLong(),
                     static_cast<qulonglong>(row));
    }

    void queriesThatChangeInAStormEndExact()
    {
        IntentModel model({m_store, m_names, m_clock});
        QueryFilterProxy proxy(model);
        const QAbstractItemModelTester modelTester(&model, report);
        const QAbstractItemModelTester tester(&proxy, report);
        const QSignalSpy resets(&proxy, &QAbstractItemModel::modelReset);
        RandomRows random(11, 200);
        static const char *const texts[] = {"status:pending", "!status:pending", "amount:>1", "side:buy or type:LIST",
                                            ""};
        for (int round = 0; round < 150; ++round) {
            std::vector<IntentRow> rows;
            for (std::uint32_t i = random.below(80); i > 0; --i)
                rows.push_back(random.intent());
            if (round % 10 == 9)
                m_store.intents.reconcile(rows);
            else
                m_store.intents.apply(rows);
            proxy.setQuery(query(model, texts[random.below(5)]));
            const int column = static_cast<int>(random.below(10));
            proxy.sort(column, random.below(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
            QCOMPARE(proxy.rowCount() + proxy.hiddenCount(), model.rowCount());
        }
        proxy.setQuery(query(model, "status:settled"));
        QCOMPARE(proxy.rowCount(), countOf(IntentState::Settled));
        QCOMPARE(resets.count(), 0);
    }

    void lookingAgeingAndStalingMovesNoRow()
    {
        m_store.intents.apply(intentRows(50));
        IntentModel model({m_store, m_names, m_clock});
        QueryFilterProxy proxy(model);
        proxy.setQuery(query(model, "status:settled"));
        const QSignalSpy changes(&proxy, &QAbstractItemModel::dataChanged);
        const QSignalSpy places(&proxy, &QueryFilterProxy::placesChanged);
        model.timePassed({IntentModel::Age, IntentModel::Expires});
        model.setStale(true);
        QCOMPARE(changes.count(), 2);
        QCOMPARE(places.count(), 0);
    }

    void aShelfFindsWhatItHoldsAfterManyComingsAndGoings()
    {
        ShelfOf<IntentRow> shelf;
        std::map<IntentId, IntentRow> truth;
        RandomRows random(5, 700);
        for (int round = 0; round < 20'000; ++round) {
            const IntentRow row = random.intent();
            if (random.below(3) == 0) {
                shelf.remove(row.intentId);
                truth.erase(row.intentId);
            } else {
                shelf.apply({row});
                truth[row.intentId] = row;
            }
        }
        QCOMPARE(shelf.size(), static_cast<qsizetype>(truth.size()));
        for (std::uint32_t number = 0; number < 700; ++number) {
            const auto known = truth.find(intentId(number));
            const IntentRow *found = shelf.find(intentId(number));
            QCOMPARE(found != nullptr, known != truth.end());
            QVERIFY(found == nullptr || *found == known->second);
        }
    }

    void anIdIsFoundAsItIsWrittenAndNothingElse()
    {
        ShelfOf<IntentRow> shelf;
        shelf.apply({intentRow(7, IntentState::Pending)});
        const QString text = idText(intentId(7));
        QCOMPARE(text.size(), 64);
        QVERIFY(shelf.findText(text) != nullptr);
        for (const QString &wrong : {QString(), text.left(62), text + text, QStringLiteral("zz"), idText(intentId(8))})
            QCOMPARE(shelf.findText(wrong), nullptr);
    }

    void equalTextsAreOneCopyForAsLongAsSomebodyCarriesThem()
    {
        TextPool pool;
        SharedText kept(QStringLiteral("kept"));
        SharedText other(QStringLiteral("kept"));
        pool.share(kept);
        pool.share(other);
        QCOMPARE(kept.text().constData(), other.text().constData());
        for (int i = 0; i < 10'000; ++i) {
            SharedText passing(QString::number(i));
            pool.share(passing);
        }
        QVERIFY2(pool.size() <= 1025, qPrintable(QString::number(pool.size())));
        SharedText again(QStringLiteral("kept"));
        pool.share(again);
        QCOMPARE(again.text().constData(), kept.text().constData());
        SharedText empty;
        pool.share(empty);
        QVERIFY(empty.isEmpty() && empty == QString());
    }

    void anAbsentNumberIsNotZero()
    {
        QVERIFY(!MaybeNumber() && MaybeNumber() != MaybeNumber(0) && MaybeNumber(0).has_value());
        QCOMPARE(*MaybeNumber(41), std::uint64_t{41});
    }
};

QTEST_GUILESS_MAIN(ProxyTest)
#include "proxy_test.moc"

#include "models/query_filter_proxy.h"
#include "models/rows.h"
#include "tests/models/random_rows.h"
#include "tests/support/manual_clock.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

using namespace paradox;
using namespace paradox::models;
using paradox::testing::intentId;
using paradox::testing::RandomRows;

namespace {

constexpr std::uint32_t idCount = 40;

using Tester = QAbstractItemModelTester;
constexpr auto report = Tester::FailureReportingMode::QtTest;

/// Is `a` before `b`, said independently of the proxy: by SortRole, nothing first, then by id.
bool isBefore(const QModelIndex &a, const QModelIndex &b)
{
    const QVariant x = a.data(SortRole);
    const QVariant y = b.data(SortRole);
    const auto idOf = [](const QModelIndex &index) {
        // Numbers are as long as they are large; other ids of a kind are of one length or sort by letters.
        const QString id = index.data(IdRole).toString();
        return id.toULongLong() > 0 || id == QStringLiteral("0") ? id.rightJustified(20, u'0') : id;
    };
    const auto decide = [&](auto left, auto right) { return left != right ? left < right : idOf(a) < idOf(b); };
    if (x.isValid() != y.isValid())
        return y.isValid();
    if (x.typeId() == QMetaType::ULongLong)
        return decide(x.toULongLong(), y.toULongLong());
    if (x.typeId() == QMetaType::LongLong)
        return decide(x.toLongLong(), y.toLongLong());
    return decide(x.toString().toCaseFolded(), y.toString().toCaseFolded());
}

/// Persistent indexes with the ids they were taken at.
class Marks {
public:
    explicit Marks(const QAbstractItemModel &model) : m_model(model) {}

    void take()
    {
        m_marks.clear();
        for (int row = 0; row < m_model.rowCount(); row += 3) {
            const QModelIndex index = m_model.index(row, row % m_model.columnCount());
            m_marks.emplace_back(index, index.data(IdRole).toString());
        }
    }
    /// Empty when all stand at their ids; `isThere` says which ids still have a row.
    template <class IsThere>
    [[nodiscard]] QString complaint(IsThere isThere) const
    {
        for (const auto &[index, id] : m_marks) {
            if (index.isValid() ? index.data(IdRole).toString() != id : isThere(id))
                return id;
        }
        return {};
    }

private:
    const QAbstractItemModel &m_model;
    std::vector<std::pair<QPersistentModelIndex, QString>> m_marks;
};

struct Storm {
    int rounds = 0;
    int eventsInARound = 0;
    int snapshotEach = 0; ///< a snapshot of about half the entities every so many rounds
};

template <class T>
void apply(ShelfOf<T> &shelf, const Storm &storm, int round, RandomRows &random, T (RandomRows::*make)())
{
    std::vector<T> rows;
    if (round % storm.snapshotEach == storm.snapshotEach - 1) {
        shelf.forEach([&](const T &row) {
            if (random.below(2) == 0)
                rows.push_back(row);
        });
        rows.push_back((random.*make)());
        shelf.reconcile(rows);
        return;
    }
    for (int i = 0; i < storm.eventsInARound; ++i)
        rows.push_back((random.*make)());
    shelf.apply(rows);
}

/// Thousands of events over one model and a sorted proxy of it: the contract of Qt holds, nothing is reset, indexes and
/// selection stay with their ids, and the order is exact after every round.
template <class T, class Model>
void rage(ShelfOf<T> &shelf, Model &model, T (RandomRows::*make)(), std::uint64_t seed, const Storm &storm)
{
    RandomRows random(seed, idCount);
    shelf.apply({(random.*make)(), (random.*make)()});
    const Tester modelTester(&model, report);
    QueryFilterProxy proxy(model);
    const Tester proxyTester(&proxy, report);
    QItemSelectionModel selection(&proxy);
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QSignalSpy layouts(&model, &QAbstractItemModel::layoutChanged);
    const QSignalSpy proxyResets(&proxy, &QAbstractItemModel::modelReset);
    Marks marks(model);
    Marks proxyMarks(proxy);
    for (int round = 0; round < storm.rounds; ++round) {
        if (round % 7 == 0)
            proxy.sort(static_cast<int>(random.below(static_cast<std::uint32_t>(model.columnCount()))));
        marks.take();
        proxyMarks.take();
        QStringList chosen;
        selection.clear();
        for (int row = 0; row < proxy.rowCount(); row += 4) {
            selection.select(proxy.index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
            chosen << proxy.index(row, 0).data(IdRole).toString();
        }
        apply(shelf, storm, round, random, make);

        const auto isThere = [&](const QString &id) { return shelf.findText(id) != nullptr; };
        QCOMPARE(marks.complaint(isThere), QString());
        QCOMPARE(proxyMarks.complaint(isThere), QString());
        QCOMPARE(model.rowCount(), static_cast<int>(shelf.size()));
        QCOMPARE(proxy.rowCount(), model.rowCount());
        QStringList selected;
        for (const QModelIndex &index : selection.selectedRows())
            selected << index.data(IdRole).toString();
        chosen.removeIf([&](const QString &id) { return !isThere(id); });
        selected.sort();
        chosen.sort();
        QCOMPARE(selected, chosen);
        for (int row = 1; row < proxy.rowCount(); ++row) {
            QVERIFY2(
                isBefore(proxy.index(row - 1, proxy.sortColumn()), proxy.index(row, proxy.sortColumn())),
                qPrintable(QStringLiteral("round %1, row %2, column %3").arg(round).arg(row).arg(proxy.sortColumn())));
        }
    }
    QCOMPARE(resets.count() + layouts.count() + proxyResets.count(), 0);
}

} // namespace

class StormTest : public QObject {
    Q_OBJECT

    paradox::testing::ManualClock m_clock;
    KeyNames m_names{QString()};

    static constexpr Storm wild{300, 10, 20};

private Q_SLOTS:
    void intentsKeepTheirPlace()
    {
        LiveStore store;
        IntentModel model({store, m_names, m_clock});
        rage(store.intents, model, &RandomRows::intent, 1, wild);
    }

    void batchesKeepTheirPlace()
    {
        LiveStore store;
        BatchModel model({store, m_names, m_clock});
        rage(store.batches, model, &RandomRows::batch, 2, wild);
    }

    void operationsKeepTheirPlace()
    {
        LiveStore store;
        OperationModel model({store, m_names, m_clock});
        rage(store.operations, model, &RandomRows::operation, 3, wild);
    }

    void sessionsKeepTheirPlace()
    {
        LiveStore store;
        SessionModel model({store, m_names, m_clock});
        rage(store.sessions, model, &RandomRows::session, 4, wild);
    }

    void itemsKeepTheirPlace()
    {
        LiveStore store;
        ItemModel model({store, m_names, m_clock});
        rage(store.items, model, &RandomRows::item, 5, wild);
    }

    void tradesKeepTheirPlace()
    {
        ShelfOf<TradeRow> trades;
        TradeModel model(trades, m_names);
        rage(trades, model, &RandomRows::trade, 8, wild);
    }

    void legsKeepTheirPlace()
    {
        ShelfOf<LegRow> legs;
        LegModel model(legs, m_names);
        rage(legs, model, &RandomRows::leg, 9, wild);
    }

    void manyRowsThatMoveAtOnceEndInExactOrder()
    {
        // Without kept keys a row announced early is searched its place among neighbours whose values moved already.
        LiveStore store;
        IntentModel model({store, m_names, m_clock});
        QueryFilterProxy proxy(model);
        RandomRows random(6, 400);
        std::vector<IntentRow> rows;
        for (int i = 0; i < 400; ++i) {
            rows.push_back(random.intent());
            rows.back().intentId = intentId(static_cast<std::uint32_t>(i));
        }
        store.intents.apply(rows);
        proxy.sort(IntentModel::Amount);
        for (int round = 0; round < 200; ++round) {
            rows.clear();
            for (int i = 0; i < 60; ++i)
                rows.push_back(random.intent());
            store.intents.apply(rows);
            for (int row = 1; row < proxy.rowCount(); ++row)
                QVERIFY(isBefore(proxy.index(row - 1, IntentModel::Amount), proxy.index(row, IntentModel::Amount)));
        }
    }

    void aFilterFollowsRowsThatComeAndGo()
    {
        LiveStore store;
        IntentModel model({store, m_names, m_clock});
        QueryFilterProxy proxy(model);
        const Tester tester(&proxy, report);
        proxy.sort(IntentModel::SeqColumn, Qt::DescendingOrder);
        const auto query =
            FilterQuery::parse(QStringLiteral("status:pending or amount:>=9000000000"), model.filterKeys());
        QVERIFY(query.has_value());
        proxy.setQuery(*query);
        RandomRows random(7, idCount);
        for (int round = 0; round < 200; ++round) {
            store.intents.apply({random.intent(), random.intent(), random.intent()});
            int expected = 0;
            store.intents.forEach([&](const IntentRow &row) {
                expected += row.status == IntentState::Pending || row.amount >= 9'000'000'000'000'000'000U ? 1 : 0;
            });
            QCOMPARE(proxy.rowCount(), expected);
            QCOMPARE(proxy.hiddenCount(), model.rowCount() - expected);
        }
    }

    void bareWordsFindNamesKeysAndNumbersOfARow()
    {
        LiveStore store;
        KeyNames names{QString()};
        names.name(QStringLiteral("owner7"), QStringLiteral("Kestrel Guild"));
        IntentModel model({store, names, m_clock});
        QueryFilterProxy proxy(model);
        IntentRow row;
        row.intentId.bytes[0] = 0xA1;
        row.intentId.bytes[1] = 0xB2;
        row.item = QStringLiteral("HelmKey");
        row.from = QStringLiteral("owner7");
        row.reason = QStringLiteral("INSOLVENT");
        row.seq = 18'401'609;
        store.intents.apply({row});
        const auto finds = [&](const char *text) {
            proxy.setQuery(FilterQuery::parse(QString::fromUtf8(text), model.filterKeys()).value());
            return proxy.rowCount() == 1;
        };
        for (const char *text :
             {"a1b2", "helmkey", "kestrel", "\"kestrel guild\"", "OWNER7", "insolvent", "18401609", "!selka"})
            QVERIFY2(finds(text), text);
        for (const char *text : {"selka", "!kestrel", "kestrel selka"})
            QVERIFY2(!finds(text), text);
    }

    void nothingSortsBelowEveryNumber()
    {
        LiveStore store;
        IntentModel model({store, m_names, m_clock});
        QueryFilterProxy proxy(model);
        IntentRow none;
        none.intentId = intentId(3);
        IntentRow zero = none;
        zero.intentId = intentId(1);
        zero.seq = 0;
        IntentRow most = none;
        most.intentId = intentId(2);
        most.seq = ~std::uint64_t{0} - 1;
        store.intents.apply({most, zero, none});
        proxy.sort(IntentModel::SeqColumn);
        QCOMPARE(proxy.index(0, 0).data(IdRole).toString(), idText(none.intentId));
        QCOMPARE(proxy.index(1, 0).data(IdRole).toString(), idText(zero.intentId));
        QCOMPARE(proxy.index(2, 0).data(IdRole).toString(), idText(most.intentId));
    }
};

QTEST_GUILESS_MAIN(StormTest)
#include "storm_test.moc"

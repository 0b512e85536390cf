#include "domain/amount.h"
#include "models/event_pump.h"
#include "models/freshness.h"
#include "models/log_model.h"
#include "models/query_filter_proxy.h"
#include "models/rows.h"
#include "models/settings.h"
#include "tests/models/random_rows.h"
#include "tests/support/manual_clock.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace paradox;
using namespace paradox::models;
using paradox::testing::intentId;
using paradox::testing::ManualClock;

namespace {

constexpr std::int64_t startMs = 1'792'161'127'000;

IntentRow intentRow(int number, IntentState status = IntentState::Pending)
{
    IntentRow row;
    row.intentId = intentId(static_cast<std::uint32_t>(number));
    row.seq = static_cast<std::uint64_t>(number);
    row.status = status;
    row.type = IntentType::Bid;
    row.side = Side::Buyer;
    row.amount = static_cast<std::uint64_t>(number) * lamportsPerSol;
    row.admittedAt = {startMs - number * 1000};
    return row;
}

std::vector<IntentRow> intentRows(int from, int to)
{
    std::vector<IntentRow> rows;
    for (int i = from; i < to; ++i)
        rows.push_back(intentRow(i));
    return rows;
}

} // namespace

class TablesTest : public QObject {
    Q_OBJECT

    LiveStore m_store;
    KeyNames m_names{QString()};
    ManualClock m_clock{startMs / 1000};
    [[nodiscard]] ModelContext context() const { return {m_store, m_names, m_clock}; }

private Q_SLOTS:
    void cleanup() { m_store.intents.reconcile({}); }

    void aLegCountsWhatMovesBesideTheMoney()
    {
        const auto keyOf = [](std::uint8_t byte) {
            PublicKey key;
            key.bytes.fill(byte);
            return key;
        };
        client::BatchDetail detail;
        detail.deltas = {{keyOf(1), {}, 300}, {keyOf(2), {}, -300}};
        detail.ownerMoves = {
            {keyOf(10), keyOf(1), keyOf(2)}, {keyOf(11), keyOf(1), keyOf(2)}, {keyOf(12), keyOf(2), keyOf(3)}};
        ShelfOf<LegRow> legs;
        legs.reconcile(legsOf(detail));
        const LegModel model(legs, m_names);
        QStringList shown;
        for (int row = 0; row < model.rowCount(); ++row)
            shown << model.index(row, LegModel::Delta).data(CopyRole).toString() + u'/' +
                         model.index(row, LegModel::Items).data().toString();
        shown.sort();
        // The third wallet gets an item and pays nothing in the end.
        QCOMPARE(shown,
                 QStringList({QStringLiteral("-300/+1"), QStringLiteral("0/+1"), QStringLiteral("300/\u22122")}));
    }

    void anItemThatMovedIsFoundByItsWallets()
    {
        ShelfOf<OwnerMoveRow> moves;
        moves.reconcile({{QStringLiteral("item"), QStringLiteral("giver"), QStringLiteral("taker")}});
        const OwnerMoveModel model(moves, m_names);
        QCOMPARE(model.index(0, OwnerMoveModel::From).data(CopyRole).toString(), QStringLiteral("giver"));
        QCOMPARE(model.index(0, OwnerMoveModel::To).data(CopyRole).toString(), QStringLiteral("taker"));
        const QString wallets = model.field(0, QStringLiteral("wallet")).toString();
        QVERIFY(wallets.contains(QStringLiteral("giver")) && wallets.contains(QStringLiteral("taker")));
        QVERIFY(model.field(0, QStringLiteral("item")).toString().contains(QStringLiteral("item")));
    }

    void modelsKeepTheContractOfQt()
    {
        IntentModel model(context());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QueryFilterProxy proxy(model);
        QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_store.intents.apply(intentRows(0, 50));
        m_store.intents.apply({intentRow(3, IntentState::Netted), intentRow(4, IntentState::Netted), intentRow(60)});
        m_store.intents.reconcile(intentRows(10, 30));
        QCOMPARE(model.rowCount(), 20);
    }

    void snapshotIsDiffedAndNothingIsEverReset()
    {
        IntentModel model(context());
        m_store.intents.apply(intentRows(0, 100));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy layouts(&model, &QAbstractItemModel::layoutChanged);
        QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        auto snapshot = intentRows(0, 101);
        snapshot[7].status = IntentState::Settled;
        m_store.intents.reconcile(snapshot);
        QCOMPARE(resets.count() + layouts.count(), 0);
        QCOMPARE(inserts.count(), 1);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(model.idAt(100), idText(intentId(100)));
    }

    void neighboursChangeAsOneRange()
    {
        IntentModel model(context());
        m_store.intents.apply(intentRows(0, 10));
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        m_store.intents.apply({intentRow(2, IntentState::Netted), intentRow(3, IntentState::Netted),
                               intentRow(4, IntentState::Netted), intentRow(8, IntentState::Netted)});
        QCOMPARE(changes.count(), 2);
    }

    void equalValuesAreNoChange()
    {
        m_store.intents.apply(intentRows(0, 5));
        QSignalSpy changes(&m_store.intents, &Shelf::changed);
        m_store.intents.apply(intentRows(0, 5));
        QCOMPARE(changes.count(), 0);
    }

    void sortIsStableByASecondKey()
    {
        IntentModel model(context());
        auto rows = intentRows(0, 30);
        for (IntentRow &row : rows)
            row.amount = 5;
        m_store.intents.apply(rows);
        QueryFilterProxy proxy(model);
        proxy.sort(IntentModel::Amount);
        QStringList before;
        for (int i = 0; i < proxy.rowCount(); ++i)
            before << proxy.index(i, 0).data(IdRole).toString();
        rows[11].status = IntentState::Netted;
        m_store.intents.apply(rows);
        for (int i = 0; i < proxy.rowCount(); ++i)
            QCOMPARE(proxy.index(i, 0).data(IdRole).toString(), before[i]);
    }

    void filterHidesAndCounts()
    {
        IntentModel model(context());
        m_store.intents.apply(intentRows(0, 20));
        m_store.intents.apply({intentRow(4, IntentState::Rejected)});
        QueryFilterProxy proxy(model);
        const auto query = FilterQuery::parse(QStringLiteral("status:rejected or amount:>=18"), model.filterKeys());
        QVERIFY(query.has_value());
        proxy.setQuery(*query);
        QCOMPARE(proxy.rowCount(), 3);
        QCOMPARE(proxy.hiddenCount(), 17);
    }

    void theAmountOfABuyNowSaysWhetherItIsTheMostOrThePaid()
    {
        IntentModel model(context());
        IntentRow row = intentRow(9);
        const auto cell = [&](int role) { return model.index(0, IntentModel::Amount).data(role); };
        row.type = IntentType::BuyNow;
        row.price = client::PriceKind::AtMost;
        m_store.intents.apply({row});
        QCOMPARE(cell(PriceWordRole).toString(), QStringLiteral("at most"));
        QCOMPARE(cell(Qt::DisplayRole).toString(), QStringLiteral("at most 9.000000000"));
        QCOMPARE(cell(Qt::AccessibleTextRole).toString(), QStringLiteral("at most 9.000000000"));
        QCOMPARE(cell(CopyRole).toString(), QStringLiteral("9000000000"));
        row.price = client::PriceKind::Paid;
        row.amount = 7 * lamportsPerSol;
        row.status = IntentState::Settled;
        m_store.intents.apply({row});
        QCOMPARE(cell(PriceWordRole).toString(), QStringLiteral("paid"));
        QCOMPARE(cell(AmountRole).toULongLong(), 7 * lamportsPerSol);
        row.price = client::PriceKind::Exact;
        m_store.intents.apply({row});
        QCOMPARE(cell(Qt::DisplayRole).toString(), QStringLiteral("7.000000000"));
    }

    void pumpReleasesTenTimesASecondAtMost()
    {
        EventPump pump(m_clock);
        QSignalSpy released(&pump, &EventPump::released);
        for (int i = 0; i < 1000; ++i) {
            pump.push({.intents = {intentRow(i)}, .count = 1});
            pump.tick();
            m_clock.advanceMs(1);
        }
        QVERIFY2(released.count() <= 11, qPrintable(QString::number(released.count())));
        m_clock.advanceMs(100);
        pump.tick();
        std::uint64_t seen = 0;
        for (const QList<QVariant> &call : released)
            seen += call[0].value<LiveEvents>().count;
        QCOMPARE(seen, std::uint64_t{1000});
    }

    void frozenPumpKeepsEvents()
    {
        EventPump pump(m_clock);
        QSignalSpy released(&pump, &EventPump::released);
        pump.setFrozen(true);
        pump.push({.intents = {intentRow(1)}, .count = 1});
        m_clock.advanceMs(500);
        pump.tick();
        QCOMPARE(released.count(), 0);
        QCOMPARE(pump.waiting(), std::uint64_t{1});
        pump.setFrozen(false);
        QCOMPARE(released.count(), 1);
    }

    void freshnessSpeaksInWords()
    {
        Freshness freshness(m_clock);
        freshness.heard();
        QCOMPARE(freshness.word(), QStringLiteral("Live"));
        QSignalSpy moves(&freshness, &Freshness::stateChanged);
        m_clock.advanceMs(9'000);
        freshness.tick();
        QCOMPARE(freshness.word(), QStringLiteral("Stale 9 s"));
        m_clock.advanceMs(1'000);
        freshness.tick();
        QCOMPARE(moves.count(), 1);
        freshness.catchingUp(62);
        QCOMPARE(freshness.word(), QStringLiteral("Catching up 62 %"));
    }

    void logIsBoundedAndCountsEqualLines()
    {
        LogModel log;
        QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int i = 0; i < 37; ++i)
            log.append({{0}, QStringLiteral("warn"), QStringLiteral("link"), QStringLiteral("gone")});
        QCOMPARE(log.rowCount(), 1);
        QVERIFY(log.index(0, LogModel::Message).data().toString().contains(QStringLiteral("37")));
        LogModel large;
        for (int i = 0; i < LogModel::linesMax + 10; ++i)
            large.append({{0}, QStringLiteral("info"), QStringLiteral("a"), QString::number(i)});
        QVERIFY(large.rowCount() <= LogModel::linesMax);
        QCOMPARE(large.index(large.rowCount() - 1, LogModel::Message).data().toString(),
                 QString::number(LogModel::linesMax + 9));
    }

    void aVerdictIsExplainedInWords()
    {
        const KeyNames names({});
        ShelfOf<TradeRow> trades;
        TradeModel model(trades, names);
        std::vector<TradeRow> rows;
        for (const char *verdict : {"ACCEPTED", "INSOLVENT", "NOT_OWNER", "UNKNOWN_ITEM", "SELF_TRADE", "DEFERRED"}) {
            TradeRow row;
            row.seq = rows.size() + 1;
            row.verdict = QString::fromLatin1(verdict);
            rows.push_back(row);
        }
        trades.reconcile(rows);
        QCOMPARE(model.rowCount(), 6);
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex verdict = model.index(row, TradeModel::VerdictColumn);
            const QString about = verdict.data(Qt::ToolTipRole).toString();
            QVERIFY2(about.contains(u' ') && about != verdict.data().toString(), qPrintable(about));
            QCOMPARE(verdict.data(Qt::AccessibleDescriptionRole).toString(), about);
        }
    }

    void brokenSettingsAreKeptAsideAndDefaultsUsed()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("settings.json"));
        {
            Settings settings(path);
            settings.set(setting::unit, QStringLiteral("lamports"));
            settings.set(setting::lockMinutes, 15);
        }
        Settings again(path);
        QCOMPARE(again.get(setting::unit), QStringLiteral("lamports"));
        QCOMPARE(again.get(setting::lockMinutes), 15);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"look.un");
        file.close();
        Settings broken(path);
        QVERIFY(broken.wasBroken());
        QCOMPARE(broken.get(setting::unit), QStringLiteral("SOL"));
        QVERIFY(QFile::exists(path + QStringLiteral(".bak")));
    }

    void lifeLineHasOneNodeForEachAttempt()
    {
        OperationRow operation;
        operation.operationId = QStringLiteral("op");
        operation.kind = QStringLiteral("commit_net_chunk");
        operation.status = QStringLiteral("settled");
        operation.createdAt = {1'792'161'127'000};
        operation.updatedAt = {1'792'161'197'000};
        for (std::uint32_t n = 1; n <= 3; ++n) {
            AttemptRow attempt;
            attempt.n = n;
            attempt.state = n < 3 ? QStringLiteral("expired") : QStringLiteral("landed");
            attempt.sentAt = {1'792'161'127'000 + n * 20'000};
            operation.attempts.push_back(attempt);
        }
        const LifeLine line = lifeLineOf(operation, {1'792'161'200'000});
        QCOMPARE(line.nodes.size(), std::size_t{5});
        QCOMPARE(line.nodes[1].kind, NodeKind::Failed);
        QCOMPARE(line.nodes[3].kind, NodeKind::Passed);
        QVERIFY(textOf(line).contains(QStringLiteral("attempt 2 expired")));
    }

    void nettedRatioIsRoundedDownAndNeverAboveGross()
    {
        QCOMPARE(nettedBps(1000, 286).value(), 7140U);
        QCOMPARE(nettedBps(3, 1).value(), 6666U);
        QVERIFY(!nettedBps(0, 0).has_value());
        QCOMPARE(formatRatio(7149), QStringLiteral("71.4 %"));
    }
};

QTEST_GUILESS_MAIN(TablesTest)
#include "tables_test.moc"

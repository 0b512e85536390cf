#include "models/freshness.h"
#include "models/log_model.h"
#include "models/rows.h"
#include "tests/support/manual_clock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace paradox;
using namespace paradox::models;
using paradox::testing::ManualClock;

namespace {

constexpr std::int64_t start = 1'792'161'127'000; // 2026-10-16 14:32:07 UTC

QStringList namesOf(const LifeLine &line)
{
    QStringList names;
    for (const LifeNode &node : line.nodes)
        names << node.name;
    return names;
}

std::vector<NodeKind> kindsOf(const LifeLine &line)
{
    std::vector<NodeKind> kinds;
    for (const LifeNode &node : line.nodes)
        kinds.push_back(node.kind);
    return kinds;
}

QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(u'|');
}

client::LiveEvent news(std::uint64_t seq, const auto &record)
{
    client::LiveEvent made;
    made.seq = {seq};
    made.data = record;
    return made;
}

client::IntentRecord intentRecord(IntentState state, std::int64_t updatedMs)
{
    client::IntentRecord record;
    record.id.bytes[0] = 7;
    record.seq = {18'401'609};
    record.type = IntentType::Bid;
    record.side = Side::Buyer;
    record.status = state;
    record.amount = {12'750'000'000};
    record.createdAt = {start / 1000};
    record.admittedAt = {start + 38};
    record.updatedAt = {updatedMs};
    return record;
}

client::BatchRecord batchRecord(BatchState state)
{
    client::BatchRecord record;
    record.seq = {4811};
    record.state = state;
    record.openedAt = UnixMillis{start - 5000};
    record.cutAt = UnixMillis{start + 2000};
    record.nettedAt = UnixMillis{start + 2400};
    record.updatedAt = {start + 3000};
    record.trades = 231;
    record.chunkCount = 8;
    record.chunksLocked = 8;
    record.chunksCommitted = 3;
    return record;
}

client::AttemptRecord attempt(std::uint64_t n, const char *state, std::int64_t sentAt)
{
    client::AttemptRecord record;
    record.n = n;
    record.state = state;
    record.sentAt = UnixMillis{sentAt};
    return record;
}

} // namespace

class LinesTest : public QObject {
    Q_OBJECT

    LiveStore m_store;
    KeyNames m_names{QString()};
    ManualClock m_clock{start / 1000};

    [[nodiscard]] LifeLine intentLine(const QList<client::LiveEvent> &events)
    {
        m_store.apply(rowsOf(events));
        const IntentRow *found = nullptr;
        m_store.intents.forEach([&](const IntentRow &row) { found = &row; });
        return lifeLineOf(*found, {m_store, m_names, m_clock});
    }

private Q_SLOTS:
    void cleanup()
    {
        m_store.intents.reconcile({});
        m_store.batches.reconcile({});
        m_store.operations.reconcile({});
    }

    void aPendingIntentShowsWhatIsExpectedOfIt()
    {
        const LifeLine line = intentLine({news(1, intentRecord(IntentState::Pending, start + 38))});
        QCOMPARE(namesOf(line), words("signed|admitted|pending|paired|netted|locking|committing|settled"));
        QCOMPARE(line.nodes[0].time, QStringLiteral("14:32:07.000"));
        QCOMPARE(line.nodes[1].time, QStringLiteral("+38 ms"));
        QCOMPARE(line.nodes[1].detail, QStringLiteral("seq 18401609"));
        QCOMPARE(line.nodes[2].kind, NodeKind::Current);
        QCOMPARE(line.nodes[2].detail, QStringLiteral("Waiting for a seller half"));
        for (std::size_t i = 3; i < line.nodes.size(); ++i) {
            QCOMPARE(line.nodes[i].kind, NodeKind::Expected);
            QCOMPARE(line.nodes[i].time, QStringLiteral("expected"));
        }
    }

    void aNettedIntentFollowsItsBatch()
    {
        client::IntentRecord netted = intentRecord(IntentState::Netted, start + 2400);
        netted.pairedWith = IntentId{};
        netted.tradeSeq = Seq{9};
        netted.batchSeq = BatchSeq{4811};
        const LifeLine line =
            intentLine({news(1, intentRecord(IntentState::Pending, start + 38)), news(2, netted),
                        news(3, batchRecord(BatchState::Locking)), news(4, batchRecord(BatchState::Committing))});
        QCOMPARE(namesOf(line), words("signed|admitted|paired|netted|locking|committing|confirmed|finalized"));
        using enum NodeKind;
        QCOMPARE(kindsOf(line), (std::vector{Passed, Passed, Passed, Passed, Passed, Current, Expected, Expected}));
        QCOMPARE(line.nodes[3].detail, QStringLiteral("#4811"));
        QCOMPARE(line.nodes[4].detail, QStringLiteral("8 of 8 chunks locked"));
        QCOMPARE(line.nodes[5].detail, QStringLiteral("3 of 8 chunks settled"));
    }

    void aSmallBatchIsNotCountedInChunks()
    {
        BatchRow batch = rowOf(batchRecord(BatchState::Finalized));
        QCOMPARE(chunksText(batch, ChunkStep::Settled), QStringLiteral("8 of 8 chunks settled"));
        batch.chunkCount = 1;
        batch.transactions = 1;
        QCOMPARE(chunksText(batch, ChunkStep::Locked), QString());
        QCOMPARE(chunksText(batch, ChunkStep::Settled), QStringLiteral("in one transaction"));
        batch.transactions = 4; // opened, locked, committed and finalized each for itself
        QCOMPARE(chunksText(batch, ChunkStep::Settled), QStringLiteral("in one chunk"));
        batch.chunkCount = 0;
        QCOMPARE(chunksText(batch, ChunkStep::Settled), QString());
    }

    void theSummaryOfABuyNowTellsTheMostFromThePaid()
    {
        client::IntentRecord record = intentRecord(IntentState::Pending, start + 38);
        record.type = IntentType::BuyNow;
        QVERIFY(intentLine({news(1, record)}).summary.startsWith(QStringLiteral("at most 12.75 SOL · ")));
        record.tradeAmount = Lamports{11'000'000'000};
        QVERIFY(intentLine({news(2, record)}).summary.startsWith(QStringLiteral("11 SOL · ")));
        record.status = IntentState::Settled;
        QVERIFY(intentLine({news(3, record)}).summary.startsWith(QStringLiteral("paid 11 SOL · ")));
    }

    void anAbortingBatchIsNotShownAsProgress()
    {
        client::IntentRecord netted = intentRecord(IntentState::Netted, start + 2400);
        netted.batchSeq = BatchSeq{4811};
        client::BatchRecord aborting = batchRecord(BatchState::Aborting);
        aborting.reason = "LOCK_FAILED";
        const LifeLine line = intentLine({news(1, netted), news(2, aborting)});
        QCOMPARE(namesOf(line), words("signed|admitted|netted|aborting"));
        QCOMPARE(line.nodes.back().kind, NodeKind::Failed);
        QCOMPARE(line.nodes.back().detail, QStringLiteral("LOCK_FAILED"));
    }

    void aRefusedIntentEndsWithItsReason()
    {
        client::IntentRecord rejected = intentRecord(IntentState::Rejected, start + 2400);
        rejected.reason = "INSOLVENT";
        rejected.batchSeq = BatchSeq{4811};
        const LifeLine line = intentLine({news(1, intentRecord(IntentState::Pending, start + 38)), news(2, rejected)});
        QCOMPARE(line.nodes.back().name, QStringLiteral("rejected"));
        QCOMPARE(line.nodes.back().kind, NodeKind::Failed);
        QCOMPARE(line.nodes.back().detail, QStringLiteral("INSOLVENT in #4811"));
    }

    void anIntentInDoubtSaysSoAndPromisesNothing()
    {
        IntentRow lost;
        lost.createdAt = {start};
        lost.resolving = true;
        const LifeLine line = lifeLineOf(lost, {m_store, m_names, m_clock});
        QCOMPARE(namesOf(line), words("signed|resolving"));
        QCOMPARE(line.nodes.back().detail, QStringLiteral("answer lost; asking the node"));
        QCOMPARE(line.nodes.back().state.group, StateGroup::Resolving);
    }

    void retryThenFinalHasEveryAttemptInOrder()
    {
        client::OperationRecord operation;
        operation.operationId = "op";
        operation.kind = "commit_net_chunk";
        operation.status = OperationState::Submitted;
        operation.createdAt = {start};
        operation.updatedAt = {start + 1000};
        operation.attempts = {attempt(1, "sent", start + 1000)};
        QList<client::LiveEvent> events = {news(1, operation)};
        operation.attempts = {attempt(1, "expired", start + 1000), attempt(2, "landed_error", start + 61'000)};
        operation.attempts[1].error = "BlockhashNotFound";
        events << news(2, operation);
        operation.attempts.push_back(attempt(3, "landed", start + 90'000));
        operation.attempts[2].slot = Slot{314'159};
        operation.slot = Slot{314'159};
        operation.status = OperationState::Settled;
        operation.updatedAt = {start + 103'000};
        events << news(3, operation);
        m_store.apply(rowsOf(events));
        const LifeLine line = lifeLineOf(*m_store.operations.find(QStringLiteral("op")), {start + 110'000});
        QCOMPARE(namesOf(line), words("created|attempt 1 expired|attempt 2 landed_error|attempt 3 landed|settled"));
        using enum NodeKind;
        QCOMPARE(kindsOf(line), (std::vector{Passed, Failed, Failed, Passed, Passed}));
        QCOMPARE(line.nodes[2].detail, QStringLiteral("BlockhashNotFound"));
        QCOMPARE(line.nodes[2].time, QStringLiteral("+1:00"));
        QCOMPARE(line.nodes[3].detail, QStringLiteral("slot 314159"));
        QCOMPARE(textOf(line).count(u'\n'), 4);
        const QJsonArray nodes =
            QJsonDocument::fromJson(jsonOf(line).toUtf8()).object().value(QStringLiteral("nodes")).toArray();
        QCOMPARE(nodes.size(), 5);
        QCOMPARE(nodes[1].toObject().value(QStringLiteral("name")).toString(), QStringLiteral("attempt 1 expired"));
    }

    void aBatchWalksEveryStateOnce()
    {
        const QStringList path = words("open|cut|netted|locking|committing|confirmed|finalized");
        for (const BatchState state : {BatchState::Open, BatchState::Cut, BatchState::Netted, BatchState::Locking,
                                       BatchState::Committing, BatchState::Confirmed, BatchState::Finalized}) {
            client::BatchRecord record = batchRecord(state);
            if (state == BatchState::Finalized)
                record.finalizedAt = UnixMillis{start + 9000};
            const LifeLine line = lifeLineOf(rowOf(record), {start + 10'000});
            const auto current = std::ranges::count(line.nodes, NodeKind::Current, &LifeNode::kind);
            const bool rests =
                state == BatchState::Finalized || state == BatchState::Cut || state == BatchState::Netted;
            QVERIFY2(rests || current == 1, qPrintable(textOf(line)));
            QStringList names = namesOf(line);
            if (state == BatchState::Cut)
                QCOMPARE(names, words("open|cut|netted"));
            else
                QCOMPARE(names, path);
        }
    }

    void absentNumbersAreADashAndNeverZero()
    {
        const BatchRow open = rowOf([] {
            client::BatchRecord record = batchRecord(BatchState::Open);
            record.chunkCount = 0;
            return record;
        }());
        QVERIFY(!open.gross && !open.ratioBps);
        m_store.batches.apply({open});
        const BatchModel batches({m_store, m_names, m_clock});
        QCOMPARE(batches.index(0, BatchModel::Netted).data().toString(), QStringLiteral("—"));
        QCOMPARE(batches.index(0, BatchModel::Chunks).data().toString(), QStringLiteral("—"));
        OperationRow waiting;
        waiting.operationId = QStringLiteral("op");
        waiting.status = QStringLiteral("pending");
        m_store.operations.apply({waiting});
        const OperationModel operations({m_store, m_names, m_clock});
        for (const int column : {OperationModel::Fee, OperationModel::SlotColumn, OperationModel::Attempt})
            QCOMPARE(operations.index(0, column).data().toString(), QStringLiteral("—"));
        QCOMPARE(verdictWord(QString()).word, QStringLiteral("unknown"));
    }

    void aStateThatComesBeforeItsCountsIsBelieved()
    {
        client::BatchRecord record = batchRecord(BatchState::Confirmed);
        record.chunksLocked = record.chunksCommitted = 0;
        const BatchRow confirmed = rowOf(record);
        m_store.batches.apply({confirmed});
        const BatchModel batches({m_store, m_names, m_clock});
        QCOMPARE(batches.index(0, BatchModel::Chunks).data().toString(), QStringLiteral("8 of 8"));
        const auto detail = [&](const BatchRow &batch, std::size_t node) {
            return lifeLineOf(batch, m_clock.wall()).nodes[node].detail;
        };
        QCOMPARE(detail(confirmed, 3), QStringLiteral("8 of 8 chunks locked"));
        QCOMPARE(detail(confirmed, 4), QStringLiteral("8 of 8 chunks settled"));
        // While a phase lasts the count is what is known of it.
        record.state = BatchState::Committing;
        record.chunksCommitted = 3;
        QCOMPARE(detail(rowOf(record), 3), QStringLiteral("8 of 8 chunks locked"));
        QCOMPARE(detail(rowOf(record), 4), QStringLiteral("3 of 8 chunks settled"));
        // Nobody said how many there are: nothing is said of them.
        record.chunkCount = 0;
        QCOMPARE(detail(rowOf(record), 3), QString());
    }

    void copyGivesRawValues()
    {
        IntentRow row = rowOf(intentRecord(IntentState::Pending, start + 38));
        m_store.intents.apply({row});
        const IntentModel model({m_store, m_names, m_clock});
        QCOMPARE(model.index(0, IntentModel::Amount).data().toString(), QStringLiteral("12.750000000"));
        QCOMPARE(model.index(0, IntentModel::Amount).data(CopyRole).toString(), QStringLiteral("12750000000"));
        QCOMPARE(model.index(0, IntentModel::SeqColumn).data().toString(), QStringLiteral("18401609"));
        QCOMPARE(model.index(0, IntentModel::Age).data(CopyRole).toString(),
                 QStringLiteral("2026-10-16T14:32:07.038Z"));
    }

    void freshnessSpeaksAndSignalsOncePerChangeOfWord()
    {
        ManualClock clock{start / 1000};
        Freshness freshness(clock);
        QCOMPARE(freshness.word() + u' ' + freshness.asOf(), QStringLiteral("Offline since 14:32:07"));
        const QSignalSpy states(&freshness, &Freshness::stateChanged);
        const QSignalSpy texts(&freshness, &Freshness::changed);
        freshness.catchingUp(0);
        freshness.catchingUp(62);
        QCOMPARE(freshness.word(), QStringLiteral("Catching up 62 %"));
        freshness.heard();
        QCOMPARE(freshness.word() + u' ' + freshness.asOf(), QStringLiteral("Live as of 14:32:07"));
        for (int i = 0; i < 1000; ++i)
            freshness.heard(); // many events within a second are no news
        QCOMPARE(states.count(), 2);
        QCOMPARE(texts.count(), 3);
        clock.advanceSeconds(4);
        freshness.tick();
        QCOMPARE(freshness.state(), FreshState::Live);
        clock.advanceSeconds(5);
        freshness.tick();
        QCOMPARE(freshness.word(), QStringLiteral("Stale 9 s"));
        clock.advanceSeconds(80);
        freshness.tick();
        QCOMPARE(freshness.word(), QStringLiteral("Stale 1:29"));
        QCOMPARE(states.count(), 3);
        freshness.offline();
        clock.advanceSeconds(10);
        freshness.offline();
        QCOMPARE(freshness.asOf(), QStringLiteral("since 14:33:36"));
    }

    void linesOfTheNodeAreReadHoweverTheyLook()
    {
        LogModel log;
        log.appendNodeLine(QStringLiteral(R"({"at":"…","level":"WARN","room":"settlement","event":"retry","chunk":3})"),
                           {start});
        log.appendNodeLine(QStringLiteral("plain words {"), {start});
        log.appendNodeLine(QStringLiteral("[1]"), {start});
        const auto cell = [&](int row, int column) { return log.index(row, column).data().toString(); };
        QCOMPARE(cell(0, LogModel::Level), QStringLiteral("warn"));
        QCOMPARE(cell(0, LogModel::Room), QStringLiteral("settlement"));
        QCOMPARE(cell(0, LogModel::Message), QStringLiteral("retry chunk=3"));
        QCOMPARE(cell(1, LogModel::Message), QStringLiteral("plain words {"));
        QCOMPARE(cell(2, LogModel::Message), QStringLiteral("[1]"));
    }
};

QTEST_GUILESS_MAIN(LinesTest)
#include "lines_test.moc"

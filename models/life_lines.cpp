#include "models/rows.h"

namespace paradox::models {
namespace {

/// Times of a line: the first absolute, then relative to the one before.
class LineMaker {
public:
    void passed(const QString &name, UnixMillis at, const QString &detail,
                const QString &state = QStringLiteral("settled"))
    {
        m_nodes.push_back({name, timeText(at), detail, {name, stateWord(state).group, true}, NodeKind::Passed});
    }
    void current(const QString &name, UnixMillis at, const QString &detail, const QString &state)
    {
        m_nodes.push_back({name,
                           at.value > 0 ? LifeText::now(timeText(at)) : LifeText::now({}),
                           detail,
                           {name, stateWord(state).group, false},
                           NodeKind::Current});
    }
    void failed(const QString &name, UnixMillis at, const QString &detail, const QString &state)
    {
        m_nodes.push_back({name, timeText(at), detail, {name, stateWord(state).group, false}, NodeKind::Failed});
    }
    void expected(const QString &name)
    {
        m_nodes.push_back(
            {name, QStringLiteral("expected"), {}, {name, StateGroup::Pending, false}, NodeKind::Expected});
    }
    [[nodiscard]] std::vector<LifeNode> take() { return std::move(m_nodes); }

private:
    struct LifeText {
        static QString now(const QString &since)
        {
            return since.isEmpty() ? QStringLiteral("now") : QStringLiteral("%1, now").arg(since);
        }
    };

    QString timeText(UnixMillis at)
    {
        if (at.value <= 0)
            return {};
        const QString text = m_last.value <= 0
                                 ? formatTimeMillis(at)
                                 : u'+' + formatDuration(std::max<std::int64_t>(0, at.value - m_last.value));
        m_last = at;
        return text;
    }

    std::vector<LifeNode> m_nodes;
    UnixMillis m_last;
};

void settlementNodes(LineMaker &make, const BatchRow &batch)
{
    const QStringList path = QStringLiteral("netted locking committing confirmed finalized").split(u' ');
    const qsizetype at = path.indexOf(batch.state);
    if (at < 0)
        return make.failed(batch.state, batch.updatedAt, batch.reason, batch.state);
    for (qsizetype i = 1; i < path.size(); ++i) {
        const QString chunks = path[i] == QStringLiteral("locking")      ? chunksText(batch, ChunkStep::Locked)
                               : path[i] == QStringLiteral("committing") ? chunksText(batch, ChunkStep::Settled)
                                                                         : QString();
        if (i < at || batch.state == QStringLiteral("finalized"))
            make.passed(path[i], i + 1 == path.size() ? batch.finalizedAt : UnixMillis{}, chunks);
        else if (i == at)
            make.current(path[i], batch.updatedAt, chunks, path[i]);
        else
            make.expected(path[i]);
    }
}

} // namespace

LifeLine lifeLineOf(const IntentRow &intent, const ModelContext &context)
{
    LineMaker make;
    make.passed(IntentModel::tr("signed"), intent.createdAt, itemName(intent.session, context.names));
    if (intent.resolving) {
        make.current(QStringLiteral("resolving"), {}, IntentModel::tr("answer lost; asking the node"),
                     QStringLiteral("resolving"));
    } else {
        make.passed(IntentModel::tr("admitted"), intent.admittedAt,
                    intent.seq ? IntentModel::tr("seq %1").arg(*intent.seq) : QString());
    }
    const BatchRow *batch = intent.batchSeq ? context.store.batchBySeq(*intent.batchSeq) : nullptr;
    const bool paired = intent.isPaired || intent.tradeSeq;
    const QString why = whyOf(intent, context.store, context.names);
    if (paired)
        make.passed(IntentModel::tr("paired"), {},
                    intent.tradeSeq ? IntentModel::tr("trade %1").arg(*intent.tradeSeq) : QString());
    if (intent.status == IntentState::Pending && !intent.resolving) {
        make.current(QStringLiteral("pending"), {}, why, QStringLiteral("pending"));
        if (!paired)
            make.expected(IntentModel::tr("paired"));
        for (const char *next : {"netted", "locking", "committing", "settled"})
            make.expected(QString::fromLatin1(next));
    } else if (intent.status == IntentState::Netted && batch != nullptr) {
        make.passed(QStringLiteral("netted"), batch->nettedAt, QStringLiteral("#%1").arg(batch->seq),
                    QStringLiteral("netted"));
        settlementNodes(make, *batch);
    } else if (intent.status == IntentState::Settled) {
        if (batch != nullptr)
            make.passed(QStringLiteral("netted"), batch->nettedAt, QStringLiteral("#%1").arg(batch->seq),
                        QStringLiteral("netted"));
        make.passed(QStringLiteral("settled"), intent.updatedAt, why);
    } else if (!intent.resolving) {
        make.failed(statusWord(intent), intent.updatedAt, why, statusWord(intent));
    }
    LifeLine line;
    line.title = IntentModel::tr("Life line: %1 %2").arg(typeWord(intent.type), itemName(intent.item, context.names));
    line.summary = QStringLiteral("%1 · %2").arg(priceText(intent), elided(idText(intent.intentId), 6));
    line.nodes = make.take();
    return line;
}

LifeLine lifeLineOf(const OperationRow &operation, UnixMillis)
{
    LineMaker make;
    make.passed(OperationModel::tr("created"), operation.createdAt, operation.kind);
    for (const AttemptRow &attempt : operation.attempts) {
        const QString name = OperationModel::tr("attempt %1").arg(attempt.n);
        const QString detail = attempt.error.isEmpty() ? elided(attempt.signature, 6) : attempt.error;
        if (attempt.state == QStringLiteral("landed_error") || attempt.state == QStringLiteral("expired"))
            make.failed(QStringLiteral("%1 %2").arg(name, attempt.state), attempt.sentAt, detail, attempt.state);
        else if (attempt.state == QStringLiteral("landed"))
            make.passed(OperationModel::tr("%1 landed").arg(name), attempt.sentAt,
                        attempt.slot ? OperationModel::tr("slot %1").arg(*attempt.slot) : detail);
        else
            make.current(QStringLiteral("%1 %2").arg(name, attempt.state), attempt.sentAt, detail,
                         QStringLiteral("sent"));
    }
    if (operation.status == QStringLiteral("settled"))
        make.passed(QStringLiteral("settled"), operation.updatedAt,
                    operation.slot ? OperationModel::tr("slot %1").arg(*operation.slot) : QString());
    else if (isOver(operation))
        make.failed(operation.status, operation.updatedAt, operation.error, operation.status);
    else {
        make.current(operation.status, operation.updatedAt, operation.error, operation.status);
        make.expected(QStringLiteral("settled"));
    }
    LifeLine line;
    line.title = OperationModel::tr("Life line: %1").arg(operation.kind);
    line.summary = elided(operation.signature, 6);
    line.nodes = make.take();
    return line;
}

LifeLine lifeLineOf(const BatchRow &batch, UnixMillis now)
{
    LineMaker make;
    const QString trades = BatchModel::tr("trades: %1").arg(batch.trades);
    if (batch.state == QStringLiteral("open")) {
        make.current(QStringLiteral("open"), batch.openedAt, trades, QStringLiteral("open"));
        for (const char *next : {"cut", "netted", "locking", "committing", "confirmed", "finalized"})
            make.expected(QString::fromLatin1(next));
    } else {
        make.passed(QStringLiteral("open"), batch.openedAt, trades);
        make.passed(QStringLiteral("cut"), batch.cutAt, {});
        if (batch.state == QStringLiteral("cut")) {
            make.expected(QStringLiteral("netted"));
        } else if (batch.state == QStringLiteral("empty")) {
            make.failed(QStringLiteral("empty"), batch.updatedAt, nextOf(batch, now), QStringLiteral("empty"));
        } else {
            make.passed(QStringLiteral("netted"), batch.nettedAt,
                        batch.ratioBps ? BatchModel::tr("%1 netted").arg(formatRatio(*batch.ratioBps)) : QString());
            settlementNodes(make, batch);
        }
    }
    LifeLine line;
    line.title = BatchModel::tr("Life line: batch #%1").arg(batch.seq);
    line.summary = elided(batch.batchId, 6);
    line.nodes = make.take();
    return line;
}

} // namespace paradox::models

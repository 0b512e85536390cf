#include "domain/base58.h"
#include "domain/encoding.h"
#include "ui/desk/desk_core.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/batch_detail/proof_view.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QPointer>
#include <QSaveFile>
#include <QTabWidget>
#include <QThreadPool>

namespace paradox::ui {

namespace {

constexpr int notFound = 404; ///< also where a receipt is somebody else's

template <class Key>
std::optional<Key> keyOf(const QString &base58)
{
    return fromBase58<Key>(base58.toStdString());
}

std::optional<IntentId> intentOf(const QString &hex)
{
    const auto bytes = hexDecode(hex.toStdString());
    return bytes ? IntentId::from(*bytes) : std::nullopt;
}

/// What this desk takes for true of the venue, from the node that it is connected to.
netting::ReceiptTrust trustIn(const models::NodeRow &node)
{
    return {.engineKey = keyOf<PublicKey>(node.engineKey),
            .genesis = keyOf<Hash>(node.genesis),
            .program = keyOf<PublicKey>(node.program),
            .engine = keyOf<PublicKey>(node.venueAddress)};
}

} // namespace

void BatchDetailPanel::refreshActions()
{
    m_context.actions.disable(QStringLiteral("batch.verify"), m_seq.isEmpty()  ? tr("Open a batch first")
                                                              : m_json.empty() ? tr("It is not netted yet")
                                                                               : QString());
    m_context.actions.disable(QStringLiteral("trade.prove"), m_seq.isEmpty()  ? tr("Open a batch first")
                                                             : m_json.empty() ? tr("It is not netted yet")
                                                             : m_tradeTable->currentId().isEmpty()
                                                                 ? tr("Choose a trade in Verdicts first")
                                                                 : QString());
    for (const char *id : {"trade.copyReceipt", "trade.saveReceipt"})
        m_context.actions.disable(QString::fromLatin1(id),
                                  m_proof->receipt().isEmpty() ? tr("Prove a trade first") : QString());
}

void BatchDetailPanel::verify()
{
    if (m_json.empty())
        return;
    const models::NodeRow &node = m_context.core.store().node();
    const auto treasury = keyOf<PublicKey>(node.treasury);
    const std::int64_t begun = m_context.core.clock().monotonicMs();
    // A copy of the text is netted on the pool; a large batch would hold the window up.
    QThreadPool::globalInstance()->start(
        [alive = QPointer<BatchDetailPanel>(this), json = m_json, treasury, begun, seq = m_seq] {
            const auto claim = netting::parseBatchClaim(json, treasury);
            const std::string problem = claim ? std::string() : claim.error();
            const netting::Reexecution result = claim ? netting::reexecute(*claim) : netting::Reexecution{};
            QMetaObject::invokeMethod(qApp, [alive, result, problem, begun, seq] {
                if (!alive || alive->m_seq != seq)
                    return;
                if (!problem.empty()) {
                    alive->m_messages->post({MessageLevel::Critical,
                                             tr("This batch cannot be read again"),
                                             QString::fromStdString(problem),
                                             QStringLiteral("BATCH_UNREADABLE"),
                                             {}});
                    return;
                }
                alive->verified(result, alive->m_context.core.clock().monotonicMs() - begun);
            });
        });
}

void BatchDetailPanel::verified(const netting::Reexecution &result, qint64 tookMs)
{
    m_messages->clearAll();
    if (result.matches()) {
        m_messages->post({MessageLevel::Ok,
                          tr("Match: re-run here gives the same bytes"),
                          tr("Trades netted again here: %1, in %2.")
                              .arg(models::formatCount(static_cast<std::uint64_t>(m_tradeShelf.size())),
                                   models::formatDuration(tookMs)),
                          {},
                          {}});
        return;
    }
    const netting::Mismatch &first = result.mismatches.front();
    m_messages->post(
        {MessageLevel::Critical,
         tr("Mismatch: this desk nets the batch differently"),
         tr("Differences: %1. The first is %2: the node says %3, this desk says %4. Do not rely on this batch; "
            "ask whoever runs the node, with these words.")
             .arg(models::formatCount(result.mismatches.size()), QString::fromStdString(first.what),
                  QString::fromStdString(first.claimed), QString::fromStdString(first.computed)),
         QStringLiteral("BATCH_MISMATCH"),
         {}});
}

void BatchDetailPanel::prove()
{
    const models::TradeRow *trade = m_tradeShelf.findText(m_tradeTable->currentId());
    if (trade == nullptr)
        return;
    // A trader may read the receipt of his own half alone.
    const bool isBuyer = trade->to == m_context.core.names().own();
    const auto intent = intentOf(isBuyer ? trade->buyerIntent : trade->sellerIntent);
    const auto counterpart = intentOf(isBuyer ? trade->sellerIntent : trade->buyerIntent);
    if (!intent || !counterpart)
        return;
    const ProofWanted wanted{*intent, *counterpart, m_headerBytes};
    m_context.core.backend().receipt(*intent).onDone(
        this, [this, wanted, seq = m_seq, name = QString::number(trade->seq)](const auto &answer) {
            if (seq != m_seq)
                return;
            const models::NodeRow &node = m_context.core.store().node();
            if (answer)
                return workOut(name, [wanted, receipt = *answer, trust = trustIn(node)] {
                    return proofOf(receipt, wanted, trust);
                });
            if (answer.error().httpStatus != notFound)
                return m_context.core.reportError(tr("Reading the receipt of trade %1").arg(name), answer.error());
            workOut(name, [json = m_json, treasury = keyOf<PublicKey>(node.treasury), trade = Seq{name.toULongLong()}] {
                return proofInBatch(json, treasury, trade);
            });
        });
}

void BatchDetailPanel::workOut(const QString &trade, std::function<std::expected<Proof, std::string>()> work)
{
    // A large batch has many trades and transactions, and each of them hashes and signatures.
    QThreadPool::globalInstance()->start(
        [alive = QPointer<BatchDetailPanel>(this), work = std::move(work), trade, seq = m_seq] {
            QMetaObject::invokeMethod(qApp, [alive, trade, seq, proof = work()] {
                if (alive && alive->m_seq == seq)
                    alive->proved(trade, proof);
            });
        });
}

void BatchDetailPanel::proved(const QString &trade, const std::expected<Proof, std::string> &proof)
{
    m_messages->clear(QStringLiteral("PROOF_UNREADABLE"));
    if (proof) {
        m_proof->show(tr("Trade %1").arg(trade), *proof);
        m_tabs->setCurrentWidget(m_proof);
    } else {
        m_proof->clear();
        m_messages->post({MessageLevel::Critical,
                          tr("Trade %1 cannot be proved").arg(trade),
                          QString::fromStdString(proof.error()),
                          QStringLiteral("PROOF_UNREADABLE"),
                          {}});
    }
    refreshActions();
}

void BatchDetailPanel::copyReceipt() const
{
    if (!m_proof->receipt().isEmpty())
        QApplication::clipboard()->setText(m_proof->receipt());
}

void BatchDetailPanel::saveReceipt()
{
    if (m_proof->receipt().isEmpty())
        return;
    auto *chooser = new QFileDialog(this, tr("Save the receipt"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(QStringLiteral("json"));
    chooser->selectFile(QStringLiteral("receipt.json"));
    connect(chooser, &QFileDialog::fileSelected, this,
            [this, receipt = m_proof->receipt()](const QString &path) { writeReceipt(path, receipt); });
    chooser->open();
}

void BatchDetailPanel::writeReceipt(const QString &path, const QString &receipt)
{
    QSaveFile file(path);
    const bool isWritten =
        file.open(QIODevice::WriteOnly) && file.write(receipt.toUtf8()) == receipt.toUtf8().size() && file.commit();
    m_messages->clear(QStringLiteral("RECEIPT_NOT_SAVED"));
    if (isWritten)
        return m_messages->post({MessageLevel::Ok,
                                 tr("Receipt saved"),
                                 tr("It is in %1; paradox verify checks it anywhere.").arg(path),
                                 QStringLiteral("RECEIPT_SAVED"),
                                 {}});
    m_messages->post({MessageLevel::Critical,
                      tr("The receipt is not saved"),
                      tr("%1: %2. Choose another place.").arg(path, file.errorString()),
                      QStringLiteral("RECEIPT_NOT_SAVED"),
                      {}});
}

} // namespace paradox::ui

#include "ui/panels/batch_detail/proof_view.h"

#include "domain/encoding.h"
#include "ui/panels/action_button.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_label.h"
#include "ui/widgets/state_pill.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>

namespace paradox::ui {

namespace {

QString nameOf(netting::ReceiptCheck check)
{
    switch (check) {
    case netting::ReceiptCheck::IntentBytes:
        return ProofView::tr("intent");
    case netting::ReceiptCheck::IntentSignature:
        return ProofView::tr("its signature");
    case netting::ReceiptCheck::AdmissionReceipt:
        return ProofView::tr("admission");
    case netting::ReceiptCheck::LeafProof:
        return ProofView::tr("leaf");
    case netting::ReceiptCheck::HeaderChain:
        return ProofView::tr("headers");
    case netting::ReceiptCheck::Transactions:
        return ProofView::tr("transactions");
    case netting::ReceiptCheck::Slot:
        return ProofView::tr("slot");
    }
    return {};
}

models::StateWord foundWord(bool holds)
{
    return holds ? models::StateWord{ProofView::tr("holds"), models::StateGroup::Settled, true}
                 : models::StateWord{ProofView::tr("fails"), models::StateGroup::Rejected, false};
}

models::StateWord equalWord()
{
    return {ProofView::tr("equal"), models::StateGroup::Settled, true};
}

models::StateWord wholeWord(const Proof &proof)
{
    if (!proof.holds())
        return {ProofView::tr("not proved"), models::StateGroup::Rejected};
    return proof.isSettled ? models::StateWord{ProofView::tr("proved"), models::StateGroup::Settled}
                           : models::StateWord{ProofView::tr("not settled yet"), models::StateGroup::Pending};
}

} // namespace

ProofView::ProofView(const PanelContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_verdict(new StatePill(context.theme, StatePill::Form::Bare, this)),
      m_title(new QLabel(this)),
      m_about(new QLabel(this)),
      m_frame(new QWidget(this))
{
    m_verdict->setObjectName(QStringLiteral("proofVerdict"));
    auto *bar = new QHBoxLayout;
    bar->setSpacing(12);
    bar->addWidget(m_verdict);
    bar->addWidget(m_title, 1);
    bar->addWidget(actionButton(context.actions, QStringLiteral("trade.copyReceipt"), this));
    bar->addWidget(actionButton(context.actions, QStringLiteral("trade.saveReceipt"), this));
    auto *layout = new QVBoxLayout(m_frame);
    layout->setContentsMargins(10, 6, 10, 6);
    layout->addLayout(bar);
    m_about->setText(
        tr("From the batch as it was read: that the trade stands there with its verdict. Who signed it is in "
           "its receipt, which the node gives to its traders alone."));
    m_about->setProperty("tone", QStringLiteral("secondary"));
    m_about->setWordWrap(true);
    layout->addWidget(m_about);
    m_page = new QWidget(m_frame);
    layout->addWidget(m_page, 1);

    auto *empty = new EmptyState(context.theme, QStringLiteral("verify"), this);
    empty->setWords(tr("No trade proved"),
                    tr("Choose one in Verdicts and press Prove this trade: this desk then works its receipt out."));
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(empty);
    m_stack->addWidget(m_frame);
}

void ProofView::clear()
{
    m_receipt.clear();
    m_stack->setCurrentIndex(0);
}

void ProofView::show(const QString &subject, const Proof &proof)
{
    m_receipt = QString::fromStdString(proof.receipt);
    m_verdict->setState(wholeWord(proof));
    m_about->setVisible(proof.receipt.empty());
    m_title->setText(proof.path ? tr("%1, leaf %2 of %3")
                                      .arg(subject, models::formatCount(proof.path->index + 1),
                                           models::formatCount(proof.path->size))
                                : subject);
    auto *scroll = new QScrollArea(m_frame);
    scroll->setObjectName(QStringLiteral("proofRows"));
    scroll->setAccessibleName(tr("Proof"));
    scroll->setProperty("ringed", true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *rows = new QWidget(scroll);
    auto *column = new QVBoxLayout(rows);
    column->setContentsMargins(0, 0, 0, 0);
    m_rows = new QGridLayout;
    m_rows->setHorizontalSpacing(16);
    m_rows->setVerticalSpacing(5);
    m_rows->setColumnStretch(2, 1);
    column->addLayout(m_rows);
    column->addStretch(1);
    fill(proof);
    scroll->setWidget(rows);
    delete m_frame->layout()->replaceWidget(m_page, scroll);
    delete std::exchange(m_page, scroll);
    m_stack->setCurrentIndex(1);
}

void ProofView::fill(const Proof &proof)
{
    for (const netting::ReceiptFinding &finding : proof.findings)
        addRow(foundWord(finding.passed), nameOf(finding.check), wordsLabel(QString::fromStdString(finding.words)), {});
    if (!proof.path)
        return;
    const Proof::Path &path = *proof.path;
    const bool holds = path.reachesRoot();
    // A tick stands only where this desk came to the same; of a path that leads elsewhere nobody knows which part lies.
    const models::StateWord onTheWay =
        holds ? equalWord() : models::StateWord{tr("given"), models::StateGroup::Pending, true};
    addRow(onTheWay, tr("leaf"), hashLabel(path.leaf), tr("seller, buyer, verdict"));
    int level = 0;
    for (const netting::InclusionStep &step : path.steps)
        addRow(onTheWay, step.siblingIsLeft ? tr("left") : tr("right"), hashLabel(step.sibling),
               tr("level %1").arg(level++));
    if (holds)
        return addRow(equalWord(), tr("root"), hashLabel(path.reached()), tr("equals the intents root"));
    const models::StateWord differs{tr("differs"), models::StateGroup::Rejected};
    addRow(differs, tr("root"), hashLabel(path.reached()), tr("this desk computes"));
    addRow(differs, tr("root"), hashLabel(path.root), tr("the header says"));
}

void ProofView::addRow(const models::StateWord &found, const QString &what, QWidget *value, const QString &note)
{
    const int row = m_rows->rowCount();
    auto *pill = new StatePill(m_context.theme, StatePill::Form::Bare, this);
    pill->setState(found);
    auto *name = new QLabel(what, this);
    name->setProperty("tone", QStringLiteral("secondary"));
    auto *about = new QLabel(note, this);
    about->setProperty("tone", QStringLiteral("secondary"));
    m_rows->addWidget(pill, row, 0);
    m_rows->addWidget(name, row, 1);
    m_rows->addWidget(value, row, 2);
    m_rows->addWidget(about, row, 3);
}

QWidget *ProofView::hashLabel(const Hash &hash)
{
    auto *label = new KeyLabel(m_context.theme, KeyLabel::Form::Fitting, this);
    label->setKey({{}, QString::fromStdString(hexEncode(hash.bytes)), {}});
    return label;
}

QWidget *ProofView::wordsLabel(const QString &words)
{
    auto *label = new QLabel(words, this);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace paradox::ui

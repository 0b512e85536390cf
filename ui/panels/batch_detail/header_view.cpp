#include "ui/panels/batch_detail/header_view.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "ui/desk/desk_core.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_label.h"

#include <QGridLayout>
#include <QLabel>

namespace paradox::ui {

namespace {

template <class Fixed>
QString hex(const Fixed &value)
{
    return QString::fromStdString(hexEncode(value.bytes));
}

template <class Fixed>
QString base58(const Fixed &value)
{
    return QString::fromStdString(toBase58(value));
}

QString timeText(UnixSeconds time)
{
    return models::formatDateTime(toMillis(time));
}

/// Sixteen bytes a line, in groups of four, each line behind its offset.
QString dumpOf(const netting::HeaderBytes &bytes)
{
    constexpr std::size_t lineSize = 16;
    QStringList lines;
    for (std::size_t at = 0; at < bytes.size(); at += lineSize) {
        const ByteSpan part = ByteSpan(bytes).subspan(at, std::min(lineSize, bytes.size() - at));
        QString text = QString::number(at, 16).rightJustified(3, u'0') + u' ';
        const QString digits = QString::fromStdString(hexEncode(part));
        for (qsizetype i = 0; i < digits.size(); i += 8)
            text += u' ' + digits.mid(i, 8);
        lines << text;
    }
    return lines.join(u'\n');
}

} // namespace

HeaderView::HeaderView(const PanelContext &context, QWidget *parent)
    : QScrollArea(parent),
      m_context(context),
      m_about(new QLabel(this)),
      m_rows(new QGridLayout),
      m_bytes(new QLabel(this))
{
    setObjectName(QStringLiteral("batchHeader"));
    setAccessibleName(tr("Header"));
    setProperty("ringed", true);
    setWidgetResizable(true);
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setSpacing(10);
    m_about->setProperty("tone", QStringLiteral("secondary"));
    m_about->setWordWrap(true);
    m_rows->setHorizontalSpacing(16);
    m_rows->setVerticalSpacing(5);
    m_rows->setColumnStretch(1, 1);
    m_bytes->setObjectName(QStringLiteral("headerBytes"));
    m_bytes->setAccessibleName(tr("Bytes of the header"));
    m_bytes->setFont(context.theme.font(Face::Mono));
    m_bytes->setProperty("tone", QStringLiteral("secondary"));
    m_bytes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_about);
    column->addLayout(m_rows);
    column->addWidget(m_bytes);
    column->addStretch(1);
    setWidget(page);
}

void HeaderView::put(int row, const QString &name, const QString &value, Form form)
{
    const QString shown = value.isEmpty() ? QStringLiteral("—") : value;
    const auto place = static_cast<std::size_t>(row);
    if (place < m_forms.size() && m_forms[place] != form) {
        for (int column : {0, 1})
            delete m_rows->itemAtPosition(row, column)->widget();
    }
    if (m_rows->itemAtPosition(row, 0) == nullptr) {
        auto *label = new QLabel(this);
        label->setProperty("tone", QStringLiteral("secondary"));
        m_rows->addWidget(label, row, 0);
        if (form == Form::Key) {
            // Keys and hashes leave their middle out in a narrow panel; Ctrl+C has them whole.
            m_rows->addWidget(new KeyLabel(m_context.theme, KeyLabel::Form::Fitting, this), row, 1);
        } else {
            auto *text = new QLabel(this);
            text->setFont(m_context.theme.font(Face::Mono));
            text->setTextInteractionFlags(Qt::TextSelectableByMouse);
            text->setContentsMargins(2, 0, 0, 0);
            m_rows->addWidget(text, row, 1);
        }
        m_forms.resize(std::max(m_forms.size(), place + 1));
        m_forms[place] = form;
    }
    auto *label = static_cast<QLabel *>(m_rows->itemAtPosition(row, 0)->widget());
    if (label->text() != name)
        label->setText(name);
    QWidget *held = m_rows->itemAtPosition(row, 1)->widget();
    if (auto *key = qobject_cast<KeyLabel *>(held); key != nullptr && key->key().key != shown)
        key->setKey({{}, shown, {}});
    else if (auto *text = qobject_cast<QLabel *>(held); text != nullptr && text->text() != shown)
        text->setText(shown);
}

void HeaderView::leave(int rows)
{
    for (int row = rows; row < static_cast<int>(m_forms.size()); ++row) {
        for (int column : {0, 1})
            delete m_rows->itemAtPosition(row, column)->widget();
    }
    m_forms.resize(static_cast<std::size_t>(rows));
}

void HeaderView::show(const models::BatchRow &batch, const std::optional<netting::HeaderBytes> &bytes)
{
    const auto header = bytes ? netting::decodeHeader(*bytes) : std::unexpected(netting::HeaderError::WrongSize);
    if (header)
        showDecoded(*bytes, *header);
    else
        showClaimed(batch);
    m_about->setText(header  ? tr("Decoded here from its %1 bytes; the batch id is their hash.").arg(bytes->size())
                     : bytes ? tr("The bytes that the node gives are no header. This is what it says beside them.")
                     : batch.batchId.isEmpty()
                         ? tr("There is no header before the batch is netted. This is what the node says of it.")
                         : tr("The bytes of the header are not read yet. This is what the node says of it."));
    m_bytes->setText(bytes ? dumpOf(*bytes) : QString());
    m_bytes->setVisible(bytes.has_value());
}

void HeaderView::showDecoded(const netting::HeaderBytes &bytes, const netting::BatchHeader &header)
{
    using enum Form;
    int row = 0;
    put(row++, tr("batch id"), hex(netting::batchIdOf(bytes)), Key);
    put(row++, tr("genesis"), base58(header.genesis), Key);
    put(row++, tr("program"), base58(header.program), Key);
    put(row++, tr("engine"), base58(header.engine), Key);
    put(row++, tr("seq"), models::idText(header.seq.value), Line);
    put(row++, tr("previous"), hex(header.previous), Key);
    put(row++, tr("read slot"), QString::number(header.readSlot.value), Line);
    put(row++, tr("opened at"), timeText(header.openedAt), Line);
    put(row++, tr("cut at"), timeText(header.cutAt), Line);
    put(row++, tr("algorithm"), QString::number(header.algoVersion), Line);
    put(row++, tr("mode"), QString::fromLatin1(toText(header.mode)), Line);
    put(row++, tr("fee"), tr("%1 bps").arg(header.feeBps), Line);
    put(row++, tr("trades"), models::formatCount(header.intentCount), Line);
    put(row++, tr("accepted"), models::formatCount(header.acceptedCount), Line);
    put(row++, tr("items"), models::formatCount(header.itemCount), Line);
    put(row++, tr("wallets"), models::formatCount(header.walletCount), Line);
    put(row++, tr("intents root"), hex(header.intentsRoot), Key);
    put(row++, tr("owners root"), hex(header.ownersRoot), Key);
    put(row++, tr("deltas root"), hex(header.deltasRoot), Key);
    put(row++, tr("gross, lamports"), QString::number(header.gross), Line);
    put(row++, tr("fees, lamports"), QString::number(header.fees), Line);
    put(row++, tr("inputs digest"), hex(header.inputsDigest), Key);
    leave(row);
}

void HeaderView::showClaimed(const models::BatchRow &batch)
{
    using enum Form;
    const models::NodeRow &node = m_context.core.store().node();
    int row = 0;
    put(row++, tr("batch id"), batch.batchId, Key);
    put(row++, tr("genesis"), node.genesis, Key);
    put(row++, tr("program"), node.program, Key);
    put(row++, tr("engine"), node.venueAddress, Key);
    put(row++, tr("seq"), models::idText(batch.id()), Line);
    put(row++, tr("previous"), batch.previousHeaderHash, Key);
    put(row++, tr("read slot"), QString::number(batch.readSlot), Line);
    put(row++, tr("mode"), batch.mode, Line);
    put(row++, tr("fee"), tr("%1 bps").arg(batch.feeBps), Line);
    put(row++, tr("intents root"), batch.intentsRoot, Key);
    put(row++, tr("owners root"), batch.ownersRoot, Key);
    put(row++, tr("deltas root"), batch.deltasRoot, Key);
    leave(row);
}

} // namespace paradox::ui
